"""The sandbox that evaluates SQL expressions: DuckDB in memory, with no way to files, network or settings.

Every thread has a connection of its own with a single worker, so rows come back in the order they went in.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.errors import InvalidInput

if TYPE_CHECKING:
    import duckdb

_LOCAL = threading.local()
_UTC = pa.timestamp("us", "UTC")


class ExpressionError(InvalidInput):
    """An expression that DuckDB cannot bind to its fields; the message is DuckDB's own first line."""


def evaluate(expressions: Sequence[str], columns: Mapping[str, pa.Array], rows: int) -> list[pa.Array]:
    """The value of each expression in every row: `evaluate(["c0 * 2"], {"c0": ages}, len(ages))`.

    Date-times go in and come out as UTC; NaN and infinity come out as null.
    """
    import duckdb

    connection = _connection()
    inputs = {name: _naive(array) for name, array in columns.items()}
    inputs["_"] = pa.nulls(rows, pa.int8())
    connection.register("row", pa.table(inputs))
    listed = ", ".join(f"{expression} AS e{number}" for number, expression in enumerate(expressions))
    try:
        result = connection.sql(f"SELECT {listed} FROM row").to_arrow_table()  # noqa: S608 - checked text
    except duckdb.Error as error:
        raise ExpressionError(_first_line(error)) from None
    finally:
        connection.unregister("row")
    return [_finite(_single(column)) for column in result.columns]


def natural_types(expressions: Sequence[str], columns: Mapping[str, pa.DataType]) -> list[pa.DataType]:
    """The Arrow type of each expression over columns of the given types, found on no rows."""
    empty = {name: pa.array([], kind) for name, kind in columns.items()}
    return [array.type for array in evaluate(expressions, empty, 0)]


def _connection() -> duckdb.DuckDBPyConnection:
    found = getattr(_LOCAL, "connection", None)
    if found is None:
        import duckdb

        found = duckdb.connect(":memory:", config={"enable_external_access": "false", "threads": 1})
        found.execute("SET python_enable_replacements=false")
        found.execute("SET lock_configuration=true")
        _LOCAL.connection = found
    return found


def _naive(array: pa.Array) -> pa.Array:
    """UTC date-times without their zone, so that no setting of the session can matter."""
    if array.type == _UTC:
        return array.view(pa.timestamp("us"))
    return array


def _single(column: pa.ChunkedArray) -> pa.Array:
    array = column.combine_chunks()
    array = array if isinstance(array, pa.Array) else pa.concat_arrays(array.chunks)
    return array.view(_UTC) if array.type == pa.timestamp("us") else array


def _finite(array: pa.Array) -> pa.Array:
    if not pa.types.is_floating(array.type):
        return array
    return pc.if_else(pc.is_finite(array), array, pa.scalar(None, array.type))


def _first_line(error: Exception) -> str:
    text = str(error).partition("\n")[0]
    return text.partition(": ")[2] or text
