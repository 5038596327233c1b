"""Logs, set up by the doors only: JSON or console lines with request id, tenant and job, and no secrets."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog

REDACTED = "[redacted]"

_SECRET_NAMES = re.compile(
    r"authorization|api[-_]?key|secret|password|token$|cookie|signature|prompt|user_input|body|content$",
    re.IGNORECASE,
)
_SECRET_TEXTS = (
    re.compile(r"rsk_[A-Za-z0-9_-]{6,}"),
    re.compile(r"(?<=[?&]signature=)[^&\s\"']+"),
    re.compile(r"(?i)(?<=bearer )[A-Za-z0-9._~+/=-]{8,}"),
    re.compile(r"(?i)(?<=[?&]key=)[^&\s\"']+"),
    re.compile(r"AIza[A-Za-z0-9_-]{20,}"),
    re.compile(r"\bsk-[A-Za-z0-9_-]{16,}"),
    re.compile(r"(?<=://)[^/@\s:]+:[^/@\s]+(?=@)"),
)
_known: set[str] = set()


def hide(*secrets: str) -> None:
    """Keep these exact texts out of every log line from now on."""
    _known.update(secret for secret in secrets if len(secret) >= 6)


def redact(text: str) -> str:
    """A text without keys: `redact("Bearer rsk_abcdef123")` is `Bearer [redacted]`."""
    for secret in _known:
        text = text.replace(secret, REDACTED)
    for pattern in _SECRET_TEXTS:
        text = pattern.sub(REDACTED, text)
    return text


def configure_logs(form: Literal["auto", "json", "console"], level: str) -> None:
    """Send all logs, the libraries' included, through one pipeline to standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _trace,
        _redact_event,
    ]
    console = form == "console" or (form == "auto" and sys.stderr.isatty())
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if console
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)  # libraries at lower levels would print what users sent: SQL, addresses
    for name in ("rowsmith", "uvicorn", "alembic.runtime.migration"):
        logging.getLogger(name).setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers[:] = []
        logger.propagate = name != "uvicorn.access"  # we write our own line for each request


_TELLING = (OSError, ImportError, AttributeError, TypeError, AssertionError)
"""Exceptions whose messages speak of us; those of others may quote what a user sent."""


def _trace(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace an exception by where it happened, without values."""
    found = event.pop("exc_info", None)
    error = found[1] if isinstance(found, tuple) else found
    if found is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        event["exception"] = type(error).__name__ + (f": {error}" if isinstance(error, _TELLING) else "")
        event["trace"] = "\n".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    return event


def _redact_event(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for name, value in event.items():
        if _SECRET_NAMES.search(name):
            event[name] = REDACTED
        elif isinstance(value, str):
            event[name] = redact(value)
        elif isinstance(value, (dict, list, tuple)):
            event[name] = redact(repr(value))
    return event
