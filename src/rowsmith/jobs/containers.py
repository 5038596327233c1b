"""Several tables in one file: a zip with one member per table."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Literal

from rowsmith.jobs.whole import WHOLE

_THE_TIME = (2026, 1, 1, 0, 0, 0)
"""Every member has the same time, so that the same dataset makes the same bytes."""

_PACKED = (".gz", ".zst", "parquet", "arrow")


@dataclass(frozen=True, slots=True)
class Part:
    """One table, and how its file is written."""

    name: str
    write: Callable[[BinaryIO], None]


def container_of(format: str, tables: int) -> Literal["zip"] | None:  # noqa: A002 - as at every door
    """What holds so many tables in this format; None where the file itself does."""
    return None if tables == 1 or format in WHOLE else "zip"


def write_container(parts: Sequence[Part], extension: str, sink: BinaryIO) -> None:
    """Write a zip in constant memory; members that are packed already are stored as they are."""
    how = zipfile.ZIP_STORED if extension.endswith(_PACKED) else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(sink, "w", compression=how, compresslevel=2) as archive:
        for name, part in zip(member_names([part.name for part in parts]), parts, strict=True):
            info = zipfile.ZipInfo(f"{name}.{extension}", _THE_TIME)
            info.compress_type, info.external_attr = how, 0o644 << 16
            with archive.open(info, "w", force_zip64=True) as member:
                part.write(member)  # type: ignore[arg-type]  # a zip's member is a binary file


def member_names(names: Sequence[str]) -> list[str]:
    """File names for tables, safe in every unpacker: `["users", "a_b", "a_b-2"]` for users, a/b and a:b."""
    found: list[str] = []
    for name in names:
        plain = safe_name(name)
        count = sum(1 for other in found if other == plain or other.startswith(f"{plain}-"))
        found.append(f"{plain}-{count + 1}" if plain in found else plain)
    return found


def safe_name(name: str) -> str:
    """A name that is a file name everywhere: no separators, no leading dots, at most 100 characters."""
    plain = re.sub(r"[^\w.\- ]", "_", name).strip(". ")[:100]
    return plain or "data"
