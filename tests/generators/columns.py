"""Draws the values of a semantic type for the tests of its family."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from rowsmith.generators import Context, Rows, Stream, semantic_types

TABLE = Stream((7, "things"))


def column(
    name: str, rows: Rows | int = 2000, *, unique: bool = False, locale: str = "en", **params: Any
) -> pa.Array:
    """The column of a type, as a table with seed 7 has it."""
    chosen = Rows(0, rows) if isinstance(rows, int) else rows
    context = Context(table=TABLE, unique=unique, locale=locale)
    return semantic_types.get(name)(TABLE.child("field", name), chosen, context, **params)


def values(name: str, rows: Rows | int = 2000, **options: Any) -> list[Any]:
    """The same as Python values."""
    return column(name, rows, **options).to_pylist()
