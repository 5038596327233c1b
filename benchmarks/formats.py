"""CPU nanoseconds a row takes in each format, for a table like the benchmark's.

`python benchmarks/formats.py csv parquet` prints these two; without names, all.
"""

from __future__ import annotations

import io
import sys
import time
import uuid

import numpy as np
import pyarrow as pa

from rowsmith.formats import format_names, open_format

ROWS, BATCH, ROUNDS = 524_288, 65_536, 5


def table(rows: int, seed: int = 7) -> pa.Table:
    """Twelve columns of the shapes that the engine makes: pools as dictionaries, the rest plain."""
    rng = np.random.default_rng(seed)
    firsts = [f"First{i}" for i in range(1200)]
    lasts = [f"Surname{i}" for i in range(1800)]
    countries = [f"Country {i}" for i in range(20)]
    words = ["amber", "brisk", "cedar", "dapple", "ember", "fallow", "garnet", "harbor"]

    def pick(pool: list[str]) -> pa.DictionaryArray:
        return pa.DictionaryArray.from_arrays(
            pa.array(rng.integers(0, len(pool), rows, dtype=np.int32)), pa.array(pool)
        )

    return pa.table(
        {
            "id": np.arange(1, rows + 1),
            "uuid": [str(uuid.UUID(bytes=rng.bytes(16))) for _ in range(rows)],
            "first_name": pick(firsts),
            "last_name": pick(lasts),
            "email": [f"person.{i}@example.com" for i in rng.permutation(rows)],
            "phone": [
                f"+1-{i % 900 + 100}-{i // 900 % 900 + 100}-{i % 10_000:04d}" for i in rng.permutation(rows)
            ],
            "country": pick(countries),
            "age": np.clip(rng.normal(40, 12, rows), 18, 90).astype(np.int64),
            "balance": np.round(rng.lognormal(7, 1.2, rows), 2),
            "signup_at": pa.array(
                1_700_000_000_000_000 + rng.integers(0, 94_608_000, rows) * 1_000_000,
                pa.timestamp("us", "UTC"),
            ),
            "is_active": rng.random(rows) < 0.8,
            "bio": [" ".join(words[i] for i in row) + "." for row in rng.integers(0, len(words), (rows, 9))],
        }
    )


class Counter(io.RawIOBase):
    """A sink that keeps nothing, so that only the making of the bytes is measured."""

    size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        size = memoryview(data).nbytes
        self.size += size
        return size

    def tell(self) -> int:
        return self.size


def main(names: list[str]) -> None:
    made = table(ROWS)
    batches = made.to_batches(max_chunksize=BATCH)
    print(f"{'format':10}{'ns/row':>8}{'bytes/row':>11}")
    for name in names or format_names():
        opened, best, size = open_format(name), float("inf"), 0
        for _ in range(ROUNDS):
            sink = Counter()
            began = time.process_time()
            writer = opened.writer(sink, made.schema)
            for batch in batches:
                writer.write(batch)
            writer.close()
            best, size = min(best, time.process_time() - began), sink.size
        print(f"{name:10}{best / ROWS * 1e9:8.0f}{size / ROWS:11.1f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
