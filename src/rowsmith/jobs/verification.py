"""Checking a manifest: is the file the one that was made, and does the plan still make the same chunks?"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BufferedIOBase
from pathlib import Path
from typing import Any, BinaryIO, cast

from rowsmith.errors import InvalidInput
from rowsmith.jobs.chunk import write_span
from rowsmith.jobs.layout import Layout
from rowsmith.jobs.manifest import FORMAT, library_versions
from rowsmith.jobs.whole import chunk_format
from rowsmith.plan import Plan

CHUNKS = 3
"""Chunks that are made again unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked: `Finding("chunk 17", True, "100,000 rows of users made again: the same")`."""

    what: str
    holds: bool
    detail: str


def read_manifest_text(text: str) -> Mapping[str, Any] | None:
    """A manifest as a mapping; None where the text is something else."""
    try:
        document = json.loads(text)
    except ValueError:
        return None
    return document if isinstance(document, dict) and "manifest" in document and "plan" in document else None


def verify_manifest(
    manifest: Mapping[str, Any], data: Path | None, chunks: int = CHUNKS, draw: random.Random | None = None
) -> list[Finding]:
    """Check the plan, the data file where there is one, and some chunks drawn at random."""
    if manifest["manifest"] != FORMAT:
        raise InvalidInput(f"the manifest has format {manifest['manifest']!r}; this version reads {FORMAT}")
    plan = Plan.from_json(json.dumps(manifest["plan"]))
    found = [_compared("plan", plan.hash, manifest["plan_hash"], "its hash")]
    if data is not None:
        found.append(_compared(data.name, _file_hash(data), manifest["file"]["sha256"], "its SHA-256"))
    recorded = manifest["chunks"]
    chosen = (draw or random.SystemRandom()).sample(recorded, min(chunks, len(recorded)))
    layout = Layout(plan, manifest["chunk_size"])
    form, options = chunk_format(manifest["file"]["format"]), manifest["file"]["options"]
    found += [_made_again(plan, layout, form, options, chunk) for chunk in chosen]
    if any(not finding.holds for finding in found):
        found += _other_versions(manifest["versions"])
    return found


def _compared(what: str, now: str, then: str, of: str) -> Finding:
    same = now == then
    return Finding(what, same, f"{of} is {'as recorded' if same else f'{now}, recorded is {then}'}")


def _made_again(
    plan: Plan, layout: Layout, form: str, options: Mapping[str, object], chunk: Mapping[str, Any]
) -> Finding:
    span, sink = layout.span(chunk["number"]), _Hashing()
    write_span(plan, span, form, options, cast("BinaryIO", sink))
    same = sink.digest.hexdigest() == chunk["sha256"]
    rows = f"{span.rows:,} rows of {span.table} made again"
    return Finding(f"chunk {span.number}", same, f"{rows}: {'the same' if same else 'not what was recorded'}")


def _other_versions(then: Mapping[str, str]) -> list[Finding]:
    now = library_versions()
    return [
        Finding(name, True, f"then {version}, now {now.get(name)}: this may be the reason")
        for name, version in then.items()
        if now.get(name) != version
    ]


def _file_hash(path: Path) -> str:
    with path.open("rb") as file:
        digest = sha256()
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


class _Hashing(BufferedIOBase):
    """A sink that keeps nothing but the checksum."""

    def __init__(self) -> None:
        super().__init__()
        self.digest = sha256()

    def writable(self) -> bool:
        """A sink is for writing."""
        return True

    def write(self, data: Any) -> int:
        """Take the bytes of any buffer."""
        view = memoryview(data).cast("B")
        self.digest.update(view)
        return len(view)
