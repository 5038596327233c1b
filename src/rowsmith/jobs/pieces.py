"""A job's chunk files as the merge reads them: every byte is checked, and what is wrong is made anew."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import BinaryIO, cast

from rowsmith.errors import Conflict
from rowsmith.jobs import interruption
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

    def sources(self, numbers: range) -> Iterator[BinaryIO]:
        """The chunks as files that raise `ChunkDamaged` where one is not what it was."""
        for number in numbers:
            interruption.check()
            yield cast("BinaryIO", CheckedChunk(self._store, self.files[number]))

    def repair(self, layout: Layout, task: ChunkTask, tag: str) -> None:
        """Look at every chunk, and make anew those that are wrong: a chunk is a function of the plan."""
        for number, file in sorted(self.files.items()):
            interruption.check()
            damage = self._damage(file)
            if damage is not None:
                made = make_chunk(replace(task, span=layout.span(number), key=f"{file.key}-{tag}"))
                anew = ChunkFile(number, made.key, made.size, made.sha256)
                self.files[number] = anew
                self.repaired.append(anew)
                self.notes.append(_told(damage, same=made.sha256 == file.sha256))

    def _damage(self, file: ChunkFile) -> ChunkDamaged | None:
        source = CheckedChunk(self._store, file)
        try:
            while source.read(1 << 20):
                interruption.check()
        except ChunkDamaged as damage:
            return damage
        return None


def _told(damage: ChunkDamaged, *, same: bool) -> str:
    if same:
        return f"{damage.message}; it was made anew and is exactly as before"
    return f"{damage.message}; it was made anew with the same rows, encoded by another version of a library"


class CheckedChunk(io.RawIOBase):
    """A chunk file whose end is only reached if all of it was right.

    Read in order, it streams. Formats that jump about (Parquet, Arrow) get it in memory, checked first.
    """

    def __init__(self, store: Store, file: ChunkFile) -> None:
        super().__init__()
        self._file = file
        self._store = store
        self._blocks = store.read(file.key)
        self._sha = sha256()
        self._size = 0
        self._rest = memoryview(b"")
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
        """Jump."""
        return self._load().seek(offset, whence)

    def read(self, size: int | None = -1) -> bytes:
        """The next bytes; at most a block at a time while streaming."""
        if self._whole is not None:
            return self._whole.read(size)
        if not self._rest:
            self._rest = memoryview(self._next())
        count = len(self._rest) if size is None or size < 0 else min(size, len(self._rest))
        taken, self._rest = bytes(self._rest[:count]), self._rest[count:]
        return taken

    def _next(self) -> bytes:
        try:
            block = next(self._blocks, b"")
        except MissingObject:
            raise ChunkDamaged(self._file.number, "its file is missing") from None
        self._sha.update(block)
        self._size += len(block)
        if not block or self._size >= self._file.size:
            self._check(ended=not block)
        return block

    def _check(self, *, ended: bool) -> None:
        if self._size != self._file.size:
            what = f"its file has {self._size:,} bytes instead of {self._file.size:,}"
            raise ChunkDamaged(self._file.number, what if ended else what.replace("has", "has at least"))
        if self._sha.hexdigest() != self._file.sha256:
            raise ChunkDamaged(self._file.number, "its file does not match its checksum")

    def _load(self) -> io.BytesIO:
        if self._whole is None:
            fresh = CheckedChunk(self._store, self._file)
            self._whole = io.BytesIO(b"".join(iter(fresh._next, b"")))
        return self._whole
