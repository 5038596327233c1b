"""One measurement in a process of its own: `python -m benchmarks.measure rowsmith parquet 1000000`.

Prints a line of JSON: rows, CPU and wall seconds of the work (imports excluded), peak memory of the process.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import orders
from benchmarks.customers import COLUMNS, SCHEMA, Row, faker_rows, mimesis_rows

_ROWS: dict[str, Callable[[int], Iterator[Row]]] = {"faker": faker_rows, "mimesis": mimesis_rows}
_BATCH = 10_000


def rowsmith(target: str, rows: int, folder: Path) -> None:
    """The whole way, from the schema document to the last row."""
    import rowsmith as rs

    if target == "generate":
        made = sum(batch.num_rows for batch in rs.batches(SCHEMA, rows=rows, seed=7))
        assert made == rows
    else:
        rs.write(SCHEMA, folder / f"out.{target}", rows=rows, seed=7, format=target)


def peer(name: str, target: str, rows: int, folder: Path) -> None:
    """The same table by a library that makes one value at a time, written with the usual tools."""
    made = _ROWS[name](rows)
    if target == "generate":
        assert sum(1 for _ in made) == rows
    elif target == "csv":
        with (folder / "out.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(made)
    elif target == "jsonl":
        with (folder / "out.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(
                json.dumps(dict(zip(COLUMNS, row, strict=True)), default=str) + "\n" for row in made
            )
    else:
        _parquet(made, folder / "out.parquet")


def _parquet(made: Iterator[Row], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    writer = None
    while chunk := list(islice(made, _BATCH)):
        table = pa.table(dict(zip(COLUMNS, map(list, zip(*chunk, strict=True)), strict=True)))
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    if writer:
        writer.close()


def main(name: str, target: str, rows: int) -> dict[str, Any]:
    """Do the work once and say what it took."""
    _warm(name)
    with tempfile.TemporaryDirectory() as folder:
        cpu, wall = time.process_time(), time.perf_counter()
        if name == "rowsmith":
            rowsmith(target, rows, Path(folder))
        elif name == "orders":
            orders.make(target, rows)
        else:
            peer(name, target, rows, Path(folder))
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak /= 1e6 if sys.platform == "darwin" else 1e3  # bytes there, kilobytes everywhere else
    return {"rows": rows, "cpu_seconds": cpu, "wall_seconds": wall, "peak_mb": peak}


def _warm(name: str) -> None:
    """Import and make a few rows, so that every library is measured at its best."""
    if name == "rowsmith":
        import rowsmith as rs

        rs.generate(SCHEMA, rows=10, seed=1)
    elif name == "orders":
        orders.warm()
    else:
        list(_ROWS[name](10))


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
