"""Computed values on disk, so that a warm start imports no locale library and reads no catalogue.

The folder is `$ROWSMITH_CACHE_DIR`, or the user's cache folder. All it holds can be computed again.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar, cast

Values = TypeVar("Values", list[str], dict[str, list[str]])


def remembered(name: str, rules: str, compute: Callable[[], Values]) -> Values:
    """The values called `name` (`de.surname.female`): read from disk, or computed and kept there.

    `rules` says what they were computed from; under other rules they are other values.
    """
    path = folder() / rules / f"{name}.json"
    kept = _read(path)
    if kept is not None:
        return cast("Values", kept)
    values = compute()
    _write(path, values)
    return values


def fingerprint(files: Iterable[Path]) -> str:
    """A name for the state of some files: their names, sizes and times of change."""
    states = sorted((file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files)
    return blake2b(repr(states).encode(), digest_size=8).hexdigest()


@lru_cache(maxsize=1)
def folder() -> Path:
    """Where everything that can be computed, or asked for, again is kept."""
    given = os.environ.get("ROWSMITH_CACHE_DIR")
    if given:
        return Path(given)
    from platformdirs import user_cache_path

    return user_cache_path("rowsmith", appauthor=False)


def _read(path: Path) -> object | None:
    """The values of a whole, well-formed file, else None: what is missing or damaged is computed again."""
    try:
        found: object = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    if isinstance(found, dict):
        lists = list(cast("dict[str, object]", found).values())
        return found if lists and all(_texts(values) for values in lists) else None
    return found if _texts(found) else None


def _texts(values: object) -> bool:
    return (
        isinstance(values, list)
        and bool(values)
        and all(isinstance(v, str) for v in cast("list[object]", values))
    )


def _write(path: Path, values: object) -> None:
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
