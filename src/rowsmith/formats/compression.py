"""gzip and zstd around text formats: chunks are members or frames of their own, so joining is copying."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Protocol, cast

import pyarrow as pa

_BLOCK = 1 << 20
_GZIP_LEVEL = 2
"""2.2 microseconds for a row of the benchmark table, 16 % larger than level 6, which takes 7.7."""


class _Encoder(Protocol):
    def write(self, data: memoryview) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Compression:
    """One way to compress: `compressions["gz"]`."""

    name: str
    media_type: str
    encoder: Callable[[BinaryIO], _Encoder]

    def open(self, sink: BinaryIO, *, always: bool) -> CompressedSink:
        """A sink that compresses into `sink`; without `always`, no content makes no bytes at all."""
        return CompressedSink(sink, self.encoder, always)

    def pack(self, content: bytes) -> bytes:
        """One complete member or frame."""
        packed = io.BytesIO()
        sink = self.open(packed, always=True)
        sink.write(content)
        sink.finish()
        return packed.getvalue()

    def reader(self, source: BinaryIO) -> BinaryIO:
        """The plain content of `source`, of however many members or frames."""
        return cast("BinaryIO", io.BufferedReader(pa.CompressedInputStream(source, self.name), _BLOCK))


class CompressedSink(io.RawIOBase):
    """Feeds a compressor blocks of one size, so that its output depends on the content alone."""

    def __init__(self, sink: BinaryIO, encoder: Callable[[BinaryIO], _Encoder], always: bool) -> None:
        super().__init__()
        self._sink = sink
        self._open = encoder
        self._encoder: _Encoder | None = encoder(sink) if always else None
        self._held = bytearray()

    def writable(self) -> bool:
        """A sink is for writing."""
        return True

    def write(self, data: object) -> int:
        """Take the bytes of any buffer."""
        view = memoryview(data).cast("B")  # type: ignore[arg-type]  # typeshed has no name for a buffer in 3.11
        if len(view) == 0:
            return 0
        self._encoder = self._encoder or self._open(self._sink)
        at = 0
        if self._held:
            at = min(_BLOCK - len(self._held), len(view))
            self._held += view[:at]
            if len(self._held) < _BLOCK:
                return len(view)
            self._encoder.write(memoryview(self._held))
            self._held = bytearray()
        while len(view) - at >= _BLOCK:
            self._encoder.write(view[at : at + _BLOCK])
            at += _BLOCK
        self._held += view[at:]
        return len(view)

    def finish(self) -> None:
        """End the member or frame; the sink below stays open."""
        if self._encoder is not None:
            self._encoder.write(memoryview(self._held))
            self._encoder.close()
        self._encoder = None


class _Gzip:
    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink
        self._deflate = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 31)  # 31: a gzip header, its time zero

    def write(self, data: memoryview) -> None:
        self._sink.write(self._deflate.compress(data))

    def close(self) -> None:
        self._sink.write(self._deflate.flush())


class _Zstd:
    def __init__(self, sink: BinaryIO) -> None:
        self._stream = pa.CompressedOutputStream(pa.PythonFile(_KeepOpen(sink), "w"), "zstd")

    def write(self, data: memoryview) -> None:
        self._stream.write(data)

    def close(self) -> None:
        self._stream.close()


class _KeepOpen(io.RawIOBase):
    """Closing the compressor must not close the sink, which is not its own."""

    def __init__(self, sink: BinaryIO) -> None:
        super().__init__()
        self._sink = sink

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return self._sink.write(data)  # type: ignore[arg-type]  # any buffer


compressions: dict[str, Compression] = {
    "gz": Compression("gzip", "application/gzip", _Gzip),
    "zst": Compression("zstd", "application/zstd", _Zstd),
}
