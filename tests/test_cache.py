"""What is remembered on disk can be lost, damaged or out of reach, and nothing but time is lost with it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from rowsmith import cache


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("ROWSMITH_CACHE_DIR", str(tmp_path / "cache"))
    cache.folder.cache_clear()
    yield tmp_path / "cache"
    cache.folder.cache_clear()


def test_values_are_computed_once_and_then_read(folder: Path) -> None:
    drawn = cache.remembered("de.thing", "v1", lambda: ["a", "ä"])
    assert drawn == cache.remembered("de.thing", "v1", lambda: pytest.fail("drawn again"))
    assert [path.name for path in folder.rglob("*.json")] == ["de.thing.json"]


@pytest.mark.parametrize("damage", [b"", b"[1, 2]", b"{}", b"[]", b"\xff\xfe", b'["cut'])
def test_a_damaged_cache_file_is_computed_again(folder: Path, damage: bytes) -> None:
    cache.remembered("x", "v1", lambda: ["right"])
    (path,) = folder.rglob("x.json")
    path.write_bytes(damage)
    assert cache.remembered("x", "v1", lambda: ["right"]) == ["right"]
    assert json.loads(path.read_bytes()) == ["right"]


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    assert cache.remembered("x", "v1", lambda: ["right"]) == ["right"]
    assert folder.read_text() == "a file where the folder should be"


def test_other_rules_are_other_values(folder: Path) -> None:
    assert cache.remembered("x", "v1", lambda: {"a": ["1"]}) == {"a": ["1"]}
    assert cache.remembered("x", "v2", lambda: {"a": ["2"]}) == {"a": ["2"]}
    assert cache.remembered("x", "v1", lambda: pytest.fail("computed again")) == {"a": ["1"]}


def test_a_fingerprint_follows_the_files(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("1")
    first = cache.fingerprint([file])
    assert cache.fingerprint([file]) == first
    os.utime(file, ns=(1, 1))
    assert cache.fingerprint([file]) != first
