"""The offline reader on requests that nobody wrote to fit it, with the scorer that came with them."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from importers import corpus_document

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
needs_corpus = pytest.mark.skipif(
    not (CORPUS / "prompts_open.jsonl").exists(),
    reason="the acceptance inputs in ../shared/corpus are not here",
)


OWN = Path(__file__).parent / "requests"


def _scored(path: Path) -> tuple[dict[str, Any], list[Any]]:
    spec = importlib.util.spec_from_file_location("score_prompts", CORPUS / "score_prompts.py")
    assert spec and spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    corpus = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    read = {item["id"]: corpus_document.read(item["prompt"]) for item in corpus}
    result, failures, _ = scorer.score(corpus, read)
    return result, failures


FLOORS = {
    "first": (0.99, 0.99),
    "second": (0.99, 0.99),
    "third": (0.99, 0.99),
    "fourth": (0.99, 0.99),
    "fifth": (0.985, 0.985),
    "sixth": (0.99, 0.99),
    "seventh": (0.98, 0.97),
}
"""What holds today (micro, macro) for the rounds of requests of our own; raise it with every rule that is mended.

At the first try, before any rule was mended for it, a round scored .928/.828, .763/.681, .950/.948, .819/.818,
.887/.827, .829/.770 and .895/.888.
"""


@needs_corpus
@pytest.mark.parametrize("path", sorted(OWN.glob("*.jsonl")), ids=lambda path: path.stem)
def test_our_own_requests_are_read_no_worse_than_before(path: Path):
    result, failures = _scored(path)
    micro, macro = FLOORS[path.stem]
    assert result["_summary"]["micro"] >= micro, failures
    assert result["_summary"]["macro"] >= macro, failures


@needs_corpus
def test_the_open_requests_are_read_as_a_reasonable_person_would_read_them():
    result, failures = _scored(CORPUS / "prompts_open.jsonl")
    summary = result["_summary"]
    assert summary["micro"] >= 0.95, failures[:20]
    assert summary["macro"] >= 0.93
    assert summary["perfect"] >= 55
    assert result["columns"]["recall"] >= 0.96
    assert result["column_precision"]["recall"] >= 0.96
    assert result["relations"]["recall"] >= 0.90
    assert result["reject"]["recall"] == 1
    assert result["warn"]["recall"] == 1
