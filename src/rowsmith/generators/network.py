"""Numbers of the network: addresses of machines, written out a whole column at a time."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith import strings
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream

I64 = NDArray[np.int64]
Kind = Literal["any", "public", "private", "documentation"]

_BLOCKS: dict[str, tuple[tuple[int, int], ...]] = {
    "private": ((0x0A000000, 1 << 24), (0xAC100000, 1 << 20), (0xC0A80000, 1 << 16)),
    "documentation": ((0xC0000200, 256), (0xC6336400, 256), (0xCB007100, 256)),
}
"""First address and size of the blocks of RFC 1918 and RFC 5737."""

_RESERVED = (
    (0x00000000, 1 << 24), (0x0A000000, 1 << 24), (0x64400000, 1 << 22), (0x7F000000, 1 << 24),
    (0xA9FE0000, 1 << 16), (0xAC100000, 1 << 20), (0xC0000000, 1 << 8), (0xC0000200, 1 << 8),
    (0xC0586300, 1 << 8), (0xC0A80000, 1 << 16), (0xC6120000, 1 << 17), (0xC6336400, 1 << 8),
    (0xCB007100, 1 << 8), (0xE0000000, 1 << 29),
)  # fmt: skip
"""What no machine on the open net has: RFC 6890 and the multicast range."""


def ipv4_numbers(stream: Stream, rows: Rows, context: Context, kind: Kind) -> I64:
    """Addresses of a kind as numbers of 32 bits."""
    starts, ends = _stretches(kind)
    index = context.index(stream, rows, int(ends[-1]))
    stretch = np.searchsorted(ends, index, side="right")
    before = np.concatenate([[0], ends[:-1]])
    return starts[stretch] + index - before[stretch]


def dotted(numbers: I64) -> pa.StringArray:
    """`3232235777` is `192.168.1.1`."""
    upper, lower = numbers >> 16, numbers & 0xFFFF
    return strings.join(len(numbers), (_halves("."), upper), (_halves(""), lower))


def ipv6_text(words: NDArray[np.uint64]) -> pa.StringArray:
    """Two words as eight groups of four digits: `2001:0db8:...`."""
    text = strings.hexadecimal(words, "-".join(["4"] * 8))
    signs = np.frombuffer(text.buffers()[2], np.uint8, 39 * len(text)).reshape(len(text), 39).copy()
    signs[:, 4::5] = ord(":")
    return strings.from_bytes(signs)


@lru_cache(maxsize=4)
def _stretches(kind: Kind) -> tuple[I64, I64]:
    """The first address of each block of a kind, and the running number of addresses."""
    if kind == "any":
        blocks = [(0, 1 << 32)]
    elif kind == "public":
        edges = [0]
        for start, size in _RESERVED:
            edges += [start, start + size]
        blocks = [(a, b - a) for a, b in zip(edges[::2], [*edges[1::2], 1 << 32], strict=True) if b > a]
    else:
        blocks = list(_BLOCKS[kind])
    return np.array([start for start, _ in blocks]), np.cumsum([size for _, size in blocks])


@lru_cache(maxsize=2)
def _halves(end: str) -> pa.StringArray:
    return pa.array([f"{half >> 8}.{half & 255}{end}" for half in range(1 << 16)], pa.string())
