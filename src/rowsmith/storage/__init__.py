"""Where files are kept: `open_store("file:///var/lib/rowsmith")`, `memory://`, `s3://`, `gs://`, `az://`."""

from rowsmith.storage.open import open_store
from rowsmith.storage.store import (
    MissingObject,
    ObjectExists,
    Sink,
    Store,
    Stored,
    StoreFull,
    StoreUnavailable,
)

__all__ = [
    "MissingObject",
    "ObjectExists",
    "Sink",
    "Store",
    "StoreFull",
    "StoreUnavailable",
    "Stored",
    "open_store",
]
