"""Samples: what is generated like them has their types, ranges, null shares and frequencies."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow.compute as pc
import pytest

from rowsmith import library
from rowsmith.errors import InvalidInput
from rowsmith.importers import import_content

CORPUS = Path(__file__).parents[2].parent / "shared/corpus/samples"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.csv")), ids=lambda path: path.name)
def test_a_sample_of_the_corpus_generates_and_keeps_its_promises(path: Path, tmp_path: Path) -> None:
    schema = library.import_schema("sample", path).schema
    library.write(schema, tmp_path / "a.parquet", rows=500, seed=3)
    assert library.verify(schema, tmp_path / "a.parquet", rows=500).broken == ()
    assert schema.name == path.stem


def test_frequencies_null_shares_and_ranges_are_those_of_the_sample() -> None:
    lines = [
        f"{'free' if i % 4 else 'pro'};{i % 60 + 20};{'NA' if i % 5 == 0 else i / 100}" for i in range(400)
    ]
    found = import_content("sample", "\n".join(["plan;age;score", *lines]))
    made = library.generate(found.schema, rows=4000, seed=1)
    assert pc.mean(pc.equal(made["plan"].cast("string"), "pro")).as_py() == pytest.approx(0.25, abs=0.03)
    assert (pc.min(made["age"]).as_py(), pc.max(made["age"]).as_py()) == (20, 79)
    assert made["score"].null_count / 4000 == pytest.approx(0.2, abs=0.03)


def test_no_value_of_a_column_of_many_texts_is_copied() -> None:
    names = [f"Person Number{chr(97 + i % 26)}{i}" for i in range(200)]
    found = import_content("sample", "\n".join(["who", *names]))
    assert not any(name in found.schema.model_dump_json() for name in names)
    assert "who" in found.warnings[0]


def test_a_folder_is_refused_until_it_is_understood(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a\n1\n")
    with pytest.raises(InvalidInput, match="one of its files"):
        library.import_schema("sample", tmp_path)


def test_a_column_of_codes_becomes_their_pattern_and_no_code_is_copied() -> None:
    codes = [f"AB-{number * 37 % 10_000:04}{chr(65 + number % 26)}" for number in range(200)]
    found = import_content("sample", "\n".join(["code", *codes]).encode()).schema
    (field,) = found.fields or []
    assert field.constraints.pattern == r"^AB\-\d\d\d\d[A-Z]$"
    made = library.generate(found, rows=300, seed=1)["code"].to_pylist()
    assert all(re.fullmatch(r"AB-[0-9]{4}[A-Z]", code) for code in made)


def test_texts_of_other_shapes_are_no_codes() -> None:
    for texts in (
        [f"{number:02}:15:00" for number in range(60)],
        [f"A{number}" for number in range(200)],
        [f"{number:08x}-A" for number in range(10**6, 10**6 + 5000, 37)],
    ):
        (field,) = import_content("sample", "\n".join(["it", *texts]).encode()).schema.fields or []
        assert field.constraints.pattern is None
