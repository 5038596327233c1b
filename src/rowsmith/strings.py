"""The string kernels: every way in which text columns are put together, a whole column at a time.

Four in five nanoseconds of a table go into its text, so it is all made here, and a native kernel could take
this module's place alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Index = NDArray[np.integer[Any]]
Bytes = NDArray[np.uint8]
Piece = str | pa.StringArray | tuple[pa.StringArray, Index]
"""Part of a joined string: a constant, a column, or a pool with each row's index into it."""


def pick(pool: pa.Array, index: Index) -> pa.DictionaryArray:
    """`pool[index]` as a dictionary column: 4 bytes a row and no copy of the text."""
    return pa.DictionaryArray.from_arrays(pa.array(index.astype(np.int32)), pool, safe=False)


def join(count: int, *pieces: Piece) -> pa.StringArray:
    """Each row's pieces one after the other: `join(n, (first, i), ".", (last, j), "@example.com")`.

    All pieces of all rows are gathered by one `take`, in order; a row's string is then several neighbouring
    values, so only the offsets in between have to be dropped.
    """
    pools: list[pa.Array] = []
    index = np.empty((count, len(pieces)), np.int32)
    base = 0
    for column, piece in enumerate(pieces):
        if isinstance(piece, str):
            pool, chosen = pa.array([piece]), 0
        elif isinstance(piece, tuple):
            pool, chosen = piece
        else:
            pool, chosen = piece, np.arange(count, dtype=np.int32)
        np.add(chosen, base, out=index[:, column], casting="unsafe")
        pools.append(pool)
        base += len(pool)
    if count == 0:
        return pa.array([], pa.string())
    gathered = pa.concat_arrays(pools).take(pa.array(index.reshape(-1)))
    _, offsets, data = gathered.buffers()
    bounds = np.frombuffer(offsets, np.int32, len(gathered) + 1, offset=4 * gathered.offset)
    kept = np.ascontiguousarray(bounds[:: len(pieces)])
    return pa.StringArray.from_buffers(count, pa.py_buffer(kept), data)


def digits(values: Index, width: int) -> Bytes:
    """Zero-padded decimal digits: shape (rows, width), ASCII. `digits([7], 3)` reads `007`."""
    return _groups(values.astype(np.uint64, copy=False), width, _decimal_groups())


def from_bytes(matrix: Bytes) -> pa.StringArray:
    """A column whose row i is row i of an ASCII matrix of shape (rows, width)."""
    count, width = matrix.shape
    offsets = (
        np.arange(0, (count + 1) * width, width, dtype=np.int32) if width else np.zeros(count + 1, np.int32)
    )
    data = np.ascontiguousarray(matrix)
    return pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(data))


def template(count: int, *parts: str | Bytes) -> pa.StringArray:
    """Columns of equal width side by side: `template(n, "+1-", digits(a, 3), "-", digits(b, 4))`."""
    width = sum(len(part) if isinstance(part, str) else part.shape[1] for part in parts)
    out = np.empty((count, width), np.uint8)
    at = 0
    for part in parts:
        if isinstance(part, str):
            encoded = np.frombuffer(part.encode("ascii"), np.uint8)
            out[:, at : at + len(part)] = encoded
            at += len(part)
        else:
            out[:, at : at + part.shape[1]] = part
            at += part.shape[1]
    return from_bytes(out)


def symbols(alphabet: str, index: Index) -> Bytes:
    """`alphabet[index]` for an ASCII alphabet and an index of shape (rows,) or (rows, width)."""
    table = np.frombuffer(alphabet.encode("ascii"), np.uint8)
    chosen = table.take(index, mode="clip")
    return chosen[:, None] if chosen.ndim == 1 else chosen


def hexadecimal(words: NDArray[np.uint64], layout: str = "8-4-4-4-12") -> pa.StringArray:
    """The hex digits of one or two words a row, dashes where `layout` puts them (a UUID by default)."""
    count = len(words)
    per_row = 1 if words.ndim == 1 else words.shape[1]
    quarters = np.ascontiguousarray(words.astype("<u8", copy=False)).view("<u2").reshape(count, 4 * per_row)
    groups = [int(size) // 4 for size in layout.split("-")]
    offsets, at = [], 0
    for group in groups:
        offsets += [at + 4 * i for i in range(group)]
        at += 4 * group + 1
    names = [f"g{i}" for i in range(len(offsets))]
    record = np.dtype(
        {"names": names, "offsets": offsets, "formats": ["<u4"] * len(names), "itemsize": at - 1}
    )
    out = np.empty(count, record)
    for column, name in enumerate(names):
        word, quarter = divmod(column, 4)
        out[name] = _hex_groups().take(quarters[:, 4 * word + 3 - quarter], mode="clip")
    matrix = out.view(np.uint8).reshape(count, at - 1)
    for dash in np.cumsum([4 * group + 1 for group in groups])[:-1] - 1:
        matrix[:, dash] = ord("-")
    return from_bytes(matrix)


def _groups(values: NDArray[np.uint64], width: int, table: NDArray[np.uint32]) -> Bytes:
    """Write numbers four digits at a time from the right."""
    count, padded = len(values), -(-width // 4) * 4
    out = np.empty((count, padded // 4), "<u4")
    rest = values
    for column in range(padded // 4 - 1, 0, -1):
        higher = rest // np.uint64(10_000)
        group = rest - higher * np.uint64(10_000)
        out[:, column] = table.take(group.view(np.int64), mode="clip")
        rest = higher
    leading = rest % np.uint64(10 ** (width % 4 or 4))
    out[:, 0] = table.take(leading.view(np.int64), mode="clip")
    return out.view(np.uint8).reshape(count, padded)[:, padded - width :]


@lru_cache(maxsize=1)
def _decimal_groups() -> NDArray[np.uint32]:
    return _four_symbols(b"0123456789")


@lru_cache(maxsize=1)
def _hex_groups() -> NDArray[np.uint32]:
    return _four_symbols(b"0123456789abcdef")


def _four_symbols(alphabet: bytes) -> NDArray[np.uint32]:
    """Every word of four symbols in counting order, its four bytes as one number."""
    symbols = np.frombuffer(alphabet, np.uint8)
    out = np.empty((len(symbols),) * 4 + (4,), np.uint8)
    for place in range(4):
        out[..., place] = symbols.reshape([-1 if axis == place else 1 for axis in range(4)])
    return out.reshape(-1, 4).view("<u4")[:, 0]
