"""Being an owner: a lease in the database that a thread renews, and a locked file that dies with the process.

Another server on any machine may take this one's work when the lease is over. One on the same machine sees at
once that the process is gone, because the lock on its file is.
"""

from __future__ import annotations

import fcntl
import logging
import secrets
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from rowsmith.errors import Unavailable
from rowsmith.jobs.repository import Owner, OwnerLost, Repository

LEASE_SECONDS = 30.0

_log = logging.getLogger(__name__)


class Ownership:
    """A process's right to work: `Ownership(repository, Path("/var/lib/rowsmith/owners"))`."""

    def __init__(self, repository: Repository, locks: Path, *, lease_seconds: float = LEASE_SECONDS) -> None:
        self._repository = repository
        self._locks = locks
        self._lease = lease_seconds
        self._host = socket.gethostname()
        self._file: IO[bytes] | None = None
        self._id: str | None = None
        self._guard = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def id(self) -> str:
        """The present id; entered when it is first needed, and anew after it was lost."""
        with self._guard:
            if self._id is None:
                self._id = self._enter()
            if self._thread is None:
                self._thread = threading.Thread(target=self._renew, name="rowsmith-lease", daemon=True)
                self._thread.start()
            return self._id

    def _enter(self) -> str:
        made = secrets.token_hex(16)
        self._locks.mkdir(parents=True, exist_ok=True)
        path = self._locks / f"{made}.lock"
        self._file = path.open("wb")
        fcntl.flock(self._file, fcntl.LOCK_EX)
        self._repository.register(Owner(made, self._host, str(path.absolute()), time.time() + self._lease))
        return made

    def _renew(self) -> None:
        while not self._stop.wait(self._lease / 6):
            with self._guard:
                mine = self._id
            if mine is None:
                continue
            try:
                kept = self._repository.renew(mine, time.time() + self._lease)
            except Unavailable as error:
                _log.warning("could not renew the lease: %s", error)
                continue
            if not kept:
                self.lost(mine)

    def lost(self, owner: str) -> None:
        """Another server took the work over; the next use of `id` begins anew."""
        with self._guard:
            if self._id == owner:
                _log.warning("another server took over this one's work; beginning anew")
                self._id = None
                self._unlock()

    def _unlock(self) -> None:
        if self._file is not None:
            with suppress(OSError):
                Path(self._file.name).unlink()
            self._file.close()
            self._file = None

    def take_over(self) -> int:
        """Free what dead servers had; how many chunks and files that was."""
        now, freed = time.time(), 0
        for other in self._repository.owners():
            if other.id == self._id:
                continue
            dead = other.host == self._host and _abandoned(other.lock)
            if dead or other.lease_until < now:
                freed += self._repository.take_over(other.id, now, dead=dead)
        return freed + self._repository.free_strays()

    def close(self) -> None:
        """Give everything back and leave."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        with self._guard:
            if self._id is not None:
                try:
                    self._repository.take_over(self._id, time.time(), dead=True)
                except (Unavailable, OwnerLost) as error:
                    _log.warning("could not give the lease back, it will run out: %s", error)
            self._id = None
            self._unlock()


def _abandoned(lock: str) -> bool:
    """Whether nobody holds the lock on this file any more."""
    try:
        with Path(lock).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            Path(lock).unlink(missing_ok=True)
            return True
    except OSError:
        return False  # held by the living, or not on a file system that we see
