"""A job's chunk files as the merge reads them: every byte is checked, and what is wrong is made anew."""

from __future__ import annotations

import io
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import BinaryIO, cast

from rowsmith.errors import Conflict
from rowsmith.jobs import interruption
from rowsmith.jobs.ahead import read_ahead
from rowsmith.jobs.chunk import ChunkTask, make_chunk
from rowsmith.jobs.layout import Layout
from rowsmith.storage import MissingObject, Store


@dataclass(frozen=True, slots=True)
class ChunkFile:
    """Where a finished chunk is and what it must be."""

    number: int
    key: str
    size: int
    sha256: str


class ChunkDamaged(Conflict):
    """A chunk file is missing, or is not what was written."""

    def __init__(self, number: int, what: str) -> None:
        super().__init__(f"chunk {number}: {what}")
        self.number = number
        self.what = what


class Pieces:
    """The chunk files of one job."""

    def __init__(self, store: Store, files: Mapping[int, ChunkFile]) -> None:
        self._store = store
        self.files = dict(files)
        self.repaired: list[ChunkFile] = []
        self.notes: list[str] = []

    @contextmanager
    def sources(self, numbers: range) -> Generator[Iterator[BinaryIO]]:
        """The chunks as files that raise `ChunkDamaged` where one is not what it was, to be read in order."""

        def blocks() -> Iterator[bytes]:
            for number in numbers:
                yield from checked_blocks(self._store, self.files[number])
                yield b""

        def chunks(ahead: Iterator[bytes]) -> Iterator[BinaryIO]:
            for _ in numbers:
                interruption.check()
                chunk = ChunkReader(ahead)
                yield cast("BinaryIO", chunk)
                chunk.skip()

        with read_ahead(blocks) as ahead:
            yield chunks(ahead)

    def repair(self, layout: Layout, task: ChunkTask, tag: str) -> None:
        """Look at every chunk, and make anew those that are wrong: a chunk is a function of the plan."""
        for number, file in sorted(self.files.items()):
            damage = self._damage(file)
            if damage is not None:
                made = make_chunk(replace(task, span=layout.span(number), key=f"{file.key}-{tag}"))
                anew = ChunkFile(number, made.key, made.size, made.sha256)
                self.files[number] = anew
                self.repaired.append(anew)
                self.notes.append(_told(damage, same=made.sha256 == file.sha256))

    def _damage(self, file: ChunkFile) -> ChunkDamaged | None:
        try:
            for _ in checked_blocks(self._store, file):
                interruption.check()
        except ChunkDamaged as damage:
            return damage
        return None


def _told(damage: ChunkDamaged, *, same: bool) -> str:
    if same:
        return f"{damage.message}; it was made anew and is exactly as before"
    return f"{damage.message}; it was made anew with the same rows, encoded by another version of a library"


def checked_blocks(store: Store, file: ChunkFile) -> Iterator[bytes]:
    """A chunk's blocks; raises `ChunkDamaged` before its end is reached if anything in it is wrong."""
    digest, size = sha256(), 0
    try:
        for block in store.read(file.key):
            digest.update(block)
            size += len(block)
            if size > file.size:
                break
            if size == file.size and digest.hexdigest() != file.sha256:
                raise ChunkDamaged(file.number, "its file does not match its checksum")
            yield block
    except MissingObject:
        raise ChunkDamaged(file.number, "its file is missing") from None
    if size != file.size:
        found = f"at least {size:,}" if size > file.size else f"{size:,}"
        raise ChunkDamaged(file.number, f"its file has {found} bytes instead of {file.size:,}")
    if size == 0 and digest.hexdigest() != file.sha256:
        raise ChunkDamaged(file.number, "its file does not match its checksum")


class ChunkReader(io.RawIOBase):
    """One chunk of a stream of blocks in which an empty block ends each chunk.

    Read in order, it streams. Formats that jump about (Parquet, Arrow) get it in memory, checked first.
    """

    def __init__(self, blocks: Iterator[bytes]) -> None:
        super().__init__()
        self._blocks = blocks
        self._block = b""
        self._at = self._taken = 0
        self._ended = False
        self._whole: io.BytesIO | None = None

    def readable(self) -> bool:
        """A chunk is for reading."""
        return True

    def seekable(self) -> bool:
        """Jumping about loads the chunk."""
        return True

    def tell(self) -> int:
        """Where reading goes on."""
        return self._load().tell()

    def seek(self, offset: int, whence: int = 0) -> int:
        """Jump; possible while no more than the first block was read."""
        return self._load().seek(offset, whence)

    def read(self, size: int | None = -1) -> bytes:
        """The next bytes; at most a block at a time while streaming."""
        if self._whole is not None:
            return self._whole.read(size)
        if self._at >= len(self._block):
            self._block, self._at = self._next(), 0
            self._taken += 1
        left = len(self._block) - self._at
        count = left if size is None or size < 0 else min(size, left)
        if count == len(self._block):
            self._at = count
            return self._block
        taken = self._block[self._at : self._at + count]
        self._at += count
        return taken

    def _next(self) -> bytes:
        if self._ended:
            return b""
        block = next(self._blocks, b"")
        self._ended = not block
        return block

    def skip(self) -> None:
        """Pass over what is left, so that the next chunk begins at its own first block."""
        while self._next():
            pass

    def _load(self) -> io.BytesIO:
        if self._whole is None:
            if self._taken > 1:
                raise io.UnsupportedOperation("a chunk that streams cannot jump back")
            self._whole = io.BytesIO(b"".join([self._block, *iter(self._next, b"")]))
            self._whole.seek(self._at)
        return self._whole
