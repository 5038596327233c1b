"""The fast ways of writing values give what the slow ones would, whatever stands beside a value."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from rowsmith.formats import values
from rowsmith.formats.pieces import assemble


def texts(render: Any, array: pa.Array) -> list[str]:
    return assemble(len(array), render(array)).to_pylist()


def each_alone(render: Any, array: pa.Array) -> list[str]:
    return [texts(render, array.slice(i, 1))[0] for i in range(len(array))]


@pytest.mark.parametrize(
    ("low", "high"),
    [(0, 90), (-50, 50), (0, 9_999), (0, 10**6), (-(10**8), 10**9), (0, 10**12 - 1), (-(2**63), 2**63 - 1)],
)  # fmt: skip
def test_integers_read_as_python_writes_them(low: int, high: int) -> None:
    rng = random.Random(low)
    numbers = [rng.randint(low, high) for _ in range(5000)] + [low, high, max(low, 0)]
    numbers += [n for exponent in range(1, 19) for n in (10**exponent - 1, 10**exponent) if low <= n <= high]
    assert texts(values.integers, pa.array(numbers, pa.int64())) == [str(number) for number in numbers]


def test_floats_are_short_plain_and_exact() -> None:
    numbers = [
        12.5,
        3.0,
        -0.0,
        0.0,
        0.01,
        -7.25,
        0.0001,
        1e11 - 0.01,
        99_999_999_999.0,
        1e-7,
        0.1 + 0.2,
        5e-324,
    ]
    assert texts(values.floats, pa.array(numbers)) == [
        "12.5", "3.0", "-0.0", "0.0", "0.01", "-7.25", "0.0001", "99999999999.99", "99999999999.0", "1e-7",
        "0.30000000000000004", "5e-324",
    ]  # fmt: skip


@pytest.mark.parametrize("places", [0, 2, 4, 9])
@pytest.mark.parametrize("size", [10.0, 1e6, 1e11, 1e300])
def test_a_floats_text_is_its_own_and_reads_back(places: int, size: float) -> None:
    rng = random.Random(places)
    numbers = [round(rng.uniform(-size, size), places) for _ in range(2000)]
    array = pa.array(numbers)
    made = texts(values.floats, array)
    assert [float(text) for text in made] == numbers
    assert made[:100] == each_alone(values.floats, array.slice(0, 100))


def test_a_float_reads_the_same_beside_any_other() -> None:
    numbers = pa.array([1.0, 12.25, 1e13, 0.12345, 1e-9, 1e11, 123456789012.5, -3.5])
    assert texts(values.floats, numbers) == each_alone(values.floats, numbers)
    many = pa.concat_arrays([numbers, pa.array(np.round(np.linspace(0, 1e6, 5000), 2))])
    assert texts(values.floats, many)[:8] == each_alone(values.floats, numbers)


@pytest.mark.parametrize("micros", [1_000_000, 1_000, 1])
def test_timestamps_read_as_python_writes_them(micros: int) -> None:
    rng = random.Random(micros)
    first, last = dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31)
    span = int((last - first).total_seconds()) * (1_000_000 // micros)
    moments = [first + dt.timedelta(microseconds=rng.randrange(span) * micros) for _ in range(3000)]
    array = pa.array(moments, pa.timestamp("us")).cast(pa.timestamp("us", "UTC"))
    assert texts(values.timestamps, array) == [moment.isoformat() + "Z" for moment in moments]
    days = pa.array([moment.date() for moment in moments])
    assert texts(values.dates, days) == [moment.date().isoformat() for moment in moments]


@pytest.mark.parametrize(("precision", "scale"), [(5, 0), (10, 2), (18, 18), (38, 2), (38, 10), (38, 38)])
def test_decimals_keep_their_places_and_have_no_exponent(precision: int, scale: int) -> None:
    rng = random.Random(scale)
    edge = 10**precision - 1
    units = [
        0,
        1,
        -1,
        edge,
        -edge,
        *(rng.randint(-edge, edge) for _ in range(200)),
        *(rng.randint(-99, 99) for _ in range(99)),
    ]
    units = [unit for unit in units if abs(unit) <= edge]
    numbers = [Decimal((int(unit < 0), tuple(map(int, str(abs(unit)))), -scale)) for unit in units]
    array = pa.array(numbers, pa.decimal128(precision, scale))
    assert texts(values.decimals, array) == [format(number, "f") for number in numbers]


def test_slices_of_arrays_are_read_from_their_offset() -> None:
    for render, array in (
        (values.integers, pa.array(range(100))),
        (values.decimals, pa.array([Decimal(i) for i in range(100)], pa.decimal128(10, 2))),
        (values.booleans, pa.array([i % 3 == 0 for i in range(100)])),
    ):
        assert texts(render, array.slice(7, 20)) == texts(render, array)[7:27]
