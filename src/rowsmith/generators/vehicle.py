"""Cars: make, model, body, fuel, year, price and VIN tell of the same car; the VIN has its check digit."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rowsmith import strings
from rowsmith.errors import InvalidInput
from rowsmith.generators import enumerations
from rowsmith.generators.choice import weighted
from rowsmith.generators.entities import attribute, line, number
from rowsmith.generators.facts import facts
from rowsmith.generators.semantic import semantic_type
from rowsmith.locales import find_locale
from rowsmith.sampling.context import Context
from rowsmith.sampling.spreads import I64, bell, check_bounds, skewed
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import codes
from rowsmith.writing.checkdigits import digit, letter_values, total

enumerations.register("vehicle")

_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VIN_VALUES = letter_values(
    [*range(10), 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9]
)
_VIN_LETTERS = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
_YEAR_LETTERS = np.frombuffer(b"ABCDEFGHJKLMNPRSTVWXY123456789", np.uint8)
_OLDEST = 20


def _this_year(context: Context) -> int:
    return int(np.datetime64(context.now, "us").astype("datetime64[Y]").astype(np.int64)) + 1970


def _years(rows: Rows, context: Context) -> I64:
    age = np.floor(skewed(context.entity("vehicles"), rows, 0, _OLDEST + 1, "age")).astype(np.int64)
    return _this_year(context) - np.minimum(age, _OLDEST)


@semantic_type(
    example="Toyota", aliases=("car_make", "vehicle_make", "car_brand", "vehicle_brand", "automaker")
)
def make(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The make of the row's car: `Toyota`."""
    return attribute(stream, rows, context, "vehicles", "make")


@semantic_type(example="Corolla", aliases=("car_model", "vehicle_model"))
def model(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The model of the row's car: `Corolla`."""
    return attribute(stream, rows, context, "vehicles", "model")


@semantic_type(example="Toyota Corolla", aliases=("car", "vehicle", "vehicle_name", "car_name"))
def make_model(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """Make and model of the row's car: `Toyota Corolla`."""
    columns = facts("vehicles").columns
    names = [" ".join(pair) for pair in zip(columns["make"], columns["model"], strict=True)]
    return strings.pick(pa.array(names), line(rows, context, "vehicles"))


@semantic_type(example="2021", aliases=("model_year", "vehicle_year", "car_year", "year_of_manufacture"))
def year(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The model year of the row's car, recent ones more often: `2021`."""
    return pa.array(_years(rows, context))


@semantic_type(example="sedan", aliases=("body_style", "car_type", "vehicle_body"))
def body_type(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The body of the row's car: `sedan`."""
    return attribute(stream, rows, context, "vehicles", "body")


@lru_cache(maxsize=1)
def _fuel_tables() -> tuple[pa.StringArray, I64, I64]:
    """The kinds of fuel, and for each line its three (repeated) choices and their number."""
    pool = ["petrol", "diesel", "hybrid", "electric"]
    lists = [cell.split(" ") for cell in facts("vehicles").columns["fuels"]]
    table = np.array([[pool.index(fuels[place % len(fuels)]) for place in range(3)] for fuels in lists])
    return pa.array(pool), table, np.array([len(fuels) for fuels in lists])


def _fuels(rows: Rows, context: Context) -> I64:
    _, table, counts = _fuel_tables()
    chosen = line(rows, context, "vehicles")
    words = context.entity("vehicles").u16(rows, "fuel").astype(np.int64)
    return table[chosen, words * counts[chosen] >> 16]


@semantic_type(example="petrol", aliases=("fuel", "engine_type", "power_source"))
def fuel_type(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What drives the row's car, one of those its model is made with: `petrol`."""
    return strings.pick(_fuel_tables()[0], _fuels(rows, context))


@semantic_type(example="automatic", aliases=("gearbox", "transmission_type"))
def transmission(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The gearbox of the row's car; electric and hybrid ones are automatic: `automatic`."""
    manual = (weighted(stream, rows, (54, 46)) == 1) & (_fuels(rows, context) < 2)
    return strings.pick(pa.array(["automatic", "manual"]), manual.astype(np.int64))


@semantic_type(
    example="64200", aliases=("odometer", "odometer_km", "mileage_km", "kilometers_driven", "miles_driven")
)
def mileage(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: int | None = None,
    max_value: int | None = None,
) -> pa.Array:
    """How far the row's car has gone, more with its age: `64200`."""
    if min_value is not None and max_value is not None:
        check_bounds(min_value, max_value)
    age = _this_year(context) - _years(rows, context)
    gone = np.floor((age + 0.4) * bell(context.entity("vehicles"), rows, 4_000, 24_000, "use")).astype(
        np.int64
    )
    return pa.array(np.clip(gone, min_value, max_value) if (min_value, max_value) != (None, None) else gone)


@semantic_type(example="18490", aliases=("car_price", "vehicle_price"))
def price(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What the row's car costs at its age, in steps of ten: `18490`."""
    age = _this_year(context) - _years(rows, context)
    left = np.array([round(0.86**years, 12) for years in range(_OLDEST + 1)])[age]
    worth = number(rows, context, "vehicles", "price") * left * bell(stream, rows, 0.85, 1.2)
    return pa.array(np.floor(worth / 10).astype(np.int64) * 10)


@semantic_type(example="5", aliases=("num_doors", "door_count"))
def doors(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """How many doors the row's car has: `5`."""
    bodies = facts("vehicles").columns["body"]
    table = {"coupe": 2, "convertible": 2, "sedan": 4, "pickup": 4}
    return pa.array(np.array([table.get(body, 5) for body in bodies])[line(rows, context, "vehicles")])


@semantic_type(example="150", aliases=("hp", "power_hp", "engine_power"))
def horsepower(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 65, max_value: int = 420
) -> pa.Array:
    """The power of an engine: `150`."""
    check_bounds(min_value, max_value)
    drawn = np.floor(skewed(stream, rows, min_value, max_value + 1)).astype(np.int64)
    return pa.array(np.minimum(drawn, max_value))


@semantic_type(
    example="JTDBR32E720123456", aliases=("vehicle_identification_number", "chassis_number", "vin_number")
)
def vin(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of the row's car: maker, check digit and model year are right: `JTDBR32E720123456`."""
    letters = _makers()[line(rows, context, "vehicles")]
    alphabet = np.frombuffer(_VIN_LETTERS.encode("ascii"), np.uint8)
    sizes = (33, 33, 33, 33, 33, 23, 10**6)
    *body, plant, serial = codes.split(context.index(stream, rows, 33**5 * 23 * 10**6), *sizes)
    out = np.empty((rows.count, 17), np.uint8)
    out[:, :3] = letters
    for place, part in enumerate(body):
        out[:, 3 + place] = alphabet[part]
    out[:, 8] = ord("0")
    out[:, 9] = _YEAR_LETTERS[(_years(rows, context) - 1980) % 30]
    out[:, 10] = alphabet[10 + plant]
    out[:, 11:] = strings.digits(serial, 6)
    out[:, 8:9] = digit(total(out, _VIN_WEIGHTS, _VIN_VALUES) % 11)
    return strings.from_bytes(out)


@lru_cache(maxsize=1)
def _makers() -> NDArray[np.uint8]:
    return np.frombuffer("".join(facts("vehicles").columns["wmi"]).encode("ascii"), np.uint8).reshape(-1, 3)


@semantic_type(example="B-MK 4821", aliases=("license_plate", "licence_plate", "number_plate"))
def plate(stream: Stream, rows: Rows, context: Context, *, country: str | None = None) -> pa.Array:
    """A number plate in the style of `country` or the locale's: `B-MK 4821`."""
    columns = facts("plates").columns
    patterns = dict(zip(columns["country"], columns["pattern"], strict=True))
    if country is not None and country.upper() not in patterns:
        raise InvalidInput(f"no number plates are known for {country!r}; there are {', '.join(patterns)}")
    home = country.upper() if country else find_locale(context.locale).country or "US"
    return codes.code_text(stream, rows, context, patterns.get(home, "???-####"))
