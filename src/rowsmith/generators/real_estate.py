"""Homes: rooms, area, rent and price of the row's home agree."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from rowsmith.generators import enumerations
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.spreads import I64, bell, counted, skewed, whole
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import codes

enumerations.register("real_estate")


def _area(rows: Rows, context: Context) -> I64:
    return np.floor(skewed(context.entity("home"), rows, 24, 320, "area")).astype(np.int64)


def _bedrooms(rows: Rows, context: Context) -> I64:
    more = context.entity("home").below(rows, 2, "bedrooms")
    return np.minimum(_area(rows, context) // 38 + more, 7)


@semantic_type(
    example="84", aliases=("area", "living_area", "floor_area", "square_meters", "sqm", "size_sqm")
)
def area_sqm(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The living area of the row's home in square metres: `84`."""
    return pa.array(_area(rows, context))


@semantic_type(example="904", aliases=("sqft", "square_feet", "square_footage", "living_area_sqft"))
def area_sqft(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The living area of the row's home in square feet: `904`."""
    return pa.array(_area(rows, context) * 10_764 // 1000)


@semantic_type(example="2", aliases=("num_bedrooms", "beds", "bedroom_count"))
def bedrooms(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """How many bedrooms the row's home has, fitting its area: `2`."""
    return pa.array(_bedrooms(rows, context))


@semantic_type(example="1", aliases=("num_bathrooms", "baths", "bathroom_count"))
def bathrooms(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """How many bathrooms the row's home has: `1`."""
    return pa.array(1 + _bedrooms(rows, context) // 3)


@semantic_type(example="3", aliases=("num_rooms", "room_count", "number_of_rooms"))
def rooms(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """How many rooms the row's home has besides kitchen and bath: `3`."""
    return pa.array(1 + _bedrooms(rows, context))


@semantic_type(example="1180", aliases=("monthly_rent", "rent_amount", "rental_price"))
def rent(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The monthly rent of the row's home, by its area, in steps of ten: `1180`."""
    rate = bell(context.entity("home"), rows, 8, 24, "rate")
    return pa.array(np.floor(_area(rows, context) * rate / 10).astype(np.int64) * 10)


@semantic_type(example="348000", aliases=("house_price", "property_price", "home_value", "listing_price"))
def price(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What the row's home costs, by its area, in thousands: `348000`."""
    rate = bell(context.entity("home"), rows, 8, 24, "rate") * 0.29
    return pa.array(np.floor(_area(rows, context) * rate).astype(np.int64) * 1000)


@semantic_type(example="1987", aliases=("construction_year", "built_year", "built"))
def year_built(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1900, max_value: int = 2025
) -> pa.Array:
    """The year a house was built: `1987`."""
    return pa.array(whole(stream, rows, min_value, max_value))


@semantic_type(example="3", aliases=("floor_number", "storey", "story"))
def floor(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 12
) -> pa.Array:
    """The floor a flat lies on: `3`."""
    return pa.array(whole(stream, rows, min_value, max_value))


@semantic_type(example="540", aliases=("plot_size", "land_area", "lot_size_sqm"))
def lot_size(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 120, max_value: int = 4000
) -> pa.Array:
    """The area of a plot in square metres: `540`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="31", aliases=("dom", "days_listed"))
def days_on_market(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 240
) -> pa.Array:
    """How long an offer has stood, in days: `31`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="MLS4821736", aliases=("mls", "mls_id", "listing_id", "property_id"))
def mls_number(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of an offer: `MLS4821736`."""
    return codes.code_text(stream, rows, context, "MLS#######")
