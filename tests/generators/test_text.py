from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.errors import InvalidInput
from rowsmith.generators import Context, Rows, Stream, semantic_types
from rowsmith.generators.facts import document
from rowsmith.generators.phrases import LONGEST, halves, plan
from tests.generators.columns import values

KINDS = sorted(document("phrases"))


@given(
    kind=st.sampled_from(KINDS), low=st.integers(0, 400), more=st.integers(0, 120), seed=st.integers(0, 99)
)
@settings(max_examples=150, deadline=None)
def test_lengths_are_kept_exactly(kind: str, low: int, more: int, seed: int) -> None:
    stream = Stream((seed, "t"))
    drawn = semantic_types.get(f"text.{kind}")(
        stream, Rows(5, 60), Context(table=stream), min_length=low, max_length=low + more
    )
    assert all(low <= len(text) <= low + more for text in drawn.to_pylist())


@pytest.mark.parametrize("length", [*range(60), 99, 500, 5000])
def test_a_text_can_have_any_one_length(length: int) -> None:
    drawn = values("text.sentence", 20, min_length=length, max_length=length)
    assert {len(text) for text in drawn} == {length}


@pytest.mark.parametrize("bounds", [{"min_length": 150}, {"max_length": 30}, {"max_length": 9}, {}])
def test_one_bound_is_enough(bounds: dict[str, int]) -> None:
    for text in values("text.bio", 300, **bounds):
        assert bounds.get("min_length", 0) <= len(text) <= bounds.get("max_length", LONGEST)


def test_a_bio_is_about_sixty_characters_long() -> None:
    drawn = values("text.bio", 3000)
    assert 50 <= sum(map(len, drawn)) / 3000 <= 75
    assert len(set(drawn)) > 2990


def test_bounds_that_cross_are_refused_before_the_first_row() -> None:
    with pytest.raises(InvalidInput, match="min_length 9 is above max_length 3"):
        values("text.sentence", 0, min_length=9, max_length=3)
    with pytest.raises(InvalidInput, match="20,000 characters"):
        values("text.sentence", 0, min_length=30_000)


@given(kind=st.sampled_from(KINDS), low=st.integers(0, 200), more=st.integers(0, 100))
@settings(max_examples=60, deadline=None)
def test_unique_texts_differ_as_far_as_their_capacity_goes(kind: str, low: int, more: int) -> None:
    stream, spaces = Stream((1, "t")), list[int]()
    context = Context(table=stream, unique=True, spaces=spaces)
    draw = semantic_types.get(f"text.{kind}")
    draw(stream, Rows(0, 0), context, min_length=low, max_length=low + more)
    count = min(max(spaces), 400)
    drawn = draw(stream, Rows(0, count), context, min_length=low, max_length=low + more).to_pylist()
    assert len(set(drawn)) == count


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_choices_of_pieces_read_the_same(kind: str) -> None:
    first, second = (pool.texts.to_pylist() for pool in halves(kind))
    begins = set(second)
    for longer in first:
        for at in range(1, len(longer)):
            if longer[:at] in set_of(kind):
                rest = longer[at:]
                assert not any((rest + end) in begins for end in second)


def set_of(kind: str) -> frozenset[str]:
    if kind not in _FIRST:
        _FIRST[kind] = frozenset(halves(kind)[0].texts.to_pylist())
    return _FIRST[kind]


_FIRST: dict[str, frozenset[str]] = {}


def test_hardly_any_fragment_is_lost_to_gaps_in_the_lengths() -> None:
    for kind in KINDS:
        for pool, slots in zip(halves(kind), _slot_products(kind), strict=True):
            assert len(pool.texts) > 0.85 * slots


def _slot_products(kind: str) -> tuple[int, int]:
    sizes = [len(slot.split("|")) for slot in document("phrases")[kind]["slots"]]
    middle, first, second = (len(sizes) + 1) // 2, 1, 1
    for size in sizes[:middle]:
        first *= size
    for size in sizes[middle:]:
        second *= size
    return first, second


def test_a_long_text_is_many_sentences() -> None:
    assert len(plan("sentence", 1000, 1100)) > 20
    text = values("text.sentence", 1, min_length=1000, max_length=1100)[0]
    assert text.count(". ") > 8


def test_counts_of_words_and_sentences_are_kept() -> None:
    assert {len(text.split(" ")) for text in values("text.words", min_words=2, max_words=5)} == {2, 3, 4, 5}
    assert {text.count(".") for text in values("text.paragraph", min_sentences=1, max_sentences=3)} == {
        1,
        2,
        3,
    }
    assert {text.count(".") for text in values("text.sentences", count=2)} == {2}
    with pytest.raises(InvalidInput):
        values("text.words", 0, min_words=3, max_words=2)
