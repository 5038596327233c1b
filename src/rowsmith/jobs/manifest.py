"""What lies beside a dataset: enough to make it again, and to check it without trusting anybody."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from rowsmith.jobs.pieces import Pieces
from rowsmith.plan import Plan
from rowsmith.storage import Stored

if TYPE_CHECKING:
    from rowsmith.jobs.merge import FileTask

FORMAT = 1
_LIBRARIES = ("rowsmith", "pyarrow", "numpy", "mimesis", "Faker")


def manifest_of(plan: Plan, task: FileTask, stored: Stored, rows: int, pieces: Pieces) -> str:
    """The manifest of a file as JSON text."""
    document: dict[str, Any] = {
        "manifest": FORMAT,
        "file": {
            "name": task.key.rpartition("/")[2], "format": task.format, "options": dict(task.options),
            "table": task.table or None, "rows": rows, "size": stored.size, "sha256": stored.sha256,
        },
        "seed": plan.seed,
        "plan_hash": plan.hash,
        "versions": library_versions(),
        "chunk_size": task.chunk_size,
        "chunks": [
            {"number": file.number, "size": file.size, "sha256": file.sha256}
            for file in sorted(pieces.files.values(), key=lambda file: file.number)
        ],
        "notes": pieces.notes,
        "schema": json.loads(task.schema),
        "plan": json.loads(task.plan),
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False)


def library_versions() -> Mapping[str, str]:
    """The versions that decide bytes: `{"rowsmith": "0.1.0", "pyarrow": "26.0.1", ...}`."""
    return {name: _version(name) for name in _LIBRARIES}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"  # run from a source folder
