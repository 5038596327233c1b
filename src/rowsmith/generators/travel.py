"""Journeys: airlines whose code and name agree, flights, bookings, hotels."""

from __future__ import annotations

import pyarrow as pa

from rowsmith import strings
from rowsmith.generators import enumerations
from rowsmith.generators.entities import attribute, told
from rowsmith.generators.names import named
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.spreads import counted, whole
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import codes

enumerations.register("travel")


@semantic_type(example="Lufthansa", aliases=("airline_name", "operating_airline"))
def airline(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of the row's airline: `Lufthansa`."""
    return attribute(stream, rows, context, "airlines", "name")


@semantic_type(example="LH", aliases=("airline_iata", "carrier_code"))
def airline_code(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The IATA code of the row's airline: `LH`."""
    return attribute(stream, rows, context, "airlines", "code")


@semantic_type(example="LH1482", aliases=("flight", "flight_no", "flight_code"))
def flight_number(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A flight of the row's airline: `LH1482`."""
    return strings.join(
        rows.count,
        told(rows, context, "airlines", "code").cast(pa.string()),
        strings.from_bytes(codes.code(stream, rows, context, "!###")),
    )


@semantic_type(
    example="KQ7MZX",
    aliases=("pnr", "reservation_code", "record_locator", "confirmation_code", "booking_id"),
)
def booking_reference(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The reference of a booking: `KQ7MZX`."""
    return codes.code_text(stream, rows, context, "??!???")


@semantic_type(example="14C", aliases=("seat_number", "seat_no", "seat_assignment"))
def seat(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A seat in a plane: `14C`."""
    pool = pa.array([f"{row}{letter}" for row in range(1, 43) for letter in "ABCDEF"])
    return context.pick(stream, rows, pool)


@semantic_type(example="B42", aliases=("boarding_gate", "departure_gate"))
def gate(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A gate of an airport: `B42`."""
    pool = pa.array([f"{pier}{number}" for pier in "ABCDEF" for number in range(1, 61)])
    return context.pick(stream, rows, pool)


@semantic_type(example="Grand Harbour Hotel", aliases=("hotel_name", "accommodation", "lodging"))
def hotel(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of a hotel: `Grand Harbour Hotel`."""
    return named(stream, rows, context, "hotel")


@semantic_type(example="3", aliases=("stay_nights", "length_of_stay", "num_nights"))
def nights(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 14
) -> pa.Array:
    """How many nights somebody stays: `3`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(
    example="2", aliases=("num_guests", "guest_count", "party_size", "passengers", "number_of_guests")
)
def guests(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 8
) -> pa.Array:
    """How many people travel together: `2`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="4", aliases=("hotel_rating", "star_category"))
def hotel_stars(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 5
) -> pa.Array:
    """The stars of a hotel: `4`."""
    return pa.array(whole(stream, rows, min_value, max_value))
