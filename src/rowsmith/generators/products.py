"""Products whose name, category, department, material, brand and price tell of one and the same thing."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith import strings
from rowsmith.generators.facts import document, facts
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream

I64 = NDArray[np.int64]
_SERIES = 10_000_000


def kinds(rows: Rows, context: Context) -> I64:
    """The place in `data/products.tsv` of what each row's product is."""
    return context.entity("product").below(rows, len(facts("products")), "kind")


def materials(rows: Rows, context: Context) -> tuple[pa.StringArray, I64]:
    """What each row's product is made of: a pool and places in it."""
    pool, starts, counts = _materials()
    kind = kinds(rows, context)
    words = context.entity("product").u16(rows, "material").astype(np.int64)
    return pool, starts[kind] + (words * counts[kind] >> 16)


def names(stream: Stream, rows: Rows, context: Context) -> pa.StringArray:
    """`Classic Cotton Shirt`; with a number of the series behind it where the field is unique."""
    nouns = _spaced(facts("products").columns["name"])
    pool, material = materials(rows, context)
    styles = words("styles")
    style = context.entity("product").below(rows, len(styles), "style")
    pieces: list[strings.Piece] = [(styles, style), (_spaced(tuple(pool.to_pylist())), material)]
    pieces.append((nouns, kinds(rows, context)))
    if context.unique:
        series = context.index(stream, rows, _SERIES)
        pieces += [" ", strings.from_bytes(strings.digits(series, 7))]
    return strings.join(rows.count, *pieces)


def brands(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The brand of each row's product; all different where the field is unique."""
    pool = words("brands")
    if context.unique:
        return context.pick(stream, rows, pool)
    return strings.pick(pool, context.entity("product").below(rows, len(pool), "brand"))


def prices(rows: Rows, context: Context) -> NDArray[np.float64]:
    """A price that fits each row's product, ending as shops like it: 24.99."""
    table, kind = facts("products"), kinds(rows, context)
    low, high = table.floats("low")[kind], table.floats("high")[kind]
    unit = context.entity("product").unit(rows, "price")
    whole = np.floor(low + (high - low) * unit * unit)
    endings = np.array([99, 99, 99, 95, 90, 50, 49, 0])
    ending = endings[context.entity("product").below(rows, len(endings), "ending")]
    return (whole * 100 + ending) / 100


@lru_cache(maxsize=16)
def words(name: str) -> pa.StringArray:
    """A list of `data/words.json` whose entries are parted by bars."""
    return pa.array(document("words")[name].split("|"), pa.string())


@lru_cache(maxsize=8)
def _spaced(texts: tuple[str, ...]) -> pa.StringArray:
    return pa.array([f" {text}" for text in texts], pa.string())


@lru_cache(maxsize=1)
def _materials() -> tuple[pa.StringArray, I64, I64]:
    cells = facts("products").columns["materials"]
    groups = list(dict.fromkeys(cells))
    pools = [group.split("|") for group in groups]
    sizes = np.array([len(pool) for pool in pools], np.int64)
    group = np.array([groups.index(cell) for cell in cells])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    return pa.array([name for pool in pools for name in pool]), starts[group], sizes[group]
