"""What a store is: objects that are written once, read in ranges, listed and deleted.

Nothing is ever changed in place. An object appears under its key when it is complete, or not at all, and a
key that is taken stays as it is. Keys are made by `rowsmith.storage.keys`, never from what a user typed.
"""

from __future__ import annotations

import errno
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO, Protocol

from rowsmith.errors import Conflict, NotFound, Unavailable

BLOCK = 1 << 20

_KEY = re.compile(r"[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*")


class MissingObject(NotFound):
    """There is no object under this key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the store has no object {key!r}")


class ObjectExists(Conflict):
    """The key is taken; objects are never overwritten."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the store already has an object {key!r}, and objects are never overwritten")


class StoreUnavailable(Unavailable):
    """The store cannot be reached or refuses to work."""


class StoreFull(StoreUnavailable):
    """There is no room left."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A complete object: `Stored("3f.../chunks/000000001-1-9c2e", 1048576, "ab12...", 1767225600.0)`."""

    key: str
    size: int
    sha256: str = ""
    """The checksum computed while it was written; empty where an object was only looked up."""
    modified: float = 0.0


class Sink(io.RawIOBase):
    """Takes the bytes of one object and keeps their number and checksum."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.size = 0
        self._sha = sha256()
        self._target: BinaryIO = io.BytesIO()

    def writable(self) -> bool:
        """A sink is for writing."""
        return True

    def write(self, data: object) -> int:
        """Take the bytes of any buffer."""
        view = memoryview(data).cast("B")  # type: ignore[arg-type]  # typeshed has no name for a buffer in 3.11
        self._sha.update(view)
        self._put(view)
        self.size += len(view)
        return len(view)

    def _put(self, view: memoryview) -> None:
        raise NotImplementedError

    def stored(self) -> Stored:
        """What has been written."""
        return Stored(self.key, self.size, self._sha.hexdigest())


class Store(Protocol):
    """A place for objects."""

    @property
    def url(self) -> str:
        """Opens the same store in another process."""
        ...

    @property
    def shared(self) -> bool:
        """Whether other processes see the same objects."""
        ...

    def create(self, key: str) -> AbstractContextManager[Sink]:
        """Write a new object: it appears when the block ends, and not at all when the block raises."""
        ...

    def read(self, key: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to `stop`, a block at a time."""
        ...

    def head(self, key: str) -> Stored:
        """The size and age of an object; raises `MissingObject`."""
        ...

    def list(self, prefix: str = "") -> Iterator[Stored]:
        """Every object whose key begins with the folder `prefix`."""
        ...

    def delete(self, keys: Iterable[str]) -> None:
        """Remove objects; those that are gone already are fine."""
        ...

    def sign(self, key: str, seconds: int) -> str | None:
        """A link that works for so long without further keys; None where the store has no such thing."""
        ...

    def sweep(self, before: float) -> int:
        """Remove what unfinished writes of before that moment left behind; returns how many there were."""
        ...


class Reader(io.RawIOBase):
    """A file object over a store's blocks."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        super().__init__()
        self._blocks = blocks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """A reader is for reading."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer with the next bytes; 0 at the end."""
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._rest = memoryview(block)
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # any writable buffer
        count = min(len(view), len(self._rest))
        view[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def put(store: Store, key: str, content: bytes) -> Stored:
    """Write a small object at once."""
    with store.create(key) as sink:
        sink.write(content)
    return sink.stored()


def checked_key(key: str) -> str:
    """The key itself; one that we did not make is a programming error."""
    if not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} is no key of ours")
    return key


def translated(error: OSError, where: str) -> StoreUnavailable:
    """An operating system's error as ours; a full disk says so."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StoreFull(f"no space left in {where}: {error.strerror}; make room and retry")
    return StoreUnavailable(f"cannot use {where}: {error.strerror or error}")
