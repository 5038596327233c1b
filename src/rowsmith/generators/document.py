"""Small documents: what applications keep in a column of JSON."""

from __future__ import annotations

import pyarrow as pa

from rowsmith import strings
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream

_SOURCES = pa.array(["web", "mobile", "api", "import", "partner"])
_THEMES = pa.array(["light", "dark", "system"])
_FLAGS = pa.array(["true", "false"])
_VERSIONS = 1_000_000


@semantic_type(
    example='{"source": "web", "theme": "dark", "version": 31, "active": true}', aliases=("json_object",)
)
def json(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A JSON object as text: `{"source": "web", "theme": "dark", "version": 31, "active": true}`."""
    version = context.index(stream, rows, _VERSIONS if context.unique else 100, "version")
    return strings.join(
        rows.count,
        '{"source": "',
        (_SOURCES, stream.below(rows, len(_SOURCES), "source")),
        '", "theme": "',
        (_THEMES, stream.below(rows, len(_THEMES), "theme")),
        '", "version": ',
        pa.array(version + 1).cast(pa.string()),
        ', "active": ',
        (_FLAGS, stream.below(rows, len(_FLAGS), "active")),
        "}",
    )
