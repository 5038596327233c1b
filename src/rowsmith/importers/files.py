"""What an importer is given, from disk: a file, or a folder of files as one archive."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from rowsmith.errors import InvalidInput
from rowsmith.schema.values import MAX_NAME

MAX_BYTES = 64_000_000
"""As much is read of what is imported; a schema needs no more of a sample either."""
MAX_FILES = 500


def read_content(path: Path) -> bytes:
    """The bytes of a file; those of a folder are an archive of its files: `read_content(Path("shop/"))`."""
    try:
        if path.is_dir():
            return _archive(path)
        with path.open("rb") as file:
            return bounded(file.read(MAX_BYTES + 1), str(path))
    except OSError as error:
        raise InvalidInput(f"cannot read {path}: {error.strerror}") from None


def bounded(content: bytes, what: str) -> bytes:
    """The content, if it is not too long."""
    if len(content) > MAX_BYTES:
        raise InvalidInput(f"{what} is larger than {MAX_BYTES:,} bytes; give a part of it")
    return content


def table_name(path: Path) -> str | None:
    """What a table is called that comes from a file: `wine` for `data/wine.csv`, `user` for `user.schema.json`."""
    stem = re.sub(r"[^\w-]+", "_", path.name.lstrip(".").partition(".")[0]).strip("_")
    return stem[:MAX_NAME] or None


def _archive(folder: Path) -> bytes:
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    if len(files) > MAX_FILES or sum(path.stat().st_size for path in files) > MAX_BYTES:
        raise InvalidInput(f"{folder} holds more than {MAX_FILES} files or {MAX_BYTES:,} bytes")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in files:
            archive.writestr(path.name, path.read_bytes())
    return packed.getvalue()
