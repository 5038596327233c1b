"""What DuckDB itself says of a Parquet file: written apart from the receipt, to be held beside it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from rowsmith.schema.receipt import Measured


def compared(item: Measured, path: Path, field: str) -> bool:
    """Compare one element with DuckDB's own answer; False where it is of a kind that is not asked here."""
    kind = item.element.rpartition(".")[2]
    name = '"' + field.replace('"', '""') + '"'
    query = QUERIES.get(kind)
    if query is None or item.measured is None:
        return False
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone='UTC'")
        relation = connection.read_parquet(str(path))
        connection.register("data", relation)
        own = connection.execute(query.format(name=name)).fetchall()
    if kind in ("weights", "enum_values"):
        if "distinct" in item.measured and len(own) > 30:
            assert item.measured["distinct"] == len(own), item
            return True
        total = sum(count for _, count in own)
        shares = {plain(text): count / total for text, count in own}
        for value, share in item.measured.items():
            assert share == pytest.approx(shares.get(plain(value), 0.0), abs=1e-6), item
        return True
    if kind == "unique":
        assert (item.measured["values"], item.measured["distinct"]) == own[0], item
    elif kind == "distribution":
        if "mean" not in item.measured:
            return False
        found = tuple(item.measured[key] for key in ("mean", "std", "median"))
        assert found == pytest.approx(tuple(map(float, own[0])), rel=1e-6), item
    elif isinstance(item.measured, int | float):
        assert float(item.measured) == pytest.approx(float(own[0][0]), abs=1e-6), item
    else:
        assert str(item.measured) == str(own[0][0]).removesuffix("+00"), item
    return True


def plain(value: Any) -> str:
    try:
        return repr(float(Decimal(str(value))))
    except ArithmeticError:
        return str(value)


QUERIES = {
    "min_value": "SELECT min({name})::VARCHAR FROM data",
    "max_value": "SELECT max({name})::VARCHAR FROM data",
    "min_length": "SELECT min(len({name})) FROM data",
    "max_length": "SELECT max(len({name})) FROM data",
    "null_rate": "SELECT avg(CASE WHEN {name} IS NULL THEN 1.0 ELSE 0.0 END) FROM data",
    "nullable": "SELECT avg(CASE WHEN {name} IS NULL THEN 1.0 ELSE 0.0 END) FROM data",
    "unique": "SELECT count({name}), count(DISTINCT {name}) FROM data",
    "weights": "SELECT {name}::VARCHAR, count(*) FROM data WHERE {name} IS NOT NULL GROUP BY ALL",
    "enum_values": "SELECT {name}::VARCHAR, count(*) FROM data WHERE {name} IS NOT NULL GROUP BY ALL",
    "distribution": "SELECT avg({name}), stddev_samp({name}::DOUBLE), median({name}::DOUBLE) FROM data",
}
