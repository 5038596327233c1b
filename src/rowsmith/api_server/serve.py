"""Running the service with uvicorn: its logs through ours, its signals to those who must hear of them."""

from __future__ import annotations

import socket
from types import FrameType

import structlog
import uvicorn
from fastapi import FastAPI

from rowsmith.api_server.app import create_app
from rowsmith.api_server.protocol import Protocol
from rowsmith.api_server.settings import ServerSettings
from rowsmith.telemetry import configure_logs, hide

_IDLE_SECONDS = 30
_HEADER_BYTES = 32_768


def serve(settings: ServerSettings) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    configure_logs(settings.log_format, settings.log_level)
    hide(*secrets_of(settings))
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=Protocol,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        proxy_headers=True,
        forwarded_allow_ips=settings.forwarded_allow_ips,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=settings.shutdown_seconds,
        h11_max_incomplete_event_size=_HEADER_BYTES,
    )
    Server(config, app).run()


class Server(uvicorn.Server):
    """Tells the app of a signal at once: uvicorn itself waits for open streams first."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say where the server listens."""
        await super().startup(sockets)
        for server in self.servers:
            for listening in server.sockets:
                host, port = listening.getsockname()[:2]
                shown = f"[{host}]" if ":" in host else host
                structlog.get_logger().info("listening", address=f"http://{shown}:{port}")

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop."""
        services = getattr(self._app.state, "services", None)
        if services is not None:
            services.loop.call_soon_threadsafe(services.stopping.begin)
        super().handle_exit(sig, frame)


def secrets_of(settings: ServerSettings) -> list[str]:
    """Every secret in the settings, to be kept out of the logs."""
    found = [settings.link_secret.get_secret_value()]
    found += [entry.partition("=")[2].strip() for entry in settings.api_keys.get_secret_value().split(",")]
    if settings.gemini_api_key is not None:
        found.append(settings.gemini_api_key.get_secret_value())
    return [secret for secret in found if secret]
