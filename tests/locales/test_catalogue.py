import pytest

from rowsmith.errors import InvalidInput
from rowsmith.locales import LOCALES, find_locale, normalise


def test_there_are_at_least_forty_locales() -> None:
    assert len(LOCALES) >= 40


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("de", "de"), ("de_DE", "de"), ("de-DE", "de"), ("DE-at", "de-at"), ("pt_BR", "pt-br"),
        ("nb_NO", "no"),
        ("en", "en"), ("en_US", "en-us"), ("fr-FR", "fr"), ("ja_JP.UTF-8", "ja"), ("ar", "ar-eg"),
    ],
)  # fmt: skip
def test_a_locale_is_known_by_any_spelling(given: str, name: str) -> None:
    assert normalise(given) == name


def test_an_unknown_locale_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(InvalidInput, match=r"unknown locale 'de-XX'; nearest: de, de-at.*there are ar-ae"):
        normalise("de-XX")
    with pytest.raises(InvalidInput, match="unknown locale 'tlh'"):
        normalise("tlh")


def test_the_family_name_comes_first_where_it_does() -> None:
    first = {name for name in LOCALES if find_locale(name).family_first}
    assert first == {"hu", "ja", "ko", "zh", "zh-hk", "zh-sg", "zh-tw"}


def test_english_alone_has_the_whole_world_and_every_other_locale_a_country() -> None:
    assert [name for name, locale in LOCALES.items() if locale.country is None] == ["en"]
