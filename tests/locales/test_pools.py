import subprocess
import sys
from pathlib import Path

import pytest

from rowsmith import cache
from rowsmith.locales import LOCALES, folded, pool, pools


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ROWSMITH_CACHE_DIR", str(tmp_path / "cache"))
    cache.folder.cache_clear()
    yield tmp_path / "cache"
    cache.folder.cache_clear()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_locale_has_names_streets_and_jobs(locale: str) -> None:
    for gender in ("male", "female"):
        assert len(pool("first_name", locale, gender)) >= 50
        assert len(pool("surname", locale, gender)) >= 10
        assert len(pool("title", locale, gender)) >= 1
    for name, least in (("street", 10), ("occupation", 15), ("company_suffix", 2), ("secondary_address", 20)):
        values = pool(name, locale).to_pylist()
        assert len(values) >= least
        assert len(set(values)) == len(values)
        assert all(value == value.strip() and value for value in values)


@pytest.mark.parametrize("locale", LOCALES)
def test_folded_names_are_lower_case_ascii_letters_place_for_place(locale: str) -> None:
    for name in ("first_name", "surname"):
        plain = folded(name, locale, "female").to_pylist()
        assert len(plain) == len(pool(name, locale, "female"))
        assert all(text.isascii() and text.isalpha() and text.islower() for text in plain)
        assert plain.count("user") <= len(plain) // 50


def test_a_pool_does_not_depend_on_the_cache(folder: Path) -> None:
    cold = pools._pool.__wrapped__("surname", "hr", "male")
    warm = pools._pool.__wrapped__("surname", "hr", "male")
    assert cold.equals(warm)
    assert cold.to_pylist() == sorted(cold.to_pylist())


def test_a_warm_start_does_not_import_mimesis() -> None:
    pool("first_name", "de", "male")
    code = (
        "import sys; from rowsmith.locales import pool; pool('first_name', 'de', 'male'); "
        "print('mimesis' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
