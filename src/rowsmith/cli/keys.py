"""`rowsmith keys`: the API keys of the HTTP service."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rowsmith.api_server.keys import ApiKey
    from rowsmith.api_server.records import SqlKeys


@click.group()
def command() -> None:
    """Make, list and revoke the API keys of the HTTP service; they are kept as hashes in its database."""


@command.command()
@click.argument("tenant")
@click.option("--name", default="", help="What the key is for, e.g. `nightly build`.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(["read", "write", "admin"]),
    help="What it may do (default: read and write); may be repeated.",
)
@click.option("--days", type=float, help="Days until it expires (default: never).")
def create(tenant: str, name: str, scopes: tuple[str, ...], days: float | None) -> None:
    """Make a key for TENANT and print it. It cannot be shown again."""
    from rowsmith.api_server.keys import create_key

    with _records() as records:
        key, text = create_key(records, tenant, name=name, scopes=scopes or ("read", "write"), days=days)
    click.echo(
        f"key {key.id} for {key.tenant} ({', '.join(key.scopes)}); keep it, it is shown only now", err=True
    )
    click.echo(text)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """List all keys, without their secrets."""
    with _records() as records:
        keys = records.all()
    if as_json:
        click.echo(json.dumps([_shown(key) for key in keys], indent=2, ensure_ascii=False))
        return
    for key in keys:
        state = "revoked" if key.revoked_at else f"expires {_when(key.expires_at) or 'never'}"
        used = f"last used {_when(key.last_used_at) or 'never'}"
        line = f"{key.id}  {key.tenant}  {'+'.join(key.scopes)}  {state}  {used}  {key.name}"
        click.echo(line.rstrip())


def _shown(key: ApiKey) -> dict[str, object]:
    times = ("created_at", "expires_at", "last_used_at", "revoked_at")
    plain = {"id": key.id, "tenant": key.tenant, "name": key.name, "scopes": list(key.scopes)}
    return {**plain, **{name: _when(getattr(key, name)) for name in times}}


@command.command()
@click.argument("key_id")
def revoke(key_id: str) -> None:
    """Make a key useless, within seconds on every server."""
    from rowsmith.api_server.keys import revoke_key

    with _records() as records:
        revoke_key(records, key_id)
    click.echo(f"key {key_id} is revoked", err=True)


@contextmanager
def _records() -> Generator[SqlKeys]:
    from rowsmith.api_server.records import SqlKeys
    from rowsmith.api_server.settings import load_settings
    from rowsmith.jobs.sql.database import Database
    from rowsmith.jobs.sql.upgrade import upgrade

    database = Database(load_settings().jobs_config().database)
    try:
        upgrade(database)
        yield SqlKeys(database)
    finally:
        database.close()


def _when(seconds: float | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
