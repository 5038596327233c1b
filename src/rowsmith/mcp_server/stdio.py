"""`rowsmith mcp`: the server on standard input and output, for a client that starts it.

Standard output carries the protocol and nothing else; it ends when the client closes the other end, and
takes its workers with it. Jobs that are not finished go on when it is started again.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

import anyio
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage

from rowsmith.jobs.manager import JobManager
from rowsmith.mcp_server.desk import Desk
from rowsmith.mcp_server.server import RowsmithServer, build_server
from rowsmith.settings import Settings
from rowsmith.telemetry import configure_logs

_DRAIN_SECONDS = 0.5
"""Clients wait about two seconds for us to end; chunks that are cut off are made again."""


class Opening:
    """A JobManager that opens in the background, so that the handshake need not wait for the database."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._ready: Future[JobManager] = Future()
        threading.Thread(target=self._open, name="rowsmith-opening", daemon=True).start()

    def _open(self) -> None:
        try:
            manager = JobManager(self._settings.jobs_config())
            manager.start()
        except Exception as error:  # noqa: BLE001 - whoever asks for the manager is told
            self._ready.set_exception(error)
        else:
            self._ready.set_result(manager)

    def manager(self) -> JobManager:
        """The manager; raises what went wrong when it was opened."""
        return self._ready.result()

    def close(self) -> None:
        """Let running chunks have a moment, then end."""
        with suppress(Exception):  # it was told to whoever asked for the manager
            self._ready.result().close(_DRAIN_SECONDS)


def serve(settings: Settings) -> None:
    """Serve one client until it closes our input."""
    configure_logs(settings.log_format, settings.log_level)
    opening, leaving = Opening(settings), threading.Event()
    server = build_server(Desk(jobs=opening.manager, shares_disk=True, leaving=leaving.is_set))
    try:
        anyio.run(_serve, server, leaving)
    finally:
        opening.close()


async def _serve(server: RowsmithServer, leaving: threading.Event) -> None:
    async with stdio_server() as (received, sent), anyio.create_task_group() as group:
        relay, inbox = anyio.create_memory_object_stream[SessionMessage | Exception](0)

        async def pass_on(source: Any = received) -> None:
            async with relay:
                async for message in source:
                    await relay.send(message)
                leaving.set()  # before the server hears of it and cancels what still runs

        group.start_soon(pass_on)
        await server.serve_streams(inbox, sent)
        group.cancel_scope.cancel()
