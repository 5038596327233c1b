"""The connection to SQLite or PostgreSQL: short transactions, one SQLite writer at a time, clear errors."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from rowsmith.errors import InvalidInput
from rowsmith.jobs.repository import DatabaseUnavailable

BUSY_SECONDS = 10.0
"""How long a write waits for another process's lock on a SQLite file."""

CHANNEL = "rowsmith"


class Database:
    """`Database("sqlite:////var/lib/rowsmith/rowsmith.db")`, `Database("postgresql://...")`, or `sqlite://`."""

    def __init__(self, url: str, *, busy_seconds: float = BUSY_SECONDS) -> None:
        parsed = make_url(url)
        self.backend = parsed.get_backend_name()
        self.url = url
        self._busy = busy_seconds
        self._one_writer = threading.Lock()
        self._listeners: list[Callable[[], None]] = []
        self._in_memory = self.backend == "sqlite" and not parsed.database
        if self.backend == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
            self.engine = create_engine(parsed, pool_size=8, max_overflow=24, pool_pre_ping=True)
        elif self.backend == "sqlite":
            self.engine = self._sqlite(parsed.database, busy_seconds)
        else:
            raise InvalidInput(
                f"{self.backend!r} is no database of ours; use sqlite:///FILE or postgresql://..."
            )

    def _sqlite(self, path: str | None, busy_seconds: float) -> Engine:
        if path:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        options: dict[str, Any] = (
            {"poolclass": StaticPool} if self._in_memory else {"pool_size": 8, "max_overflow": 56}
        )
        engine = create_engine(
            f"sqlite:///{path or ''}",
            connect_args={"check_same_thread": False, "timeout": busy_seconds},
            **options,
        )

        def prepare(connection: Any, _: object) -> None:
            connection.isolation_level = None  # we say BEGIN ourselves
            for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
                connection.execute(f"PRAGMA {pragma}").close()

        def begin(connection: Connection) -> None:
            write = connection.get_execution_options().get("write")
            connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

        event.listen(engine, "connect", prepare)
        event.listen(engine, "begin", begin)
        return engine

    @contextmanager
    def read(self) -> Generator[Connection]:
        """A transaction that only looks."""
        with (
            self._told(),
            self._alone(self._in_memory),
            self.engine.connect() as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def write(self) -> Generator[Connection]:
        """A transaction that changes something; listeners on PostgreSQL hear of it when it is committed."""
        with self._told(), self._alone(self.backend == "sqlite"), self.engine.connect() as plain:
            connection = plain.execution_options(write=True)
            with connection.begin():
                yield connection
                if self.backend == "postgresql":
                    connection.execute(text(f"NOTIFY {CHANNEL}"))
        for listener in self._listeners:
            listener()

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each change that this process makes."""
        self._listeners.append(listener)

    @contextmanager
    def _alone(self, needed: bool) -> Generator[None]:
        """One thread at a time, in the order they came, where SQLite would make them poll."""
        if not needed:
            yield
            return
        if not self._one_writer.acquire(timeout=self._busy):
            raise DatabaseUnavailable(_locked(self._busy))
        try:
            yield
        finally:
            self._one_writer.release()

    @contextmanager
    def _told(self) -> Generator[None]:
        try:
            yield
        except OperationalError as error:
            reason = str(error.orig)
            if "locked" in reason:
                raise DatabaseUnavailable(_locked(self._busy)) from error
            raise DatabaseUnavailable(f"the database does not answer: {reason.splitlines()[0]}") from error
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            raise DatabaseUnavailable("the connection to the database was lost; try again") from error
        except SQLAlchemyError as error:
            if type(error).__name__ != "TimeoutError":
                raise
            raise DatabaseUnavailable("all connections to the database are busy; try again") from error

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _locked(seconds: float) -> str:
    return f"the database was locked by another process for more than {seconds:.0f} s; try again later"
