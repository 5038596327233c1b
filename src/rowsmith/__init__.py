"""Rowsmith: synthetic datasets from a sentence.

    import rowsmith as rs
    schema = rs.extract("5000 users with name, email, age 18-80 and country").schema
    table = rs.generate(schema, rows=5000, seed=7)              # pyarrow.Table
    rs.write(schema, "users.parquet", rows=10_000_000, seed=7)
    for batch in rs.batches(schema, rows=10**9): ...            # constant memory

The same schema and seed give the same rows, whatever the machine, the format or the number of threads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rowsmith.delivery import Delivery
    from rowsmith.errors import Conflict, InvalidInput, Issue, NotFound, RowsmithError, Unavailable
    from rowsmith.importers.extraction import Extraction
    from rowsmith.jobs.config import JobsConfig
    from rowsmith.jobs.manager import JobManager
    from rowsmith.library import (
        batches,
        coverage,
        edit,
        extract,
        generate,
        import_schema,
        make_plan,
        measure,
        preview,
        validate,
        verify,
        write,
    )
    from rowsmith.plan import Plan
    from rowsmith.schema import DataSchema, FieldConstraint, FieldDefinition, TableDefinition

__version__ = "0.1.0"

_EXPORTS = {
    "batches": "library", "coverage": "library", "edit": "library",
    "make_plan": "library", "extract": "library", "generate": "library",
    "import_schema": "library", "measure": "library",
    "preview": "library", "validate": "library", "verify": "library", "write": "library",
    "Delivery": "delivery", "Extraction": "importers.extraction", "Plan": "plan",
    "JobManager": "jobs.manager", "JobsConfig": "jobs.config",
    "DataSchema": "schema", "FieldConstraint": "schema", "FieldDefinition": "schema",
    "TableDefinition": "schema",
    "Conflict": "errors", "InvalidInput": "errors", "Issue": "errors", "NotFound": "errors",
    "RowsmithError": "errors", "Unavailable": "errors",
}  # fmt: skip

__all__ = [
    "Conflict", "DataSchema", "Delivery", "Extraction", "FieldConstraint", "FieldDefinition", "InvalidInput",
    "Issue", "JobManager", "JobsConfig", "NotFound", "Plan", "RowsmithError", "TableDefinition", "Unavailable",
    "batches", "coverage", "edit", "extract", "generate", "import_schema", "make_plan", "measure", "preview",
    "validate", "verify", "write",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import a name when it is first used: `import rowsmith` alone loads nothing heavy."""
    if name not in _EXPORTS:
        raise AttributeError(f"module 'rowsmith' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"rowsmith.{_EXPORTS[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
