"""Every provider of the Faker library by its address: `faker.company_email`, `faker.license_plate`.

A provider is asked for a pool of values at compile time, with a fixed seed and in the field's locale; rows
draw from the pool like from any other. The library is imported when the first such type is used.
"""

from __future__ import annotations

import inspect
import json
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

import pyarrow as pa
from pydantic import Field

from rowsmith.errors import InvalidInput
from rowsmith.generators.pinned_faker import pinned
from rowsmith.generators.semantic import SemanticType, semantic_types
from rowsmith.locales import find_locale
from rowsmith.registry import UnknownName
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream

if TYPE_CHECKING:
    from faker import Faker

_SEED = 20_260_101
_SOME_DAY = 1_767_225_600_000_000
"""The reference time of the example that the catalogue shows."""
_LARGEST_POOL = 200_000
_UNIQUE_FACTOR = 4
"""A unique field draws from a pool so many times `pool_size`: 20,000 values if nothing is said."""
_ROUND = 10_000
_REFUSED = frozenset(
    {
        "add_provider", "binary", "cache_pattern", "del_arguments", "enum", "factories", "format",
        "generator_attrs", "get_arguments", "get_formatter", "get_providers", "image", "items", "json_bytes",
        "locales", "optional", "parse", "passport_dates", "provider", "providers", "random", "seed",
        "seed_instance", "seed_locale", "set_arguments", "set_formatter", "tar", "time_series",
        "unique", "weights", "xml",
        "zip",
    }
)  # fmt: skip
"""What a Faker object has that gives no value of a column, or makes files and bytes."""
_LOCALES = {
    "en": "en_US", "ar-ae": "ar_AE", "cs": "cs_CZ", "da": "da_DK", "el": "el_GR", "fa": "fa_IR",
    "sv": "sv_SE", "no": "no_NO", "uk": "uk_UA", "zh": "zh_CN", "ja": "ja_JP", "ko": "ko_KR", "et": "et_EE",
    "kk": "en_US", "zh-hk": "zh_TW", "zh-sg": "zh_CN", "pt": "pt_PT", "de-lu": "de_LU",
}  # fmt: skip
"""Where Faker's name for a locale does not follow from ours by the language and the country."""

_RETIRED = "fr_QC"
"""A locale that Faker still lists and warns of."""

PoolSize = Annotated[int, Field(ge=1, le=_LARGEST_POOL)]


def resolve(method: str) -> SemanticType:
    """The semantic type of a provider's method: `resolve("company_email")` is `faker.company_email`."""
    found = _method(_faker("en_US"), method) or _elsewhere(method)
    if found is None:
        raise UnknownName("Faker provider", f"faker.{method}", _nearest(method))
    summary = (inspect.getdoc(found) or "").strip().split("\n\n")[0].replace("\n", " ").split(" :")[0]
    try:
        example = _text(pool(method, "en_US", 1, "{}", _SOME_DAY)[0].as_py())
    except InvalidInput:  # it wants arguments, or another locale
        example = ""
    description = summary or f"A value of Faker's {method}"
    return SemanticType(f"faker.{method}", _draw(method), 1, example, f"{description.rstrip('.')} (Faker).")


def _draw(method: str) -> Callable[..., pa.Array]:
    def draw(
        stream: Stream,
        rows: Rows,
        context: Context,
        *,
        pool_size: PoolSize = 5000,
        args: dict[str, Any] | None = None,
    ) -> pa.Array:
        size = min(pool_size * _UNIQUE_FACTOR, _LARGEST_POOL) if context.unique else pool_size
        written = json.dumps(args or {}, sort_keys=True)
        values = pool(method, locale_of(context.locale), size, written, context.now)
        if context.unique:
            values = values.unique()
        drawn = context.index(stream, rows, len(values))
        return values.take(pa.array(drawn))

    return draw


@lru_cache(maxsize=256)
def pool(method: str, locale: str, size: int, args: str, now: int) -> pa.Array:
    """`size` values of a provider as one Arrow array; the same on every machine and at every time."""
    fake = _faker(locale)
    make = _method(fake, method)
    if make is None:
        raise InvalidInput(
            f"Faker has no {method!r} for the locale {locale!r}; give the field another locale"
        )
    given = json.loads(args)
    try:
        with pinned(now, random.Random(_SEED)):
            fake.seed_instance(_SEED)
            values = _sample(lambda: make(**given), size)
    except Exception as error:
        raise InvalidInput(f"faker.{method} refused {given or 'no arguments'}: {error}") from error
    return _array(values)


def _sample(make: Callable[[], Any], size: int) -> list[Any]:
    """`size` values, fewer where hardly any new ones come up."""
    values: list[Any] = []
    seen: set[str] = set()
    while len(values) < size:
        part = [make() for _ in range(min(_ROUND, size - len(values)))]
        values += part
        before = len(seen)
        seen.update(map(repr, part))
        if len(seen) - before < len(part) // 20:
            break
    return values


def locale_of(locale: str) -> str:
    """Faker's name for a locale: `de_DE` for `de`, `pt_BR` for `pt-br`."""
    from faker.config import AVAILABLE_LOCALES

    ours = find_locale(locale)
    country = ours.country or "US"
    name = _LOCALES.get(ours.name) or f"{ours.language}_{country}"
    if name in AVAILABLE_LOCALES:
        return name
    return next(
        (known for known in sorted(AVAILABLE_LOCALES) if known.startswith(f"{ours.language}_")), "en_US"
    )


@lru_cache(maxsize=32)
def _faker(locale: str) -> Faker:
    from faker import Faker

    return Faker(locale)


def _method(fake: Faker, method: str) -> Callable[..., Any] | None:
    if method.startswith("_") or method in _REFUSED:
        return None
    found = getattr(fake.factories[0], method, None)
    return found if callable(found) else None


@lru_cache(maxsize=256)
def _elsewhere(method: str) -> Callable[..., Any] | None:
    """The method in whichever locale has it, as only `pl_PL` has `pesel`. Slow, for rare names and errors."""
    from faker.config import AVAILABLE_LOCALES

    current = sorted(set(AVAILABLE_LOCALES) - {_RETIRED})
    return next((found for name in current if (found := _method(_faker(name), method))), None)


def _nearest(method: str) -> list[str]:
    from rapidfuzz import fuzz, process

    generator = _faker("en_US").factories[0]
    names = [name for name in dir(generator) if _method(_faker("en_US"), name)]
    found = process.extract(method[:100], names, scorer=fuzz.WRatio, limit=2, score_cutoff=70)
    return [f"faker.{name}" for name, _, _ in found]


def _array(values: list[Any]) -> pa.Array:
    """Values of one simple kind as that kind; all else as text."""
    kinds = {_kind(value) for value in values if value is not None}
    if kinds == {bool}:
        return pa.array(values, pa.bool_())
    if kinds == {int} and all(-(1 << 63) <= value < 1 << 63 for value in values if value is not None):
        return pa.array(values, pa.int64())
    if kinds and kinds <= {int, float}:
        return pa.array([None if value is None else float(value) for value in values], pa.float64())
    if kinds == {date}:
        return pa.array(values, pa.date32())
    if kinds == {datetime}:
        return pa.array([_utc(value) for value in values], pa.timestamp("us", "UTC"))
    if kinds == {time}:
        return pa.array(values, pa.time64("us"))
    if kinds == {Decimal}:
        return _decimals(values)
    return pa.array([None if value is None else _text(value) for value in values], pa.string())


def _kind(value: object) -> type:
    """The plain kind of a value, whatever subclass it is of."""
    kinds = (bool, int, float, datetime, date, time, Decimal)
    return next((kind for kind in kinds if isinstance(value, kind)), str)


def _decimals(values: list[Decimal | None]) -> pa.Array:
    try:
        return pa.array(values)
    except pa.ArrowInvalid:  # more digits than Arrow's decimals have
        return pa.array([None if value is None else str(value) for value in values], pa.string())


def _utc(value: datetime | None) -> datetime | None:
    return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, date | time | timedelta | Decimal):
        return str(value)
    if isinstance(value, set | frozenset):
        return json.dumps(sorted(map(_text, value)), ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False, default=_text)


semantic_types.add_resolver("faker", resolve)
