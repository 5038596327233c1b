"""The one mechanism of extension: families are modules, names are addresses."""

from __future__ import annotations

import pytest

from rowsmith.errors import NotFound
from rowsmith.generators import semantic_types
from rowsmith.registry import Registry


def test_an_unknown_name_offers_the_nearest() -> None:
    with pytest.raises(NotFound, match=r"did you mean 'person\.first_name'"):
        semantic_types.get("person.fist_name")


def test_a_second_entry_of_the_same_name_is_refused() -> None:
    registry: Registry[int] = Registry("thing", package="rowsmith.generators", group="rowsmith.nothing")
    registry.add("a", 1)
    with pytest.raises(ValueError, match="twice"):
        registry.add("a", 2)


def test_a_resolver_makes_entries_on_demand() -> None:
    registry: Registry[str] = Registry("thing", package="rowsmith.generators", group="rowsmith.nothing")
    registry.add_resolver("made", lambda member: member.upper())
    assert registry.get("made.up") == "UP"
    assert "made.too" in registry
