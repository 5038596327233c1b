"""The receipt of a job: its finished file measured against the schema and the clauses it was made from."""

from __future__ import annotations

import tempfile
import threading
from collections import OrderedDict
from pathlib import Path

from rowsmith.jobs.job import Documents
from rowsmith.jobs.merge import extension_of
from rowsmith.jobs.repository import DataFile
from rowsmith.plan import Plan
from rowsmith.schema.job import JobSpecificationInput
from rowsmith.schema.receipt import Receipt
from rowsmith.storage import Store

MEASURED_ROWS = 5_000_000
"""A server measures no larger dataset while somebody waits; `rowsmith verify FILE --report` does."""
_KEPT = 64


class Receipts:
    """Measured receipts; the last few are remembered, for the same file always gives the same one."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], Receipt] = OrderedDict()
        self._guard = threading.Lock()

    def of(self, file: DataFile, documents: Documents, store: Store) -> Receipt | None:
        """The receipt of a finished file; None where it is too large to be measured here."""
        if file.rows > MEASURED_ROWS or file.key is None or file.table:
            return None
        name = (file.id, file.sha256 or "")
        with self._guard:
            found = self._kept.get(name)
        if found is None:
            found = _measured(file, documents, store)
            with self._guard:
                self._kept[name] = found
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return found


def _measured(file: DataFile, documents: Documents, store: Store) -> Receipt:
    from rowsmith.quality.receipt import Asked, measure
    from rowsmith.quality.warehouse import files_of

    plan = Plan.from_json(documents.plan)
    specification = JobSpecificationInput.model_validate_json(documents.spec)
    ending = extension_of(file.format)
    if len(plan.tables) > 1 and ending not in ("duckdb", "sqlite", "xlsx"):
        ending = "zip"
    with tempfile.TemporaryDirectory(prefix="rowsmith-receipt-") as folder:
        path = Path(folder) / f"data.{ending}"
        with path.open("wb") as sink:
            for block in store.read(file.key or ""):
                sink.write(block)
        asked = Asked(specification.total_rows, specification.output_format, plan.seed, file.format)
        clauses = specification.receipt or []
        return measure(specification.data_schema, plan, files_of(plan, [path]), clauses, asked)
