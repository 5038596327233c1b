"""Unique over fifty million rows: no duplicate, and no memory of the rows before."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
import resource
import numpy as np
import pyarrow.compute as pc
import rowsmith as rs

ROWS = 50_000_000
schema = {"fields": [{"name": "code", "type": "integer",
          "constraints": {"unique": True, "min_value": 0, "max_value": 59_999_999}}]}
seen = np.zeros(60_000_000, bool)
for batch in rs.batches(schema, rows=ROWS, seed=7):
    seen[batch["code"].to_numpy()] = True
print(int(seen.sum()), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)

emails = {"fields": [{"name": "email", "type": "email", "constraints": {"unique": True}}]}
marks = np.zeros(110_000_000, bool)
count = 0
for batch in rs.batches(emails, rows=ROWS, seed=7):
    texts = batch["email"]
    numbers = pc.replace_substring_regex(texts, "^[^0-9]*|@.*$", "").cast("int64").to_numpy()
    marks[numbers] = True
    count += len(texts)
print(count, int(marks.sum()), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.long
def test_fifty_million_unique_values_in_under_a_gigabyte() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    (codes, _), (made, numbers, memory) = (map(int, line.split()) for line in done.stdout.splitlines())
    assert codes == 50_000_000
    assert made == numbers == 50_000_000  # each address has a number of its own, so no two are alike
    assert memory < 1_000_000  # kilobytes, the bitmaps of this test included
