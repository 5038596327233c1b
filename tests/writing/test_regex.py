"""Patterns: every string made matches, and unique ones are all the strings there are."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rowsmith.errors import InvalidInput
from rowsmith.generators import Context, Rows, Stream
from rowsmith.sampling.context import MAX_SPACE
from rowsmith.writing.regex import compiled

STREAM = Stream((2, "t", "code"))


def draw(
    pattern: str, rows: Rows, unique: bool = False, low: int | None = None, high: int | None = None
) -> list[str]:
    context = Context(table=Stream((2, "t")), unique=unique)
    return compiled(pattern, low, high).draw(STREAM, rows, context).to_pylist()


ATOMS = st.sampled_from(
    ["a", "b", "ab", r"\d", "[ab]", "[^a-y]", r"\.", "é", "[x-z_]", r"\w", "", r"[\d-]", "c"]
)


def composed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    wrapped = st.builds(str.format, st.sampled_from(["({})", "(?:{})"]), inner)
    quantifier = st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "{1,}", "{,2}", "??", "+?"])
    return st.one_of(
        st.lists(inner, min_size=2, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map("|".join).map("(?:{})".format),
        st.builds(str.__add__, wrapped, quantifier),
        wrapped,
    )


PATTERNS = st.recursive(ATOMS, composed, max_leaves=6)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.filter_too_much])
@given(pattern=PATTERNS, rows=st.lists(st.integers(0, 10**12), max_size=20))
def test_every_string_matches_and_rows_stand_alone(pattern: str, rows: list[int]) -> None:
    try:
        whole = draw(pattern, Rows(0, 60))
    except InvalidInput as error:
        assert "too large" in error.message
        return
    assert all(re.fullmatch(pattern, value) for value in whole)
    assert all(compiled(pattern).matches(value) for value in whole)
    assert draw(pattern, Rows(17, 20)) == whole[17:37]
    assert draw(pattern, Rows.at(rows)) == [draw(pattern, Rows(row, 1))[0] for row in rows]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.filter_too_much])
@given(pattern=PATTERNS, low=st.none() | st.integers(0, 4), high=st.none() | st.integers(0, 6))
def test_unique_strings_are_all_the_strings_once(pattern: str, low: int | None, high: int | None) -> None:
    try:
        ready = compiled(pattern, low, high)
    except InvalidInput:
        assume(False)
    count = min(ready.capacity, 3000)
    values = draw(pattern, Rows(0, count), True, low, high)
    assert len(set(values)) == count
    assert all(re.fullmatch(pattern, value) for value in values)
    assert all((low or 0) <= len(value) <= (1000 if high is None else high) for value in values)
    if ready.capacity < 3000:
        with pytest.raises(InvalidInput, match="unique values"):
            draw(pattern, Rows(count, 1), True, low, high)


def test_the_strings_of_a_finite_pattern_are_known() -> None:
    assert set(draw("[ab](c|dd)?|a[bc]", Rows(0, 7), True)) == {"a", "b", "ac", "bc", "add", "bdd", "ab"}
    assert compiled("(a|ab)(c|bcd)?").capacity == 6
    assert compiled("(a|b|ab)*", None, 3).capacity == 15


@pytest.mark.parametrize(
    "pattern",
    [r"\w{10,40}", r"[a-f0-9]{64}", "([a-z]{30}|0{30})", "(a|b){200}c", "[α-ω]{20}", r"(\d|[a-z]{60}){2}"],
)
def test_more_strings_than_can_be_numbered_are_unique_all_the_same(pattern: str) -> None:
    ready = compiled(pattern)
    assert 2**34 < ready.capacity <= MAX_SPACE
    values = draw(pattern, Rows(10**9, 3_000), True)
    assert len(set(values)) == 3_000
    assert all(re.fullmatch(pattern, value) for value in values)
    assert draw(pattern, Rows.at([10**9 + 7, 10**9]), True) == [values[7], values[0]]
    assert values[0] != values[1][: len(values[0])]


def test_each_length_and_each_string_of_it_comes_as_often() -> None:
    values = draw("a|[bc]{2}", Rows(0, 40_000))
    seen = {value: values.count(value) for value in set(values)}
    assert abs(seen["a"] - 20_000) < 550
    assert all(abs(seen[value] - 5_000) < 350 for value in ("bb", "bc", "cb", "cc"))


def test_endless_repeats_follow_the_lengths_asked() -> None:
    assert {len(value) for value in draw("[a-z]+", Rows(0, 500))} == set(range(1, 10))
    assert {len(value) for value in draw("[a-z]+", Rows(0, 500), low=20, high=22)} == {20, 21, 22}
    assert {len(value) for value in draw("[a-z]+", Rows(0, 500), high=3)} == {1, 2, 3}
    assert max(len(value) for value in draw("[a-z]*", Rows(0, 500), low=30)) == 46


def test_a_whole_value_is_matched_with_endless_repeats() -> None:
    assert compiled("(a+)+b").matches("a" * 5000 + "b")
    assert not compiled("(a+)+b").matches("a" * 5000)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(?=a)b", "look-ahead .* at position 0"),
        ("a(?<!b)", "look-behind .* at position 1"),
        (r"(a)\1", "reference back .* at position 3"),
        ("(?P<x>a)(?P=x)", "reference back .* at position 8"),
        (r"\bfoo\b", "word boundary .* at position 0"),
        ("a^b", r"anchor \^ inside .* at position 1"),
        ("a$b", r"anchor \$ inside .* at position 1"),
        ("(^a)+", r"anchor \^ inside"),
        ("a(", "group without its end at position 1"),
        ("a)", "closing parenthesis .* at position 1"),
        ("[a", "class without its end at position 0"),
        ("[^ -~]", "class without characters"),
        ("[z-a]", "range z-a"),
        ("a**", "quantifier after a quantifier"),
        ("*a", "quantifier with nothing before"),
        ("a{3,2}", r"\{3,2\}"),
        ("a\\", "the end at position 2"),
        (r"\p{L}", r"escape \\p"),
        ("[[:alpha:]]", "POSIX class"),
        ("(?m)a", "group"),
        (r"\ud800", "surrogate"),
        ("(" * 60 + ")" * 60, "nesting"),
        ("a{99999}", "repeats"),
        ("(x{1,1000}){1,1000}", "too large"),
        ("(.*a.{14})", "too large"),
        ("((a{1,10}){1,10}){1,30}", "too large"),
        ("(?:(?:a{0,50}){0,50})", "too large"),
        (".{0,3000}", "too large"),
    ],
)
def test_what_cannot_be_made_is_refused_by_name(pattern: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        compiled(pattern)


@pytest.mark.parametrize(("pattern", "low", "high"), [("[a-z]{3}", 4, None), ("a{2,3}", 4, 9), ("a*", 3, 2)])
def test_lengths_that_no_string_has_are_refused(pattern: str, low: int | None, high: int | None) -> None:
    with pytest.raises(InvalidInput, match=r"no text of|swap the two"):
        compiled(pattern, low, high)


@pytest.mark.parametrize(
    "pattern", ["^abc$", r"\Aabc\Z", "(^abc$)", "^(abc)$", "^abc$|^abd$", "(?i)AbC", "(?#x)abc", ""]
)
def test_anchors_and_groups_that_change_nothing(pattern: str) -> None:
    values = draw(pattern, Rows(0, 20))
    assert all(re.fullmatch(pattern, value) for value in values)
