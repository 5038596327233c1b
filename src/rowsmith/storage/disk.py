"""Objects as files in a folder.

A file is written under a temporary name, forced to the disk, linked to its key and its folder forced to the
disk too: after a power cut it is there whole or not at all. Linking, unlike renaming, refuses a taken name.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from rowsmith.storage.store import BLOCK, MissingObject, ObjectExists, Sink, Stored, checked_key, translated

_UNFINISHED = ".unfinished"


class DiskStore:
    """A store in a folder of this machine: `DiskStore(Path("/var/lib/rowsmith/files"))`."""

    shared = True

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        try:
            (self.root / _UNFINISHED).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise translated(error, str(root)) from error

    @property
    def url(self) -> str:
        """`file:///var/lib/rowsmith/files`."""
        return self.root.as_uri()

    def path(self, key: str) -> Path:
        """Where an object is, for readers that want a real file."""
        return self.root / checked_key(key)

    @contextmanager
    def create(self, key: str) -> Generator[Sink]:
        """Write a new object."""
        path, draft = self.path(key), self.root / _UNFINISHED / secrets.token_hex(16)
        try:
            with draft.open("xb", buffering=0) as file:
                sink = _FileSink(key, file)
                yield sink
                os.fsync(file.fileno())
            self._publish(draft, path, key)
        except OSError as error:
            raise translated(error, str(self.root)) from error
        finally:
            with suppress(OSError):
                draft.unlink()

    def _publish(self, draft: Path, path: Path, key: str) -> None:
        made = [folder for folder in path.parents if folder != self.root and self.root in folder.parents]
        new = [folder for folder in made if not folder.exists()]
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(draft, path)
        except FileExistsError:
            raise ObjectExists(key) from None
        for folder in [path.parent, *(item.parent for item in new)]:
            _force(folder)

    def read(self, key: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The bytes of a range."""
        try:
            with self.path(key).open("rb", buffering=0) as file:
                file.seek(start)
                left = max(0, stop - start) if stop is not None else None
                while block := file.read(BLOCK if left is None else min(BLOCK, left)):
                    yield block
                    left = None if left is None else left - len(block)
        except FileNotFoundError:
            raise MissingObject(key) from None
        except OSError as error:
            raise translated(error, str(self.root)) from error

    def head(self, key: str) -> Stored:
        """Look an object up."""
        try:
            found = self.path(key).stat()
        except (FileNotFoundError, NotADirectoryError):
            raise MissingObject(key) from None
        except OSError as error:
            raise translated(error, str(self.root)) from error
        return Stored(key, found.st_size, modified=found.st_mtime)

    def list(self, prefix: str = "") -> Iterator[Stored]:
        """Every object of a folder, in the order of their keys."""
        top = self.path(prefix) if prefix else self.root
        for folder, folders, names in os.walk(top):
            folders[:] = sorted(name for name in folders if name != _UNFINISHED)
            for name in sorted(names):
                path = Path(folder, name)
                with suppress(FileNotFoundError):  # deleted by another process while we walk
                    found = path.stat()
                    yield Stored(path.relative_to(self.root).as_posix(), found.st_size, "", found.st_mtime)

    def delete(self, keys: Iterable[str]) -> None:
        """Remove objects and the folders that become empty."""
        for key in keys:
            path = self.path(key)
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise translated(error, str(self.root)) from error
            for folder in path.parents:
                if folder == self.root:
                    break
                try:
                    folder.rmdir()
                except OSError:
                    break

    def sign(self, key: str, seconds: int) -> str | None:  # noqa: ARG002 - the seam's signature
        """A disk has no links of its own; the doors sign theirs."""
        return None

    def sweep(self, before: float) -> int:
        """Remove the drafts of processes that were killed."""
        count = 0
        for draft in (self.root / _UNFINISHED).iterdir():
            with suppress(FileNotFoundError):
                if draft.stat().st_mtime < before:
                    draft.unlink()
                    count += 1
        return count


class _FileSink(Sink):
    def __init__(self, key: str, file: BinaryIO) -> None:
        super().__init__(key)
        self._target = file

    def _put(self, view: memoryview) -> None:
        while view:
            view = view[self._target.write(view) :]


def _force(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
