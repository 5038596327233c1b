"""File formats: each writes a file or a chunk of one, joins chunks, and reads back."""

from rowsmith.formats.atomic import atomic
from rowsmith.formats.format import (
    Format,
    OpenFormat,
    Options,
    Writer,
    format_names,
    format_of,
    formats,
    open_format,
)

__all__ = [
    "Format",
    "OpenFormat",
    "Options",
    "Writer",
    "atomic",
    "format_names",
    "format_of",
    "formats",
    "open_format",
]
