"""A file appears under its name complete or not at all."""

from __future__ import annotations

import errno
import io
import os
import secrets
import stat
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

from rowsmith.errors import InvalidInput, RowsmithError, Unavailable

_BUFFER = 1 << 20
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_WRONG = {
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EROFS: "the file system is read-only",
    errno.ENOENT: "its folder does not exist; create it first",
    errno.ENOTDIR: "a part of its path is a file, not a folder",
    errno.EISDIR: "it is a folder; name a file in it",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EINVAL: "the file system does not allow this name",
    errno.ELOOP: "its links go round in a circle",
}


class DiskFull(Unavailable):
    """There is no room left for the file."""


class CannotWrite(InvalidInput):
    """A path that no file can be written to."""


@contextmanager
def atomic(path: str | os.PathLike[str]) -> Generator[BinaryIO]:
    """Write to a temporary name beside `path`, then rename; on any error nothing is left behind.

    `with atomic("users.csv") as sink: ...`. Devices and pipes are written to directly.
    """
    target = Path(path)
    with _translated(target):
        target = target.resolve()
        mode = target.stat().st_mode if target.exists() else None
        if mode is not None and stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, "is a folder", str(target))
    if mode is not None and not stat.S_ISREG(mode):
        with io.BufferedWriter(_Sink(target, "w", target), _BUFFER) as sink:
            yield cast("BinaryIO", sink)
        return
    partial = target.with_name(f".{target.name[:100]}.{secrets.token_hex(6)}.partial")
    sink = io.BufferedWriter(_Sink(partial, "x", target), _BUFFER)
    try:
        yield cast("BinaryIO", sink)
        sink.flush()
        with _translated(target):
            if mode is not None:
                os.fchmod(sink.fileno(), stat.S_IMODE(mode))
            os.fsync(sink.fileno())
            sink.close()
            partial.replace(target)
            _sync_folder(target.parent)
    except BaseException:
        with suppress(OSError, RowsmithError):  # closing flushes, which fails again on a full disk
            sink.close()
        partial.unlink(missing_ok=True)
        raise


class _Sink(io.FileIO):
    """A file whose failures are Rowsmith's own errors, whoever is writing to it."""

    def __init__(self, path: Path, mode: str, target: Path) -> None:
        self._target = target
        with _translated(target):
            super().__init__(path, mode)

    def write(self, data: Any, /) -> int:
        with _translated(self._target):
            return super().write(data)


@contextmanager
def _translated(target: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull(
                f"no room left on the disk while writing {str(target)!r}; free some and try again"
            ) from error
        if error.errno in _WRONG:
            raise CannotWrite(f"cannot write {str(target)!r}: {_WRONG[error.errno]}") from error
        raise Unavailable(f"writing {str(target)!r} failed: {error.strerror or error}") from error
    except ValueError as error:
        raise CannotWrite(f"cannot write {str(target)!r}: {error}") from error


def _sync_folder(folder: Path) -> None:
    """The rename itself must reach the disk; some file systems cannot be asked for it."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
