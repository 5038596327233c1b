"""`open_store(url)`: the store behind a URL, opened once per process."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from rowsmith.errors import InvalidInput
from rowsmith.storage.store import Store

_SIGNERS = ("s3", "gs", "az")


@lru_cache(maxsize=64)
def open_store(url: str) -> Store:
    """The store at `file:///folder`, `memory://name`, `s3://bucket/folder`, `gs://...` or `az://...`.

    Two calls with one URL give one store, so `memory://a` is the same everywhere in a process. Clouds take
    their credentials from their own environment variables (`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL`, ...).
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        from rowsmith.storage.disk import DiskStore

        return DiskStore(Path(unquote(parts.path)))
    if parts.scheme == "memory":
        from obstore.store import MemoryStore

        from rowsmith.storage.objects import ObjectsStore

        return ObjectsStore(MemoryStore(), url, shared=False)
    if parts.scheme in _SIGNERS and parts.netloc:
        from obstore.store import from_url

        from rowsmith.storage.objects import ObjectsStore

        return ObjectsStore(from_url(url, **_options(parts.scheme)), url, shared=True, signer=True)
    raise InvalidInput(
        f"{url!r} is no store; use file:///folder, memory://, s3://bucket/folder, gs://bucket/folder or az://..."
    )


def _options(scheme: str) -> dict[str, Any]:
    """Plain HTTP is allowed for an S3 endpoint that was named so, and refused everywhere else."""
    endpoint = os.environ.get("AWS_ENDPOINT_URL", "")
    plain = scheme == "s3" and endpoint.startswith("http://")
    return {"client_options": {"allow_http": True, "timeout": "60s"}} if plain else {}
