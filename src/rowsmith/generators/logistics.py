"""Parcels, containers, ships and ports: numbers with the check digits of their standards."""

from __future__ import annotations

from typing import Annotated

import numpy as np
import pyarrow as pa
from pydantic import Field

from rowsmith import strings
from rowsmith.generators import enumerations
from rowsmith.generators.entities import attribute
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.spreads import I64, check_bounds, kept, rounded, skewed, whole
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import codes
from rowsmith.writing.checkdigits import digit, letter_values, mod10, total

enumerations.register("logistics")

_CONTAINER_VALUES = letter_values([*range(10), *(value for value in range(10, 39) if value % 11)])
"""ISO 6346 counts letters from 10 on and leaves out 11, 22 and 33."""
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


@semantic_type(
    example="RR473124829DE",
    aliases=("tracking", "tracking_no", "tracking_id", "tracking_code", "parcel_number"),
)
def tracking_number(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of a postal item with its check digit, as the postal union writes it: `RR473124829DE`."""
    services = np.frombuffer(b"RRRACPEELXVVCARB", np.uint8).reshape(-1, 2)
    countries = np.frombuffer(b"DEGBFRUSNLCHATBEPLESITSE", np.uint8).reshape(-1, 2)
    sizes = (len(services), 10**8, len(countries))
    service, serial, country = codes.split(context.index(stream, rows, int(np.prod(sizes))), *sizes)
    payload = strings.digits(serial, 8)
    rest = 11 - total(payload, _S10_WEIGHTS) % 11
    check = digit(np.where(rest == 10, 0, np.where(rest == 11, 5, rest)))
    return strings.template(rows.count, services[service], payload, check, countries[country])


@semantic_type(example="MSKU1234565", aliases=("container", "container_no", "container_id", "iso6346"))
def container_number(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of a freight container with its ISO 6346 check digit: `MSKU1234565`."""
    payload = codes.code(stream, rows, context, "&@&U######")
    check = total(payload, [2**place for place in range(10)], _CONTAINER_VALUES) % 11 % 10
    return strings.template(rows.count, payload, digit(check))


@semantic_type(example="IMO9074729", aliases=("imo", "vessel_imo", "ship_number"))
def imo_number(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of a ship with its check digit: `IMO9074729`."""
    payload = codes.code(stream, rows, context, "!#####")
    return strings.template(rows.count, "IMO", payload, digit(total(payload, range(7, 1, -1)) % 10))


@semantic_type(
    example="020-12345675", aliases=("awb", "air_waybill", "awb_number", "waybill", "waybill_number")
)
def air_waybill(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of an air freight bill with its check digit: `020-12345675`."""
    airlines = np.array([20, 176, 157, 618, 160, 235, 57, 74, 125, 180])
    airline, serial = codes.split(context.index(stream, rows, 10**8), 10, 10**7)
    return strings.template(
        rows.count, strings.digits(airlines[airline], 3), "-", strings.digits(serial, 7), digit(serial % 7)
    )


@semantic_type(example="340123450000000018", aliases=("sscc18", "shipping_container_code"))
def sscc(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of a pallet or parcel with its check digit: `340123450000000018`."""
    payload = codes.code(stream, rows, context, "3" + "#" * 16)
    return strings.template(rows.count, payload, mod10(payload, (3, 1) * 8 + (3,)))


@semantic_type(example="4012345000009", aliases=("global_location_number",))
def gln(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of a site with its check digit: `4012345000009`."""
    payload = codes.code(stream, rows, context, "!###########")
    return strings.template(rows.count, payload, mod10(payload, (1, 3) * 6))


@semantic_type(example="NLRTM", aliases=("un_locode", "locode", "port_of_loading", "port_of_discharge"))
def port_code(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The UN/LOCODE of the row's port: `NLRTM`."""
    return attribute(stream, rows, context, "ports", "code")


@semantic_type(example="Rotterdam", aliases=("seaport", "harbour", "harbor"))
def port_name(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of the row's port: `Rotterdam`."""
    return attribute(stream, rows, context, "ports", "name")


@semantic_type(
    example="FRA",
    aliases=("airport", "iata", "iata_code", "airport_iata", "origin_airport", "destination_airport",
             "departure_airport", "arrival_airport"),
)  # fmt: skip
def airport_code(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The IATA code of the row's airport: `FRA`."""
    return attribute(stream, rows, context, "airports", "iata")


@semantic_type(example="EDDF", aliases=("icao", "icao_code", "airport_icao"))
def airport_icao(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The ICAO code of the row's airport: `EDDF`."""
    return attribute(stream, rows, context, "airports", "icao")


@semantic_type(example="Frankfurt Airport")
def airport_name(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of the row's airport: `Frankfurt Airport`."""
    return attribute(stream, rows, context, "airports", "name")


@semantic_type(
    example="2.35",
    aliases=("parcel_weight", "shipment_weight", "gross_weight", "net_weight"),
)
def package_weight(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 0.1,
    max_value: float = 30,
    precision: Annotated[int, Field(ge=0, le=9)] = 2,
) -> pa.Array:
    """The weight of a parcel in kilograms, small ones more often: `2.35`."""
    drawn = rounded(skewed(stream, rows, min_value, max_value), precision)
    return pa.array(kept(drawn, min_value, max_value))


def _sides(rows: Rows, context: Context) -> tuple[I64, I64, I64]:
    """Length, width and height of each row's parcel in centimetres, the longest first."""
    entity = context.entity("parcel")
    length = np.floor(skewed(entity, rows, 15, 121, "length")).astype(np.int64)
    width = length * whole(entity, rows, 40, 100, "width") // 100
    return length, width, width * whole(entity, rows, 20, 100, "height") // 100


@semantic_type(
    example="40x30x20", aliases=("package_dimensions", "parcel_dimensions", "box_size", "dimensions_cm")
)
def dimensions(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """Length, width and height of a parcel in centimetres: `40x30x20`."""
    numbers = pa.array([str(number) for number in range(128)])
    length, width, height = _sides(rows, context)
    return strings.join(rows.count, (numbers, length), "x", (numbers, width), "x", (numbers, height))


@semantic_type(example="0.024", aliases=("cubic_metres", "cbm", "volume_m3", "shipment_volume"))
def volume_cbm(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The volume of the row's parcel in cubic metres: `0.024`."""
    length, width, height = _sides(rows, context)
    return pa.array((length * width * height + 500) // 1000 / 1000)


@semantic_type(example="8471.30", aliases=("hs", "tariff_code", "commodity_code", "harmonized_code"))
def hs_code(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A heading and subheading of the customs tariff: `8471.30`."""
    chapters = np.array([chapter for chapter in range(1, 98) if chapter != 77])
    sizes = (len(chapters), 20, 90)
    chapter, heading, rest = codes.split(context.index(stream, rows, 96 * 20 * 90), *sizes)
    return strings.template(
        rows.count,
        strings.digits(chapters[chapter], 2),
        strings.digits(heading + 1, 2),
        ".",
        strings.digits(rest + 10, 2),
    )


@semantic_type(example="A-12-03-4", aliases=("bin", "shelf", "storage_location", "rack", "bin_location"))
def bin_location(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """Aisle, rack, shelf and place in a warehouse: `A-12-03-4`."""
    return codes.code_text(stream, rows, context, "?-##-##-!")


@semantic_type(
    example="SHP-48291736", aliases=("shipment", "shipment_no", "shipment_number", "consignment_number")
)
def shipment_id(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of a shipment: `SHP-48291736`."""
    return codes.code_text(stream, rows, context, "SHP-########")


@semantic_type(
    example="3", aliases=("transit_days", "lead_time", "lead_time_days", "shipping_days", "days_to_deliver")
)
def delivery_days(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1, max_value: int = 14
) -> pa.Array:
    """How many days a delivery takes, few more often: `3`."""
    check_bounds(min_value, max_value)
    drawn = np.floor(skewed(stream, rows, min_value, max_value + 1)).astype(np.int64)
    return pa.array(np.minimum(drawn, max_value))


@semantic_type(
    example="214.6", aliases=("distance", "route_length", "trip_distance", "kilometers", "kilometres")
)
def distance_km(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 1,
    max_value: float = 1500,
    precision: Annotated[int, Field(ge=0, le=9)] = 1,
) -> pa.Array:
    """The length of a way in kilometres, short ones more often: `214.6`."""
    drawn = rounded(skewed(stream, rows, min_value, max_value), precision)
    return pa.array(kept(drawn, min_value, max_value))


@semantic_type(example="Northern Heron", aliases=("vessel", "ship", "ship_name", "boat_name"))
def vessel_name(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of a ship: `Northern Heron`."""
    first = "Northern Southern Eastern Western Silver Golden Ocean Nordic Baltic Atlantic Pacific Royal Blue"
    second = "Heron Star Breeze Spirit Pearl Voyager Trader Horizon Falcon Crown Dawn Pioneer Harmony Anchor"
    firsts, seconds = pa.array(first.split()), pa.array(second.split())
    index = context.index(stream, rows, len(firsts) * len(seconds))
    chosen, rest = codes.split(index, len(firsts), len(seconds))
    return strings.join(rows.count, (firsts, chosen), " ", (seconds, rest))
