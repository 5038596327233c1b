"""Systems and their guards: identifiers, hashes, keys that open nothing, events, levels."""

from __future__ import annotations

from typing import Annotated

import pyarrow as pa
from pydantic import Field

from rowsmith import strings
from rowsmith.generators import enumerations
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.spreads import bell, counted, measured, skewed, whole
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import codes

enumerations.register("security")

Precision = Annotated[int, Field(ge=0, le=9)]


@semantic_type(example="CVE-2024-38217", aliases=("cve", "vulnerability_id"))
def cve_id(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of a weakness in software: `CVE-2024-38217`."""
    year, number = codes.split(context.index(stream, rows, 12 * 90_000), 12, 90_000)
    return strings.template(
        rows.count, "CVE-", strings.digits(year + 2014, 4), "-", strings.digits(number + 10_000, 5)
    )


@semantic_type(example="6.5", aliases=("cvss_score", "vulnerability_score"))
def cvss(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 0,
    max_value: float = 10,
    precision: Precision = 1,
) -> pa.Array:
    """How serious a weakness is, from 0 to 10: `6.5`."""
    return measured(bell, stream, rows, min_value, max_value, precision)


@semantic_type(
    example="eyJhbGciOiJIUzI1NiJ9.kB4tzQ7xWm2pRv8nLd5h.Zy3cGf6jTq9sHb1wKe4a",
    aliases=("jwt_token", "auth_token", "bearer_token", "id_token"),
)
def jwt(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What looks like a signed token, with a real header: `eyJhbGciOiJIUzI1NiJ9.kB4tzQ....Zy3cGf...`."""
    body = codes.code(stream, rows, context, "eyJ%?#%?%?#%?%%?#%?%?#%.%?#%?%?#%?%%?#%?%?#%?%?#%?%")
    return strings.template(rows.count, "eyJhbGciOiJIUzI1NiJ9.", body)


@semantic_type(
    example="f3a9c81e07b24d56a1e0",
    aliases=("session", "session_token", "sid", "session_key", "correlation_id"),
)
def session_id(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The identifier of a session: `f3a9c81e07b24d56a1e0`."""
    return codes.code_text(stream, rows, context, "^^^^^^^^^^^^^^^^^^^^")


@semantic_type(example="dev-4f9a7c2e81b0", aliases=("hardware_id", "client_id", "machine_id"))
def device_id(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The identifier of a device: `dev-4f9a7c2e81b0`."""
    return codes.code_text(stream, rows, context, "dev-^^^^^^^^^^^^")


@semantic_type(
    example="142",
    aliases=("response_time", "latency_ms", "latency", "duration_ms", "elapsed_ms", "request_duration"),
)
def response_time_ms(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 2, max_value: int = 4000
) -> pa.Array:
    """How long an answer took, in milliseconds: `142`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(
    example="18432",
    aliases=("bytes_sent", "response_size", "file_size", "size_bytes", "file_size_bytes", "content_length"),
)
def bytes_(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 64, max_value: int = 5000000
) -> pa.Array:
    """A number of bytes: `18432`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="4821", aliases=("pid",))
def process_id(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 300, max_value: int = 65535
) -> pa.Array:
    """The number of a process: `4821`."""
    return pa.array(whole(stream, rows, min_value, max_value))


@semantic_type(example="37.5", aliases=("fraud_score", "threat_score", "anomaly_score"))
def risk_score(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 0,
    max_value: float = 100,
    precision: Precision = 1,
) -> pa.Array:
    """How risky something looks, from 0 to 100: `37.5`."""
    return measured(skewed, stream, rows, min_value, max_value, precision)


@semantic_type(
    example="2",
    aliases=(
        "login_attempts",
        "retry_count",
        "retries",
    ),
)
def failed_attempts(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 10
) -> pa.Array:
    """How often something was tried in vain: `2`."""
    return counted(stream, rows, min_value, max_value)
