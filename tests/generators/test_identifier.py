"""Counters, templates, UUIDs and random codes."""

from __future__ import annotations

import re
import uuid

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.errors import InvalidInput
from rowsmith.generators import Context, Rows, Stream, semantic_types

STREAM = Stream((4, "t", "field"))
NOW = 1_767_225_600_000_000


def draw(name: str, rows: Rows, unique: bool = False, **params: object) -> list[object]:
    kind = semantic_types.get(f"identifier.{name}")
    context = Context(table=Stream((4, "t")), unique=unique, now=NOW)
    return kind(STREAM, rows, context, **kind.check(params, "x")).to_pylist()


def test_a_sequence_counts_from_anywhere() -> None:
    assert draw("sequence", Rows(10**9, 2)) == [10**9 + 1, 10**9 + 2]
    assert draw("sequence", Rows.at([5, 0]), start=100, step=-10) == [50, 100]
    with pytest.raises(InvalidInput, match="more than 64 bits"):
        draw("sequence", Rows(10, 1), start=2**63 - 5)
    with pytest.raises(InvalidInput, match="step of 0"):
        draw("sequence", Rows(0, 0), step=0)


@pytest.mark.parametrize(
    ("template", "rows", "expected"),
    [
        ("ORD-{000001}", Rows(0, 2), ["ORD-000001", "ORD-000002"]),
        ("ORD-{0998}", Rows(0, 3), ["ORD-0998", "ORD-0999", "ORD-1000"]),
        ("{8}", Rows.at([91, 0, 2, 991]), ["99", "8", "10", "999"]),
        ("№{7}é{0}", Rows(0, 1), ["№7é0"]),
        (r"\#\?{{x}}-{1}", Rows(0, 1), ["#?{x}-1"]),
        ("No. #{01}", Rows(4, 1), ["No. #05"]),
    ],
)
def test_a_template_counts(template: str, rows: Rows, expected: list[str]) -> None:
    assert draw("template", rows, template=template) == expected
    assert draw("template", rows, True, template=template) == expected


def test_a_template_starts_and_steps_as_told() -> None:
    assert draw("template", Rows(0, 2), template="A{0001}", start=500, step=5) == ["A0500", "A0505"]
    with pytest.raises(InvalidInput, match="falls below zero"):
        draw("template", Rows(0, 3), template="A{1}", step=-1)


@pytest.mark.parametrize(
    ("template", "pattern"),
    [
        ("INV-####-??", r"INV-\d{4}-[A-Z]{2}"),
        ("{digits:3}{letters:2}{lower:1}{alnum:4}{hex:6}", r"\d{3}[A-Z]{2}[a-z][A-Za-z0-9]{4}[0-9a-f]{6}"),
        ("ü##ß?", r"ü\d\dß[A-Z]"),
    ],
)
def test_a_template_has_random_symbols(template: str, pattern: str) -> None:
    values = draw("template", Rows(0, 2000), True, template=template)
    assert len(set(values)) == 2000
    assert all(re.fullmatch(pattern, str(value)) for value in values)


@pytest.mark.parametrize("template", ["{", "x}", "{word}", "{digits:0}", "{hex:9999}", "{nothing:3}"])
def test_a_template_that_is_not_understood_is_refused(template: str) -> None:
    with pytest.raises(InvalidInput, match="at position"):
        draw("template", Rows(0, 0), template=template)


def test_a_template_needs_its_text() -> None:
    with pytest.raises(InvalidInput, match="required"):
        draw("template", Rows(0, 0))


@settings(deadline=None, max_examples=30)
@given(start=st.integers(0, 10**12), count=st.integers(1, 300))
def test_ids_are_unique_and_of_their_version(start: int, count: int) -> None:
    for name, version in (("uuid", 4), ("uuid7", 7)):
        values = [uuid.UUID(str(value)) for value in draw(name, Rows(start, count))]
        assert len(set(values)) == count
        assert all(value.version == version and value.variant == uuid.RFC_4122 for value in values)


@pytest.mark.parametrize("name", ["uuid7", "ulid", "snowflake", "object_id"])
def test_ids_made_in_order_are_in_order_and_begin_now(name: str) -> None:
    values = draw(name, Rows(0, 5000))
    assert values == sorted(values)  # type: ignore[type-var]
    assert len(set(values)) == 5000
    milliseconds = NOW // 1000
    if name == "uuid7":
        assert uuid.UUID(str(values[0])).int >> 80 == milliseconds
    if name == "object_id":
        assert int(str(values[0])[:8], 16) == milliseconds // 1000
    if name == "snowflake":
        assert (int(str(values[0])) >> 22) + 1_288_834_974_657 == milliseconds


@pytest.mark.parametrize(
    ("name", "params", "pattern"),
    [
        ("ulid", {}, r"[0-7][0-9A-HJKMNP-TV-Z]{25}"),
        ("nanoid", {}, r"[A-Za-z0-9_-]{21}"),
        ("object_id", {}, r"[0-9a-f]{24}"),
        ("short_code", {"length": 5}, r"[2-9A-HJ-NP-Z]{5}"),
        ("random_digits", {"length": 9}, r"\d{9}"),
        ("alphanumeric", {"length": 12}, r"[A-Za-z0-9]{12}"),
        ("md5", {}, r"[0-9a-f]{32}"),
        ("sha1", {}, r"[0-9a-f]{40}"),
        ("sha256", {}, r"[0-9a-f]{64}"),
        ("api_key", {"prefix": "pk-"}, r"pk-[A-Za-z0-9]{24}"),
        ("pattern", {"pattern": r"[A-Z]{3}-\d{5}"}, r"[A-Z]{3}-\d{5}"),
    ],
)
def test_codes_have_their_form_and_can_be_unique(name: str, params: dict[str, object], pattern: str) -> None:
    values = draw(name, Rows(7, 3000), True, **params)
    assert len(set(values)) == 3000
    assert all(re.fullmatch(pattern, str(value)) for value in values)


def test_every_position_of_a_code_takes_every_symbol_as_often() -> None:
    values = draw("random_digits", Rows(0, 50_000), length=7)
    for place in range(7):
        seen = [sum(1 for value in values if str(value)[place] == digit) for digit in "0123456789"]
        assert sum((count - 5000) ** 2 / 5000 for count in seen) < 48  # nine degrees: one seed in 4 million


def test_no_rows_are_an_empty_column_of_text() -> None:
    for name in ("uuid", "uuid7", "ulid", "object_id", "nanoid"):
        kind = semantic_types.get(f"identifier.{name}")
        assert kind(STREAM, Rows(9, 0), Context(table=STREAM)).type == pa.string()
