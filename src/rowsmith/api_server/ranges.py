"""A file as an HTTP answer: parts of it, none of it when the client has it, and its name in any script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote

from starlette.concurrency import iterate_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response, StreamingResponse

from rowsmith.api_server.problems import Refused

_RANGE = re.compile(r"bytes=(\d{0,19})-(\d{0,19})", re.IGNORECASE)

Read = Callable[[int, int], Iterator[bytes]]
"""Gives the bytes of a range, a block at a time."""


def file_answer(
    headers: Headers, *, read: Read | None, size: int, sha256: str, name: str, media_type: str
) -> Response:
    """200 with the file, 206 with a part, 304 without either, or a 416; for HEAD, `read` is None."""
    etag = f'"{sha256}"'
    shown = {
        "accept-ranges": "bytes",
        "etag": etag,
        "cache-control": "private, no-cache",
        "content-disposition": disposition(name),
    }
    if _has_it(headers.get("if-none-match"), etag):
        return Response(status_code=304, headers=shown)
    start, stop, status = 0, size, 200
    wanted = _wanted(headers, etag, size)
    if wanted is not None:
        start, stop, status = *wanted, 206
        shown["content-range"] = f"bytes {start}-{stop - 1}/{size}"
    shown["content-length"] = str(stop - start)
    if read is None or stop == start:
        return _Bare(status_code=status, headers=shown, media_type=media_type)
    return StreamingResponse(
        iterate_in_threadpool(read(start, stop)), status_code=status, headers=shown, media_type=media_type
    )


class _Bare(Response):
    """Headers of a body that is not sent."""

    def init_headers(self, headers: Mapping[str, str] | None = None) -> None:
        """Keep the length that the headers say."""
        said = dict(headers or {})
        super().init_headers({name: value for name, value in said.items() if name != "content-length"})
        self.headers["content-length"] = said.get("content-length", "0")


def disposition(name: str) -> str:
    """`attachment; filename="re_u.csv"; filename*=UTF-8''re%C3%A7u.csv` for `reçu.csv`."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    exact = "" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}"
    return f'attachment; filename="{plain}"{exact}'


def _has_it(if_none_match: str | None, etag: str) -> bool:
    if if_none_match is None:
        return False
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return "*" in tags or etag in tags


def _wanted(headers: Headers, etag: str, size: int) -> tuple[int, int] | None:
    """The range asked for; None for none, for several, and for what is no range: all of the file then."""
    said = _RANGE.fullmatch(headers.get("range", "").strip())
    if said is None or said.groups() == ("", "") or headers.get("if-range", etag) != etag:
        return None
    first, last = said.groups()
    if first and last and int(first) > int(last):
        return None
    start = int(first) if first else max(0, size - int(last))
    stop = min(size, int(last) + 1) if first and last else size
    if start >= stop:
        raise Refused(
            416, f"the file has {size:,} bytes; there is no such range", {"content-range": f"bytes */{size}"}
        )
    return start, stop
