"""Generated rows into real databases, all constraints on."""

from __future__ import annotations

import datetime
import decimal
import json
import sqlite3
from typing import Any

from rowsmith import engine
from rowsmith.plan import compile_plan
from rowsmith.schema import DataSchema


def into_sqlite(script: str, schema: DataSchema, rows: int) -> int:
    """Load every table and check every key; the number of rows."""
    base = sqlite3.connect(":memory:", isolation_level=None)
    base.executescript(script)
    base.execute("PRAGMA foreign_keys=OFF")  # the tables come in any order; every key is checked at the end
    total = 0
    for name, columns, lines in tables(schema, rows):
        stored = {row[1].lower() for row in base.execute(f'PRAGMA table_xinfo("{name}")') if row[6] == 0}
        kept = [at for at, column in enumerate(columns) if column.lower() in stored]
        listed = ", ".join(f'"{columns[at]}"' for at in kept)
        marks = ", ".join("?" * len(kept))
        base.execute("BEGIN")
        base.executemany(
            f'INSERT INTO "{name}" ({listed}) VALUES ({marks})',
            [[_plain(line[at]) for at in kept] for line in lines],
        )
        base.execute("COMMIT")
        total += len(lines)
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    return total


def into_postgres(url: str, script: str, schema: DataSchema, rows: int) -> int:
    """Load every table with its checks, then switch its keys on and check them all; the number of rows."""
    import psycopg
    from psycopg.types.json import Jsonb

    total = 0
    with psycopg.connect(url, autocommit=True) as base:
        base.execute(script)
        places = dict(base.execute(
            "SELECT relname, nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE relkind IN ('r', 'p') AND nspname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall())  # fmt: skip
        keys = base.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE contype = 'f' AND conparentid = 0"
        ).fetchall()
        for table, name, _ in keys:
            base.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for name, columns, lines in tables(schema, rows):
            made = base.execute(
                "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = %s::regclass "
                "AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
                [f'"{places[name]}"."{name}"'],
            ).fetchall()
            types = dict(made)
            kept = [at for at, column in enumerate(columns) if column in types]
            listed = ", ".join(f'"{columns[at]}"' for at in kept)
            marks = ", ".join(f"%s::{types[columns[at]]}" for at in kept)
            with base.cursor() as cursor:
                cursor.executemany(
                    f'INSERT INTO "{places[name]}"."{name}" ({listed}) VALUES ({marks})',
                    [[Jsonb(v) if isinstance(v := line[at], dict) else v for at in kept] for line in lines],
                )
            total += len(lines)
        for table, name, definition in keys:
            base.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    return total


def tables(schema: DataSchema, rows: int) -> list[tuple[str, list[str], list[list[Any]]]]:
    """(name, columns, rows) of every table."""
    plan = compile_plan(schema, rows=rows, seed=11)
    made = []
    for table in plan.tables:
        batch = engine.generate(plan, table, 0, table.rows)
        made.append((table.name, batch.schema.names, [list(row.values()) for row in batch.to_pylist()]))
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return float(value)
    return json.dumps(value) if isinstance(value, list | dict) else value
