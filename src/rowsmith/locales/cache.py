"""Computed pools on disk, so that a warm start imports no locale library and draws nothing.

The folder is `$ROWSMITH_CACHE_DIR`, or the user's cache folder. All it holds can be computed again.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from importlib import metadata
from pathlib import Path
from typing import Any, cast


def remembered(name: str, compute: Callable[[], list[str]]) -> list[str]:
    """The values called `name` (`de.surname.female`): read from disk, or computed and kept there."""
    path = _folder() / f"{name}.json"
    kept = _read(path)
    if kept is not None:
        return kept
    values = compute()
    _write(path, values)
    return values


@lru_cache(maxsize=1)
def _folder() -> Path:
    given = os.environ.get("ROWSMITH_CACHE_DIR")
    if given:
        root = Path(given)
    else:
        from platformdirs import user_cache_path

        root = user_cache_path("rowsmith", appauthor=False)
    # The rules by which pools are drawn are part of the name: changed rules never read older files.
    rules = blake2b(Path(__file__).with_name("pools.py").read_bytes(), digest_size=6).hexdigest()
    return root / "pools" / f"mimesis-{metadata.version('mimesis')}-{rules}"


def _read(path: Path) -> list[str] | None:
    """The values of a whole, well-formed file, else None: what is missing or damaged is computed again."""
    try:
        found: Any = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(found, list):
        return None
    values = cast("list[object]", found)
    return cast("list[str]", values) if values and all(isinstance(value, str) for value in values) else None


def _write(path: Path, values: list[str]) -> None:
    # A cache that cannot be written (read-only home, full disk) costs time at the next start and nothing
    # else, so it must not stop, or clutter, a run that has its values in hand.
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".draft")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(values, file, ensure_ascii=False)
            Path(draft).replace(path)
        except OSError:
            Path(draft).unlink(missing_ok=True)
    except OSError:
        return
