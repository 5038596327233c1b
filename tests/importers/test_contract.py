"""What every importer keeps; a new one is tested the moment it is registered."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rowsmith import library
from rowsmith.errors import InvalidInput
from rowsmith.importers import Extraction, Importer, import_content, importers

pytestmark = pytest.mark.parametrize("kind", importers.names())
_SETTINGS = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def example(kind: str) -> tuple[Importer, Extraction]:
    importer = importers.get(kind)
    return importer, import_content(kind, importer.example)


def test_its_example_is_a_schema_that_generates_and_keeps_its_promises(kind: str, tmp_path) -> None:
    _, found = example(kind)
    assert library.validate(found.schema) == []
    made = tmp_path / ("made.parquet" if len(found.schema.all_tables()) == 1 else "made")
    library.write(found.schema, made, rows=50, seed=1, format="parquet")
    assert library.verify(found.schema, made, rows=50).broken == ()


def test_it_reads_the_same_again_and_says_what_became_of_each_part(kind: str) -> None:
    importer, found = example(kind)
    assert import_content(kind, importer.example) == found
    assert found.extractor == kind
    assert found.receipt
    assert any(clause.understood for clause in found.receipt)


def test_a_table_without_a_name_gets_the_one_that_is_given(kind: str) -> None:
    importer, found = example(kind)
    named = import_content(kind, importer.example, name="people").schema
    assert named.all_tables()[0].name == (
        "people" if found.schema.name is None and found.schema.fields else found.schema.all_tables()[0].name
    )


def test_it_is_described_for_the_catalogue(kind: str) -> None:
    importer = importers.get(kind)
    assert importer.kind == kind
    assert importer.description.endswith(".")
    assert "\n" not in importer.description
    assert importer.flag.startswith("--")


def test_an_unknown_dialect_is_refused_with_the_known_ones(kind: str) -> None:
    with pytest.raises(InvalidInput, match="no dialect 'klingon'"):
        import_content(kind, importers.get(kind).example, dialect="klingon")


@_SETTINGS
@given(content=st.binary(max_size=300))
def test_any_bytes_at_all_are_read_or_refused(kind: str, content: bytes) -> None:
    read_or_refused(kind, content)


@_SETTINGS
@given(data=st.data())
def test_a_damaged_example_is_read_or_refused(kind: str, data: st.DataObject) -> None:
    content = importers.get(kind).example
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 40)))
    put = data.draw(st.text(max_size=12))
    read_or_refused(kind, content[:start] + put + content[end:])


def read_or_refused(kind: str, content: str | bytes) -> None:
    try:
        found = import_content(kind, content)
    except InvalidInput as error:
        assert error.message
    else:
        assert found.schema.all_tables()
