"""Paid answers as objects of a store: written once, read by every worker and server, never overwritten."""

from __future__ import annotations

from rowsmith.storage import MissingObject, ObjectExists, open_store


class StoreAnswers:
    """`StoreAnswers("file:///var/lib/rowsmith/files", "jobs/5b1c.../text")`."""

    def __init__(self, store_url: str, prefix: str) -> None:
        self._store = open_store(store_url)
        self._prefix = prefix

    def get(self, key: str) -> str | None:
        """The kept answer."""
        try:
            return b"".join(self._store.read(f"{self._prefix}/{key}")).decode()
        except MissingObject:
            return None

    def put(self, key: str, text: str) -> None:
        """Keep an answer; where another was faster, that one stays."""
        try:
            with self._store.create(f"{self._prefix}/{key}") as sink:
                sink.write(text.encode())
        except ObjectExists:
            return


def disk_answers() -> StoreAnswers:
    """The answers of this user's own runs, in the cache folder."""
    from rowsmith.cache import folder

    return StoreAnswers((folder().absolute() / "models").as_uri(), "text")
