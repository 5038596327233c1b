"""Hearing of changes, whichever process made them.

This process's own changes are heard at once. Others' are heard on SQLite by a look at `PRAGMA data_version`
(four microseconds) twenty times a second, on PostgreSQL by LISTEN, with a look each second as a fallback.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import make_url

from rowsmith.jobs.sql.database import CHANNEL, Database

if TYPE_CHECKING:
    from psycopg import Connection

_POLL_SECONDS = 0.05
_FALLBACK_SECONDS = 1.0

_log = logging.getLogger(__name__)


class Watch:
    """Counts changes: `seen = watch.wait(seen, 5.0)` returns at a newer one, or when the time is over."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._count = 0
        self._changed = threading.Condition()
        self._listeners: list[Callable[[], None]] = []
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        database.on_change(self.touch)

    @property
    def count(self) -> int:
        """The number of changes so far."""
        return self._count

    def touch(self) -> None:
        """Something changed."""
        with self._changed:
            self._count += 1
            self._changed.notify_all()
            listeners = list(self._listeners)
        for listener in listeners:
            listener()

    def wait(self, seen: int, seconds: float) -> int:
        """Wait for a change after `seen`; returns the present number."""
        self.start()
        with self._changed:
            self._changed.wait_for(lambda: self._count != seen or self._stop.is_set(), seconds)
            return self._count

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each change, from any thread; returns how to end that."""
        self.start()
        with self._changed:
            self._listeners.append(listener)

        def end() -> None:
            with self._changed:
                self._listeners.remove(listener)

        return end

    def start(self) -> None:
        """Begin to listen to other processes."""
        with self._changed:
            if self._thread is None and not self._stop.is_set():
                listen = self._listen if self._database.backend == "postgresql" else self._poll
                self._thread = threading.Thread(target=listen, name="rowsmith-watch", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Stop listening and wake everybody."""
        self._stop.set()
        with self._changed:
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _poll(self) -> None:
        path = make_url(self._database.url).database
        if not path:
            return  # memory has no other processes
        connection = sqlite3.connect(path, check_same_thread=False)
        connection.execute("PRAGMA busy_timeout=1000")
        last = None
        try:
            while not self._stop.wait(_POLL_SECONDS):
                try:
                    now = connection.execute("PRAGMA data_version").fetchone()[0]
                except sqlite3.OperationalError:
                    continue  # locked for a moment; the next look tells
                if now != last:
                    last = now
                    self.touch()
        finally:
            connection.close()

    def _listen(self) -> None:
        import psycopg

        address = make_url(self._database.url).set(drivername="postgresql")
        while not self._stop.is_set():
            try:
                with psycopg.connect(
                    address.render_as_string(hide_password=False), autocommit=True
                ) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self._hear(connection)
            except psycopg.Error as error:
                _log.warning("listening to the database failed, looking each second instead: %s", error)
                self._stop.wait(_FALLBACK_SECONDS)
                self.touch()

    def _hear(self, connection: Connection[Any]) -> None:
        looked = time.monotonic()
        while not self._stop.is_set():
            for _ in connection.notifies(timeout=0.2, stop_after=1):
                self.touch()
            if time.monotonic() - looked > _FALLBACK_SECONDS:
                looked = time.monotonic()
                self.touch()
