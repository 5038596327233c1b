"""Tables of facts beside the code: `data/currencies.tsv` is read once, when a type first needs it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

I64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """One table: columns of equal length by name, all texts as written in the file."""

    columns: dict[str, tuple[str, ...]]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def texts(self, column: str) -> pa.StringArray:
        """A column as a pool of texts: `facts("currencies").texts("code")` begins with `USD`."""
        return pa.array(self.columns[column], pa.string())

    def whole(self, column: str) -> I64:
        """A column of whole numbers."""
        return np.array([int(text) for text in self.columns[column]], np.int64)

    def floats(self, column: str) -> NDArray[np.float64]:
        """A column of decimal numbers."""
        return np.array([float(text) for text in self.columns[column]], np.float64)

    def codes(self, column: str) -> tuple[pa.StringArray, I64]:
        """The distinct texts of a column in order of appearance, and each row's place among them."""
        places = {text: place for place, text in enumerate(dict.fromkeys(self.columns[column]))}
        return pa.array(list(places), pa.string()), np.array([places[text] for text in self.columns[column]])


@lru_cache(maxsize=64)
def facts(name: str) -> Facts:
    """The table `data/NAME.tsv`: a line of column names, then a line a row."""
    lines = [line.split("\t") for line in _read(f"{name}.tsv").splitlines() if line]
    header, *rows = lines
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"data/{name}.tsv: {row[0]!r} has {len(row)} cells, the header {len(header)}")
    return Facts(dict(zip(header, zip(*rows, strict=True), strict=True)))


@lru_cache(maxsize=8)
def document(name: str) -> dict[str, Any]:
    """The JSON object `data/NAME.json`."""
    return json.loads(_read(f"{name}.json"))


def _read(name: str) -> str:
    return (files("rowsmith.generators") / "data" / name).read_text("utf-8")
