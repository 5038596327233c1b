"""Objects in memory, S3, Google Cloud Storage and Azure, by way of obstore.

Small objects go up in one request that refuses a taken key. Large ones go up in parts, which no store can
make conditional: their keys are unique by themselves, and a look beforehand catches a mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeVar

from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    PermissionDeniedError,
    PreconditionError,
    UnauthenticatedError,
)

from rowsmith.storage.store import (
    BLOCK,
    MissingObject,
    ObjectExists,
    Sink,
    Stored,
    StoreUnavailable,
    checked_key,
)

if TYPE_CHECKING:
    from obstore import WritableFile
    from obstore.store import ObjectStore

T = TypeVar("T")

_WHOLE = 16 << 20
"""Objects up to this size go up in one request."""

_PART = 8 << 20


class ObjectsStore:
    """A bucket, or memory: `ObjectsStore(MemoryStore(), "memory://", shared=False)`."""

    def __init__(self, objects: ObjectStore, url: str, *, shared: bool, signer: bool = False) -> None:
        self._objects = objects
        self._signer = signer
        self.url = url
        self.shared = shared

    @contextmanager
    def create(self, key: str) -> Generator[Sink]:
        """Write a new object."""
        sink = _ObjectSink(self, checked_key(key))
        yield sink
        sink.publish()

    def put_whole(self, key: str, content: bytes) -> None:
        """Put a small object if its key is free."""
        self.call(key, lambda: self._objects.put(key, content, mode="create", use_multipart=False))

    def open_parts(self, key: str) -> WritableFile:
        """Begin a large object."""
        import obstore

        try:
            self.head(key)
        except MissingObject:
            return self.call(key, lambda: obstore.open_writer(self._objects, key, buffer_size=_PART))
        raise ObjectExists(key)

    def read(self, key: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The bytes of a range, as they arrive."""
        checked_key(key)
        if stop is not None and stop <= start:
            self.head(key)
            return
        wanted: Any = {"range": (start, stop)} if stop is not None else {"range": {"offset": start}}
        found = self.call(key, lambda: self._objects.get(key, options=wanted if start or stop else {}))
        blocks = found.stream(min_chunk_size=BLOCK).__iter__()
        while (block := self.call(key, lambda: next(blocks, None))) is not None:
            yield bytes(block)

    def head(self, key: str) -> Stored:
        """Look an object up."""
        found = self.call(key, lambda: self._objects.head(checked_key(key)))
        return Stored(key, found["size"], modified=found["last_modified"].timestamp())

    def list(self, prefix: str = "") -> Iterator[Stored]:
        """Every object of a folder."""
        pages = iter(self._objects.list(prefix or None, chunk_size=1000))  # pyright: ignore[reportUnknownMemberType]  # its Arrow variant has no types
        while page := self.call(prefix, lambda: next(pages, None)):
            for item in page:
                yield Stored(item["path"], item["size"], modified=item["last_modified"].timestamp())

    def delete(self, keys: Iterable[str]) -> None:
        """Remove objects, a thousand at a time."""
        left = [checked_key(key) for key in keys]
        for at in range(0, len(left), 1000):
            try:
                self.call("", lambda at=at: self._objects.delete(left[at : at + 1000]))
            except MissingObject:
                for key in left[at : at + 1000]:
                    self._delete_one(key)

    def _delete_one(self, key: str) -> None:
        try:
            self.call(key, lambda: self._objects.delete(key))
        except MissingObject:
            return

    def sign(self, key: str, seconds: int) -> str | None:
        """A signed link to the store itself, where it has such links."""
        if not self._signer:
            return None
        import obstore

        objects: Any = self._objects
        return self.call(key, lambda: obstore.sign(objects, "GET", key, timedelta(seconds=seconds)))

    def sweep(self, before: float) -> int:  # noqa: ARG002 - the seam's signature
        """Unfinished uploads of a bucket are removed by its own lifecycle rule."""
        return 0

    def call(self, key: str, action: Callable[[], T]) -> T:
        """Run one operation and tell its failure in our own words."""
        try:
            return action()
        except FileNotFoundError:
            raise MissingObject(key) from None
        except (AlreadyExistsError, PreconditionError):
            raise ObjectExists(key) from None
        except (UnauthenticatedError, PermissionDeniedError) as error:
            raise StoreUnavailable(
                f"{self.url} refuses our credentials; check them and the bucket"
            ) from error
        except (BaseError, OSError) as error:
            reason = str(error).strip().splitlines()
            raise StoreUnavailable(f"cannot use {self.url}: {reason[0] if reason else error!r}") from error


class _ObjectSink(Sink):
    def __init__(self, store: ObjectsStore, key: str) -> None:
        super().__init__(key)
        self._store = store
        self._whole = BytesIO()
        self._parts: WritableFile | None = None

    def _put(self, view: memoryview) -> None:
        if self._parts is None and self.size + len(view) <= _WHOLE:
            self._whole.write(view)
            return
        if self._parts is None:
            self._parts = self._store.open_parts(self.key)
            self._write(self._parts, self._whole.getvalue())
            self._whole = BytesIO()
        self._write(self._parts, bytes(view))

    def _write(self, parts: WritableFile, content: bytes) -> None:
        self._store.call(self.key, lambda: parts.write(content))

    def publish(self) -> None:
        """Make the object visible. Where this is not reached, an upload in parts is never completed."""
        parts = self._parts
        if parts is None:
            self._store.put_whole(self.key, self._whole.getvalue())
        else:
            self._store.call(self.key, parts.close)
