"""Ties between tables, in every wording that the reader knows."""

from __future__ import annotations

from datetime import date

import pytest

from rowsmith.importers.text import from_text
from rowsmith.schema import TableDefinition


def tables(text: str) -> dict[str, TableDefinition]:
    return {table.name: table for table in from_text(text, today=date(2026, 6, 15)).schema.all_tables()}


def ties(text: str) -> set[tuple[str, str, int | None, int | None]]:
    found: set[tuple[str, str, int | None, int | None]] = set()
    for table in tables(text).values():
        for field in table.fields:
            if field.reference:
                per = field.reference.per_parent
                low, high = (per.exactly, per.exactly) if per and per.exactly is not None else (None, None)
                low, high = (per.min, per.max) if per and per.exactly is None else (low, high)
                found.add((table.name, field.reference.table, low, high))
    return found


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("6 lighthouses (name) with 2-5 lamps each. Lamps have a colour", 2, 5),
        ("6 lighthouses (name), each lighthouse shelters 2 to 5 lamps. Lamps have a colour", 2, 5),
        ("6 lighthouses (name). lamps: colour. one lighthouse burns 2 to 5 lamps", 2, 5),
        ("6 lighthouses (name). Per lighthouse 2-5 lamps. lamps: colour", 2, 5),
        ("6 lighthouses (name). Between 2 and 5 lamps for every lighthouse. lamps: colour", 2, 5),
        ("lighthouses -> lamps (2-5 per lighthouse). lighthouses: name; lamps: colour. 6 lighthouses", 2, 5),
        ("6 lighthouses and their 2 to 5 lamps: lighthouses have a name; lamps have a colour", 2, 5),
        ("6 lighthouses (name). lamps (colour, made in 2020) - 2 to 5 per lighthouse", 2, 5),
        ("lighthouses - 6 rows - name\nlamps - each lighthouse has 2 to 5 - colour, maker", 2, 5),
        ("lighthouses one-to-many lamps. 6 lighthouses (name), 20 lamps (colour)", None, None),
        ("6 lighthouses (name), 20 lamps (colour). Every lamp is looked after by a lighthouse", None, None),
        ("20 lamps (colour). Each lamp is bolted to one lighthouse. 6 lighthouses (name)", None, None),
        ("two tables linked by lighthouse_id: lighthouses (lighthouse_id, name) 6 rows, "
         "lamps (lamp_id, lighthouse_id, price 5-9) 20 rows", None, None),
    ],
)  # fmt: skip
def test_a_parent_and_its_children_are_tied(text: str, low: int | None, high: int | None):
    assert ties(text) == {("lamps", "lighthouses", low, high)}
    assert tables(text)["lighthouses"].rows == 6


@pytest.mark.parametrize(
    "text",
    [
        "divers many-to-many wrecks. 9 divers (name), 4 wrecks (depth)",
        "9 divers (name), 4 wrecks (depth). A many-to-many relation between divers and wrecks",
        "9 divers (name), 4 wrecks (depth). Divers explore wrecks (many to many)",
    ],
)
def test_many_to_many_is_a_table_between_the_two(text: str):
    (between,) = {child for child, *_ in ties(text)}
    assert ties(text) == {(between, "divers", None, None), (between, "wrecks", None, None)}


def test_a_tie_through_a_third_table():
    found = ties("divers (9) log wrecks (4) via dives (50). divers: name. wrecks: depth. dives: minutes 5-60")
    assert found == {("dives", "divers", None, None), ("dives", "wrecks", None, None)}


def test_a_word_that_is_no_table_as_a_rule_is_one_where_it_is_told_of():
    found = tables("5 lines, 40 stations. A line has a colour. Each station lies on a line. stations: name")
    assert found["lines"].rows == 5
    assert [field.name for field in found["stations"].fields] == ["id", "line_id", "name"]


@pytest.mark.parametrize(
    "text",
    [
        "20 anchors: weight 5 to 90 kg, each anchor costs 10 to 90 euros",
        "20 anchors with name and crew 2-9, price under 50",
        "20 anchors: owner -> people, weight",
    ],
)
def test_what_is_measured_or_counted_within_a_row_is_no_table(text: str):
    assert len(tables(text)) == 1
