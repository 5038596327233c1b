"""Making a file of the dataset: joining chunk files, or generating straight into another format.

Constant memory, every checksum verified on the way, the file visible only when it is complete. A manifest
that says what the file is and how to make it again lies beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, cast

import pyarrow as pa

from rowsmith import engine
from rowsmith.formats import formats, open_format
from rowsmith.jobs import interruption
from rowsmith.jobs.chunk import ChunkTask, parsed_plan
from rowsmith.jobs.containers import Part, container_of, write_container
from rowsmith.jobs.layout import Layout
from rowsmith.jobs.manifest import manifest_of
from rowsmith.jobs.pieces import ChunkDamaged, ChunkFile, Pieces
from rowsmith.jobs.whole import WHOLE, chunk_format, only, write_whole
from rowsmith.plan import Plan, TablePlan
from rowsmith.storage import MissingObject, Store, Stored, StoreUnavailable, open_store
from rowsmith.storage.store import put

_PASSES = 3
"""A pass finds damage, the next one joins; a store that damages faster than that is beyond help."""


@dataclass(frozen=True, slots=True)
class FileTask:
    """Everything that decides a file, and where it goes."""

    plan: str
    chunk_size: int
    format: str
    store_url: str
    key: str
    """Of the file; the manifest is `manifest.json` in the same folder."""
    options: Mapping[str, object] = field(default_factory=dict[str, object])
    schema: str = "null"
    """The schema as JSON, for the manifest."""
    table: str = ""
    chunks: tuple[ChunkFile, ...] | None = None
    """The chunk files to join; None where the format is another one and rows are generated instead."""
    tag: str = "r"


@dataclass(frozen=True, slots=True)
class FileMade:
    """A file that is in the store, and what was repaired for it."""

    key: str
    size: int
    sha256: str
    rows: int
    notes: tuple[str, ...] = ()
    repaired: tuple[ChunkFile, ...] = ()


def make_file(task: FileTask) -> FileMade:
    """Write the file and its manifest; runs in a worker."""
    plan, store = parsed_plan(task.plan), open_store(task.store_url)
    layout = Layout(plan, task.chunk_size)
    pieces = Pieces(store, {file.number: file for file in task.chunks or ()})
    stored = _stored(plan, task, layout, pieces, store)
    tables = _tables(plan, task)
    rows = sum(table.rows for table in tables)
    manifest = manifest_of(plan, task, stored, rows, pieces)
    put(store, manifest_key(task.key), manifest.encode())
    return FileMade(task.key, stored.size, stored.sha256, rows, tuple(pieces.notes), tuple(pieces.repaired))


def _stored(plan: Plan, task: FileTask, layout: Layout, pieces: Pieces, store: Store) -> Stored:
    """Write the file; where a chunk turns out to be damaged, begin again after a repair."""
    for turn in range(_PASSES):
        try:
            with store.create(task.key) as sink:
                _write(plan, task, layout, pieces, cast("BinaryIO", sink))
        except ChunkDamaged:
            example = ChunkTask(
                task.plan, layout.span(0), chunk_format(task.format), task.store_url, "", task.options
            )
            pieces.repair(layout, example, f"{task.tag}{turn}")
        else:
            return sink.stored()
    raise StoreUnavailable(f"{store.url} damages chunks faster than they can be made anew; check its disks")


def manifest_key(key: str) -> str:
    """Where the manifest of a file is."""
    return key.rpartition("/")[0] + "/manifest.json"


def read_manifest(store: Store, key: str) -> bytes | None:
    """The manifest beside a file."""
    try:
        return b"".join(store.read(manifest_key(key)))
    except MissingObject:
        return None


def _tables(plan: Plan, task: FileTask) -> list[TablePlan]:
    return [plan.table(task.table)] if task.table else list(plan.tables)


def _write(plan: Plan, task: FileTask, layout: Layout, pieces: Pieces, sink: BinaryIO) -> None:
    tables = _tables(plan, task)
    if task.format in WHOLE:
        chosen = only(plan, task.table) if task.table else plan
        write_whole(chosen, task.format, lambda table: _batches(plan, table, task, layout, pieces), sink)
        return
    parts = [Part(table.name, _writer(plan, table, task, layout, pieces)) for table in tables]
    if container_of(task.format, len(tables)) is None:
        parts[0].write(sink)
    else:
        write_container(parts, extension_of(task.format), sink)


def _batches(
    plan: Plan, table: TablePlan, task: FileTask, layout: Layout, pieces: Pieces
) -> Iterator[pa.RecordBatch]:
    """A table's rows, from its chunks where there are any."""
    if task.chunks is None:
        for batch in engine.batches(plan, plan.table(table.name), threads=1):
            interruption.check()
            yield batch
        return
    form, schema = open_format(chunk_format(task.format)), engine.table_schema(table)
    with pieces.sources(layout.numbers(table.name)) as chunks:
        for chunk in chunks:
            yield from form.read(chunk, schema)


def _writer(
    plan: Plan, table: TablePlan, task: FileTask, layout: Layout, pieces: Pieces
) -> Callable[[BinaryIO], None]:
    form, schema = open_format(task.format, task.options), engine.table_schema(table)

    def join(sink: BinaryIO) -> None:
        with pieces.sources(layout.numbers(table.name)) as chunks:
            form.join(chunks, sink, schema)

    def generate(sink: BinaryIO) -> None:
        writer = form.writer(sink, schema)
        for batch in engine.batches(plan, table, encoded=True, threads=1):
            interruption.check()
            writer.write(batch)
        writer.close()

    return generate if task.chunks is None else join


def extension_of(format: str) -> str:  # noqa: A002 - the name of this thing at every door
    """The ending of a file in a format: `csv.gz`."""
    if format in WHOLE:
        return format
    stem, _, suffix = format.partition(".")
    return formats.get(stem).extension + ("." + suffix if suffix else "")
