"""Schemas that were extracted and may be named in later calls, so that nobody has to repeat a long one.

A draft's name is a hash of its content. Drafts live in memory: they spare tokens, they keep nothing.
"""

from __future__ import annotations

import json
import re
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from rowsmith.errors import InvalidInput, Issue
from rowsmith.schema.receipt import ReceiptClause

_PREFIX = "rowsmith://drafts/"
_URI = re.compile(re.escape(_PREFIX) + r"([0-9a-f]{16})")


class Drafts:
    """The last few hundred drafts: `uri = drafts.keep("acme", schema)`, later `drafts.get("acme", uri)`."""

    def __init__(self, capacity: int = 256) -> None:
        self._capacity = capacity
        self._kept: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._receipts: dict[tuple[str, str], list[ReceiptClause]] = {}
        self._guard = threading.Lock()

    def keep(self, tenant: str, schema: Mapping[str, Any], receipt: Sequence[ReceiptClause] = ()) -> str:
        """Remember a schema; answers with the name to use for it: `rowsmith://drafts/6f1d...`."""
        text = json.dumps(schema, ensure_ascii=False, sort_keys=False)
        name = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        with self._guard:
            self._kept[tenant, name] = text
            self._kept.move_to_end((tenant, name))
            self._receipts[tenant, name] = list(receipt)
            while len(self._kept) > self._capacity:
                gone, _ = self._kept.popitem(last=False)
                self._receipts.pop(gone, None)
        return _PREFIX + name

    def receipt(self, tenant: str, uri: object) -> list[ReceiptClause] | None:
        """The clauses that a draft was read from; None where there is no such draft, or none of its clauses."""
        found = _URI.fullmatch(uri) if isinstance(uri, str) else None
        with self._guard:
            return (self._receipts.get((tenant, found[1])) if found else None) or None

    def get(self, tenant: str, uri: str) -> dict[str, Any]:
        """The schema of a name; raises `InvalidInput` for any other text."""
        found = _URI.fullmatch(uri)
        with self._guard:
            text = self._kept.get((tenant, found[1])) if found else None
        if text is None:
            shown = uri if len(uri) <= 80 else uri[:77] + "..."
            raise InvalidInput.of(
                [
                    Issue(
                        "schema",
                        "unknown_draft",
                        f"{shown!r} is no schema and no draft that is still known; "
                        "give the schema as a JSON object, or call extract_schema again",
                    )
                ]
            )
        return json.loads(text)
