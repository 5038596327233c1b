import pytest

from rowsmith.locales.folding import fold


@pytest.mark.parametrize(
    ("text", "locale", "plain"),
    [
        ("Zoë O'Neil", "en", "zoeoneil"),
        ("Müller", "de", "mueller"),
        ("Müller", "tr", "muller"),
        ("Weiß", "de", "weiss"),
        ("Łukasz", "pl", "lukasz"),
        ("Søren", "da", "soeren"),
        ("İbrahim", "tr", "ibrahim"),
        ("Щербаков", "ru", "shcherbakov"),
        ("Юлия", "ru", "yuliya"),
        ("Παπαδόπουλος", "el", "papadopoylos"),
        ("김민준", "ko", "gimminjun"),
        ("王小明", "zh", "wangxiaoming"),
        ("三原", "ja", "mihara"),
        ("محمد", "ar-eg", "mhmd"),
        ("!?", "en", "user"),
    ],
)
def test_names_become_ascii_letters(text: str, locale: str, plain: str) -> None:
    assert fold(text, locale) == plain
