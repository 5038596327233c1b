"""Addresses and geography. All fields of one row speak of the same place: the city lies in the country."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import Field

from rowsmith import strings
from rowsmith.generators import written
from rowsmith.generators.coordinates import decimal, degrees
from rowsmith.generators.place import country_names, only_country, place, spelt
from rowsmith.generators.semantic import semantic_type
from rowsmith.generators.street import house_number as house
from rowsmith.generators.street import street, street_pieces, unique_pieces, unique_space
from rowsmith.locales import pool
from rowsmith.locales.places import places
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import masks

I64 = NDArray[np.int64]
F64 = NDArray[np.float64]

Country = Annotated[str | None, Field(description="a country by name or ISO code; the locale's without it")]


@semantic_type(
    example="Hamburg",
    aliases=(
        "town",
        "city_name",
        "municipality",
        "locality",
        "location_city",
        "hometown",
        "place",
        "birthplace",
    ),
)
def city(stream: Stream, rows: Rows, context: Context, *, country: Country = None) -> pa.Array:
    """A real city, larger ones more often; its country is that of the row's other fields."""
    return _of_place(stream, rows, context, spelt("city", context.locale), country)


@semantic_type(
    example="Bavaria",
    aliases=(
        "state",
        "province",
        "state_name",
        "state_province",
        "county",
        "prefecture",
        "administrative_area",
    ),
)
def region(stream: Stream, rows: Rows, context: Context, *, country: Country = None) -> pa.Array:
    """The state, province or region that the city lies in."""
    return _of_place(stream, rows, context, spelt("region", context.locale), country)


@semantic_type(
    example="CA", aliases=("state_code", "state_abbr", "province_code", "state_abbreviation", "region_abbr")
)
def region_code(stream: Stream, rows: Rows, context: Context, *, country: Country = None) -> pa.Array:
    """The short form of the region (ISO 3166-2 without the country): `CA`; its name where it has none."""
    return _of_place(stream, rows, context, places().region_code, country)


@semantic_type(
    example="20095",
    aliases=(
        "postal_code",
        "zip",
        "zip_code",
        "zipcode",
        "post_code",
        "plz",
        "pincode",
        "pin_code",
        "eircode",
        "cep",
    ),
)
def postcode(stream: Stream, rows: Rows, context: Context, *, country: Country = None) -> pa.Array:
    """A postcode of the city, in the form of its country; `00000` where the country uses none."""
    if context.unique:
        inside = _candidates(context, country)
        ready = masks.apart(tuple(_postcode(mask) for mask in places().postcodes[inside]))
        return ready.fill_any(context.index(stream, rows, int(ready.space.sum())))
    only = only_country(context, country)
    ready, which = _postcodes(only)
    first = 0 if only is None else places().of(only).start
    where = place(context, rows, country) - first
    return ready.fill(masks.words(context.entity("place"), rows, "postcode"), which[where])


@semantic_type(
    example="Germany",
    aliases=(
        "country_name",
        "nation",
        "country_of_residence",
        "country_of_origin",
        "birth_country",
        "location_country",
    ),
)
def country(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The country of the row's place: the locale's own, any in the world under the plain locale `en`."""
    return _of_country(stream, rows, context, country_names(context.locale), None)


@semantic_type(
    example="DE",
    aliases=("iso_country", "country_iso", "country_iso2", "alpha2", "country_alpha2", "iso2", "cc"),
)
def country_code(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The two letters of the row's country (ISO 3166): `DE`."""
    return _of_country(stream, rows, context, places().countries.alpha2, None)


@semantic_type(example="DEU", aliases=("country_iso3", "alpha3", "country_alpha3", "iso3"))
def country_code3(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The three letters of the row's country (ISO 3166): `DEU`."""
    return _of_country(stream, rows, context, places().countries.alpha3, None)


@semantic_type(example="276", aliases=("country_numeric", "iso_numeric", "m49"))
def country_number(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The three digits of the row's country (ISO 3166): `276`."""
    return _of_country(stream, rows, context, places().countries.numeric, None)


@semantic_type(example="Europe", aliases=("continent_name", "world_region"))
def continent(stream: Stream, rows: Rows, context: Context, *, country: Country = None) -> pa.Array:
    """The continent of the row's country."""
    return _of_country(stream, rows, context, places().countries.continent, country)


@semantic_type(example="Berlin", aliases=("capital_city", "country_capital"))
def capital(stream: Stream, rows: Rows, context: Context, *, country: Country = None) -> pa.Array:
    """The capital of the row's country."""
    return _of_country(stream, rows, context, places().countries.capital, country)


@semantic_type(example="EUR", aliases=("local_currency", "country_currency", "home_currency"))
def currency_code(stream: Stream, rows: Rows, context: Context, *, country: Country = None) -> pa.Array:
    """The currency of the row's country (ISO 4217): `EUR`."""
    return _of_country(stream, rows, context, places().countries.currency, country)


@semantic_type(example="Europe/Berlin", aliases=("time_zone", "tz", "timezone_name", "iana_timezone"))
def timezone(stream: Stream, rows: Rows, context: Context, *, country: Country = None) -> pa.Array:
    """The time zone of the row's city, by its IANA name."""
    return _of_place(stream, rows, context, places().timezone, country)


@semantic_type(example="Lindenallee", aliases=("street", "road", "road_name", "avenue"))
def street_name(stream: Stream, rows: Rows, context: Context, *, country: Country = None) -> pa.Array:
    """A street without the number: `Lindenallee`, `Abbey Road`."""
    if context.unique:
        return context.pick(stream, rows, pool("street", context.locale))
    return strings.pick(*street(context, rows, country))


@semantic_type(
    example="42", aliases=("building_number", "street_number", "house_no", "building_no", "civic_number")
)
def house_number(stream: Stream, rows: Rows, context: Context, *, country: Country = None) -> pa.Array:
    """The number of the house in its street, as text: `42`."""
    return strings.pick(*house(context, rows, country))


@semantic_type(
    example="42 Abbey Road",
    aliases=(
        "address", "address_line", "address_line1", "address_line_1", "address1", "street_line",
        "mailing_address",
        "home_address", "billing_address", "shipping_address", "delivery_address", "street_and_number",
    ),
)  # fmt: skip
def street_address(stream: Stream, rows: Rows, context: Context, *, country: Country = None) -> pa.Array:
    """Street and house number in the order of the country: `42 Abbey Road`, `Lindenallee 42`."""
    if context.unique:
        number = context.index(stream, rows, unique_space(context))
        return strings.join(rows.count, *unique_pieces(context, number, country))
    return strings.join(rows.count, *street_pieces(context, rows, country))


@semantic_type(
    example="Apt. 12",
    aliases=("address_line2", "address_line_2", "address2", "apartment", "suite", "apt"),
)
def secondary_address(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The part of an address below the house: `Apt. 12`, `Wohnung 3`."""
    own = stream if context.unique else context.entity("place").child("secondary")
    return context.pick(own, rows, pool("secondary_address", context.locale))


@semantic_type(
    example="42 Abbey Road, London, SW1A 2AA",
    aliases=("complete_address", "postal_address", "address_full", "formatted_address", "residence"),
)
def full_address(stream: Stream, rows: Rows, context: Context, *, country: Country = None) -> pa.Array:
    """The whole address as the country writes it; with the country where rows lie in several."""
    abroad = only_country(context, country) is None
    plain = Context(context.table, context.locale, context.now, label=context.label, bound=context.bound)
    return written.full(
        street_address(stream, rows, context, country=country),
        postcode(stream, rows, plain, country=country),
        place(context, rows, country),
        context.locale,
        abroad,
    )


@semantic_type(example="53.550711", aliases=("lat", "geo_lat", "gps_latitude", "location_lat"))
def latitude(stream: Stream, rows: Rows, context: Context, *, country: Country = None) -> pa.Array:
    """Degrees north, within a few kilometres of the row's city, six decimals."""
    return pa.array(degrees("latitude", rows, context, country))


@semantic_type(
    example="9.993682", aliases=("lon", "lng", "long", "geo_lon", "geo_lng", "gps_longitude", "location_lng")
)
def longitude(stream: Stream, rows: Rows, context: Context, *, country: Country = None) -> pa.Array:
    """Degrees east, within a few kilometres of the row's city, six decimals."""
    return pa.array(degrees("longitude", rows, context, country))


@semantic_type(
    example="53.550711,9.993682",
    aliases=(
        "coordinate",
        "geo",
        "geolocation",
        "gps",
        "gps_coordinates",
        "lat_lng",
        "lat_long",
        "latlng",
        "geo_point",
    ),
)
def coordinates(stream: Stream, rows: Rows, context: Context, *, country: Country = None) -> pa.Array:
    """Latitude and longitude as one text: `53.550711,9.993682`."""
    north, east = (degrees(axis, rows, context, country) for axis in ("latitude", "longitude"))
    return strings.join(rows.count, *decimal(north), ",", *decimal(east))


def _of_place(
    stream: Stream, rows: Rows, context: Context, values: pa.StringArray, country: str | None
) -> pa.Array:
    if context.unique:
        return context.pick(stream, rows, values[_candidates(context, country)].unique())
    return strings.pick(values, place(context, rows, country))


def _of_country(
    stream: Stream, rows: Rows, context: Context, values: pa.StringArray, country: str | None
) -> pa.Array:
    if context.unique:
        inside = np.unique(places().country[_candidates(context, country)])
        return context.pick(stream, rows, values.take(pa.array(inside)).unique())
    return strings.pick(values, places().country[place(context, rows, country)])


def _candidates(context: Context, country: str | None) -> slice:
    only = only_country(context, country)
    return slice(0, len(places())) if only is None else places().of(only)


def _postcode(mask: str) -> str:
    return mask or "00000"


@lru_cache(maxsize=32)
def _postcodes(only: str | None) -> tuple[masks.Masks, I64]:
    """The postcode masks of a country or of the world, and which of them is each place's."""
    inside = slice(0, len(places())) if only is None else places().of(only)
    found = [_postcode(mask) for mask in places().postcodes[inside]]
    distinct = {mask: number for number, mask in enumerate(dict.fromkeys(found))}
    return masks.masks_of(tuple(distinct)), np.array([distinct[mask] for mask in found], np.int64)
