"""The mode of a job: its own, or that of its schema."""

from __future__ import annotations

from typing import Any

import pytest

from rowsmith.jobs.creation import compiled
from rowsmith.schema.job import JobSpecificationInput


@pytest.mark.parametrize(
    ("said", "mode", "covered"),
    [("realistic", None, False), ("coverage", None, True), ("realistic", "coverage", True),
     ("coverage", "realistic", False)],
)  # fmt: skip
def test_a_job_covers_where_it_or_its_schema_asks_for_it(said: str, mode: str | None, covered: bool) -> None:
    schema: dict[str, Any] = {"mode": said, "fields": [{"name": "plan", "weights": {"free": 1, "pro": 9}}]}
    asked = {"schema": schema, "total_rows": 10, "mode": mode, "seed": 7}
    plan = compiled(JobSpecificationInput.model_validate(asked))
    assert bool(plan.table().covers) is covered
