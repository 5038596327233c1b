"""JSON lines: one object a line."""

from __future__ import annotations

import pyarrow as pa

from rowsmith.formats.format import Format, Options, formats
from rowsmith.formats.json_read import read_lines
from rowsmith.formats.json_text import object_pieces
from rowsmith.formats.pieces import assemble, bytes_of
from rowsmith.formats.text import TextFormat


def _render(batch: pa.RecordBatch, schema: pa.Schema) -> pa.Buffer:
    lines = assemble(batch.num_rows, [*object_pieces(batch.columns, list(schema)), "\n"])
    return pa.py_buffer(bytes_of(lines))


def _open(_: Options) -> TextFormat:
    return TextFormat(render=_render, parse=read_lines)


formats.add(
    "jsonl",
    Format(
        name="jsonl",
        media_type="application/x-ndjson",
        description="One JSON object a line, for streaming, logs and language models.",
        open=_open,
        extensions=("jsonl", "ndjson"),
    ),
)
