"""What a format is, and how one is found by name (`csv.gz`) or by file name (`users.csv.gz`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO, Protocol

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, ValidationError

from rowsmith.errors import InvalidInput, Issue
from rowsmith.formats.compression import compressions
from rowsmith.formats.text import CompressedText, TextFormat
from rowsmith.registry import Registry


class Options(BaseModel):
    """What a user may set about a format; each format derives its own, with a default for everything."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Writer(Protocol):
    """Writes batches to a sink. `close` completes the content; the sink stays open and is its owner's."""

    def write(self, batch: pa.RecordBatch) -> None:
        """Write the rows of one batch, of any size."""
        ...

    def close(self) -> None:
        """Write what is still held back."""
        ...


class OpenFormat(Protocol):
    """A format with its options settled.

    Schemas are Arrow's. Columns may arrive as `string` or as `dictionary<int32, string>` wherever the schema
    says either. A field with the metadata `{b"rowsmith": b"json"}` holds JSON text.
    """

    def writer(self, sink: BinaryIO, schema: pa.Schema) -> Writer:
        """Write one whole file; its bytes do not depend on how the rows are split into batches."""
        ...

    def chunk(self, sink: BinaryIO, schema: pa.Schema) -> Writer:
        """Write a part made to be joined; its bytes do not depend on where in the whole it begins."""
        ...

    def join(self, chunks: Iterable[BinaryIO], sink: BinaryIO, schema: pa.Schema) -> None:
        """Make one whole file from its chunks in order, in constant memory; none or empty ones are fine."""
        ...

    def read(self, source: BinaryIO, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """The rows of a file that this format wrote, in the types of `schema`."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """One entry of the catalogue of formats."""

    name: str
    media_type: str
    description: str
    open: Callable[[Any], OpenFormat]
    """Settle the options: given a checked instance of `options`, return the operations."""
    options: type[Options] = Options
    extensions: tuple[str, ...] = ()
    """The endings of its files, the one that we write first; the name itself where there are none."""

    @property
    def extension(self) -> str:
        """The ending of the files we write, without a dot: `jsonl`."""
        return (self.extensions or (self.name,))[0]


formats: Registry[Format] = Registry("format", package="rowsmith.formats", group="rowsmith.formats")


def open_format(name: str, options: Mapping[str, object] | None = None) -> OpenFormat:
    """The format called `csv`, `csv.gz`, `jsonl.zst`, `parquet`, ..., with its options checked."""
    stem, _, suffix = name.partition(".")
    entry = formats.get(stem)
    try:
        settled = entry.options.model_validate(dict(options or {}))
    except ValidationError as error:
        known = ", ".join(entry.options.model_fields) or "none"
        raise InvalidInput.of(
            Issue(
                ".".join(["format_options", *map(str, item["loc"])]),
                str(item["type"]),
                f"{entry.name} has no such option; it has {known}"
                if item["type"] == "extra_forbidden"
                else item["msg"],
            )
            for item in error.errors(include_url=False, include_context=False)
        ) from None
    opened = entry.open(settled)
    if not suffix:
        return opened
    if suffix not in compressions:
        raise InvalidInput(f"unknown compression {suffix!r} in {name!r}; use {' or '.join(compressions)}")
    if not isinstance(opened, TextFormat):
        raise InvalidInput(f"{stem} compresses its own columns; ask for {stem!r} and set its option `codec`")
    return CompressedText(opened, compressions[suffix])


def format_of(path: str | PurePath) -> str:
    """The format that a file name asks for: `csv.gz` for `out/Users.CSV.gz`, `jsonl` for `a.ndjson`."""
    *_, ending, suffix = ["", "", *PurePath(path).name.lower().split(".")]
    if suffix not in compressions:
        ending, suffix = suffix, ""
    named = ending != PurePath(path).name.lower()
    if named and ending in formats and formats.get(ending).extension == ending:
        return ending + ("." + suffix if suffix else "")  # found without importing the other formats
    known = {extension: entry.name for entry in formats for extension in entry.extensions or (entry.name,)}
    if ending not in known or not named:
        raise InvalidInput(
            f"the file name {PurePath(path).name!r} does not tell its format; end it in one of "
            f"{', '.join('.' + extension for extension in sorted(known))}, or name the format"
        )
    return known[ending] + ("." + suffix if suffix else "")


def format_names() -> list[str]:
    """Every name that `open_format` takes: `["arrow", "csv", "csv.gz", "csv.zst", "json", ...]`."""
    names: list[str] = []
    for entry in formats:
        names.append(entry.name)
        if isinstance(entry.open(entry.options()), TextFormat):
            names += [f"{entry.name}.{suffix}" for suffix in compressions]
    return names
