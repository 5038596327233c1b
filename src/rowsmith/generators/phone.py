"""Telephone numbers: the calling code and the shape of the row's country, the area code of its city."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import Field

from rowsmith import strings
from rowsmith.errors import InvalidInput
from rowsmith.generators.place import only_country, place
from rowsmith.generators.semantic import semantic_type
from rowsmith.locales.places import places
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import masks
from rowsmith.writing.masks import SYMBOLS, Masks, masks_of, space

I64 = NDArray[np.int64]

Format = Annotated[
    str,
    Field(
        max_length=64,
        description="`international`, `national`, `e164`, or a mask such as `+1-###-###-####`",
    ),
]
Country = Annotated[str | None, Field(description="a country by name or ISO code")]

_LEAST = 10**7
_STYLES = ("international", "national", "e164")


@semantic_type(
    example="+1 212-555-0147",
    aliases=(
        "phone", "phone_number", "telephone", "telephone_number", "tel", "phone_no", "contact_number",
        "contact_phone",
        "customer_phone", "home_phone", "work_phone", "landline", "fax", "fax_number", "phone_num",
    ),
)  # fmt: skip
def number(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    format: Format = "international",  # noqa: A002  the word users know
    country: Country = None,
) -> pa.Array:
    """A telephone number of the row's place: its country's calling code, its city's area code.

    `format`: `international` (`+49 30 12345678`), `national` (`030 12345678`), `e164` (`+493012345678`), or a
    mask in which `#` is any digit and `$` one of 2 to 9.
    """
    return _numbers(stream, rows, context, format, country, "landline")


@semantic_type(
    example="+49 151 23456789",
    aliases=(
        "mobile_number",
        "mobile_phone",
        "cell",
        "cell_phone",
        "cellphone",
        "cell_number",
        "mobile_no",
        "msisdn",
    ),
)
def mobile(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    format: Format = "international",  # noqa: A002
    country: Country = None,
) -> pa.Array:
    """A mobile number of the row's country; `format` as for `phone.number`."""
    return _numbers(stream, rows, context, format, country, "mobile")


@semantic_type(example="+49", aliases=("dial_code", "dialing_code", "phone_country_code", "phone_prefix"))
def calling_code(stream: Stream, rows: Rows, context: Context, *, country: Country = None) -> pa.Array:
    """The calling code of the row's country: `+49`."""
    codes = pa.array([f"+{code}" for code in places().countries.calling], pa.string())
    if context.unique:
        return context.pick(stream, rows, pa.array(sorted(set(codes.to_pylist()) - {"+"}), pa.string()))
    return strings.pick(codes, places().country[place(context, rows, country)])


@semantic_type(example="4821", aliases=("ext", "phone_extension", "phone_ext"))
def extension(
    stream: Stream, rows: Rows, context: Context, *, digits: Annotated[int, Field(ge=2, le=8)] = 4
) -> pa.Array:
    """The digits dialled behind a company's number: `4821`."""
    return masks.draw(stream, rows, context, "%" + "#" * (digits - 1))


@semantic_type(example="352099001761481", aliases=("imei_number", "device_imei"))
def imei(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The 15 digits of a mobile device, the last one its check digit (Luhn)."""
    body = context.index(stream, rows, 10**12)
    plain = np.concatenate(
        [np.broadcast_to(np.array([3, 5], np.uint8), (rows.count, 2)), strings.digits(body, 12) - ord("0")],
        axis=1,
    )
    doubled = plain[:, 1::2] * 2
    total = plain[:, 0::2].sum(axis=1) + (doubled - 9 * (doubled > 9)).sum(axis=1)
    check = ((10 - total % 10) % 10).astype(np.int64)
    return strings.template(rows.count, strings.digits(body + 35 * 10**12, 14), strings.digits(check, 1))


def _numbers(
    stream: Stream, rows: Rows, context: Context, style: str, country: str | None, kind: str
) -> pa.Array:
    if style not in _STYLES:
        return _by_mask(stream, rows, context, style)
    only = only_country(context, country)
    if only is not None and context.unique:
        return _unique_in_country(stream, rows, context, only, style, kind)
    ready, offsets, counts = _table(style, kind, context.unique, only)
    where = place(context, rows, country) - _first(only)
    which = offsets[where]
    if kind == "mobile" or (counts > 1).any():
        which = which + ((stream.u16(rows, "prefix").astype(np.int64) * counts[where]) >> 16)
    numbers = context.index(stream, rows, _LEAST) if context.unique else masks.words(stream, rows, "number")
    return ready.fill(numbers, which)


def _by_mask(stream: Stream, rows: Rows, context: Context, mask: str) -> pa.Array:
    if not set(mask) & set(SYMBOLS):
        known = ", ".join(repr(style) for style in _STYLES)
        raise InvalidInput(f"unknown phone format {mask!r}; use {known}, or a mask such as '+1-###-###-####'")
    return masks.draw(stream, rows, context, mask)


def _unique_in_country(
    stream: Stream, rows: Rows, context: Context, code: str, style: str, kind: str
) -> pa.Array:
    """Any number of the country: its masks share one unique space."""
    ready = masks.apart(_table(style, kind, False, code)[0].masks)
    return ready.fill_any(context.index(stream, rows, int(ready.space.sum())))


def _first(code: str | None) -> int:
    return 0 if code is None else places().of(code).start


@lru_cache(maxsize=32)
def _table(style: str, kind: str, roomy: bool, code: str | None) -> tuple[Masks, I64, I64]:
    """The masks of a country or the world, and for each place the first of its own and their number."""
    table = places()
    numbered: dict[str, int] = {}
    spans: dict[tuple[str, ...], tuple[int, int]] = {}
    offsets, counts = [], []
    inside = slice(0, len(table)) if code is None else table.of(code)
    for where in range(inside.start, inside.stop):
        phone = table.phones[where]
        country = int(table.country[where])
        mobiles = table.countries.mobile[country]
        own = mobiles if (kind == "mobile" and mobiles) or not phone else (phone,)
        shown = tuple(_show(mask or "### ####", country, style, roomy) for mask in own or ("",))
        if shown not in spans:
            spans[shown] = (len(numbered), len(shown))
            for mask in shown:
                numbered[f"{len(numbered)} {mask}"] = 0
        offsets.append(spans[shown][0])
        counts.append(spans[shown][1])
    found = tuple(key.partition(" ")[2] for key in numbered)
    return masks_of(found), np.array(offsets, np.int64), np.array(counts, np.int64)


def _show(mask: str, country: int, style: str, roomy: bool) -> str:
    """A national mask in the asked style; a unique field's is made longer where it holds too few numbers."""
    while roomy and space(mask) < _LEAST:
        mask += "#"
    known = places().countries
    if style == "national":
        trunk = known.trunk[country]
        return f"{trunk} {mask}" if len(trunk) > 1 or trunk == "8" else trunk + mask
    full = f"+{known.calling[country]} {mask}"
    if style == "international":
        return full
    return "".join(char for char in full if char in SYMBOLS or char in "+0123456789")
