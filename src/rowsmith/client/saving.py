"""A download on its way to a file: what is there, what is missing, and whether it is right at the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from rowsmith.errors import Unavailable

Progress = Callable[[int, int], None]
"""Called with the bytes that are there and the bytes in all."""


class Saving:
    """The state of one download.

    What is there is kept beside the target under a name with the file's checksum, so that a later try
    goes on with it, and never with a part of another file.
    """

    def __init__(
        self, headers: Mapping[str, str], output: str | Path | None, progress: Progress | None
    ) -> None:
        self.etag = headers["etag"]
        self.checksum = self.etag.strip('"')
        self.size = int(headers["content-length"])
        self.path = Path(output) if output is not None else Path(_name(headers["content-disposition"]))
        self.part = self.path.with_name(f".{self.path.name}.{self.checksum[:16]}.part")
        self._progress = progress

    @property
    def have(self) -> int:
        """Bytes that are there already."""
        return min(self.part.stat().st_size, self.size) if self.part.exists() else 0

    def headers(self) -> dict[str, str]:
        """What to ask for: the rest, if the file is still the same."""
        return {"Range": f"bytes={self.have}-", "If-Range": self.etag} if self.have else {}

    def open(self, status: int) -> BinaryIO:
        """The part, to be written on; from its beginning where the server sends everything."""
        return self.part.open("ab" if status == 206 else "wb")

    def wrote(self, file: BinaryIO) -> None:
        """Tell how far it is."""
        if self._progress is not None:
            self._progress(file.tell(), self.size)

    def finish(self) -> Path:
        """Check every byte and put the file in its place."""
        digest = sha256()
        with self.part.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
        if digest.hexdigest() != self.checksum:
            self.part.unlink()
            raise Unavailable(f"the download of {self.path.name} arrived damaged and was removed; try again")
        self.part.replace(self.path)
        return self.path


def _name(disposition: str) -> str:
    from urllib.parse import unquote

    exact = re.search(r"filename\*=UTF-8''([^;]+)", disposition)
    plain = re.search(r'filename="([^"]+)"', disposition)
    name = unquote(exact[1]) if exact else plain[1] if plain else "dataset"
    return re.sub(r"[/\\\0]", "_", name).lstrip(".") or "dataset"
