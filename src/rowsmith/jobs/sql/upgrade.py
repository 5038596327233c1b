"""Bringing a database to the present schema when a server starts."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from rowsmith.errors import Conflict
from rowsmith.jobs.sql.database import Database

HEAD = "0003"
"""The newest migration; a test compares it with the folder's."""

_LOCK = 7_046_129_338


class DatabaseTooNew(Conflict):
    """The database was made by a newer Rowsmith."""


def upgrade(database: Database) -> None:
    """Apply what is missing, one process at a time; a database that is up to date costs one query."""
    with database.read() as connection:
        if _version(connection) == HEAD:
            return
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", "rowsmith.jobs:migrations")
    with database.write() as connection:
        if database.backend == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        found = _version(connection)
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise DatabaseTooNew(
                f"the database has version {found}, this Rowsmith knows {HEAD}; "
                "install the newer Rowsmith again"
            ) from error


def _version(connection: Connection) -> str | None:
    if "alembic_version" not in inspect(connection).get_table_names():
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
