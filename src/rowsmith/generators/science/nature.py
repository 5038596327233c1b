"""What is measured out of doors: weather, earthquakes, depths."""

from __future__ import annotations

import pyarrow as pa

from rowsmith.generators.science.laboratory import Precision
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.spreads import bell, measured, skewed
from rowsmith.sampling.streams import Rows, Stream


@semantic_type(
    example="18.4",
    aliases=(
        "temp",
        "temperature_c",
        "temp_c",
        "air_temperature",
        "ambient_temperature",
        "temperature_celsius",
    ),
)
def temperature(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = -10,
    max_value: float = 40,
    precision: Precision = 1,
) -> pa.Array:
    """A temperature in degrees Celsius: `18.4`."""
    return measured(bell, stream, rows, min_value, max_value, precision)


@semantic_type(
    example="1013.2", aliases=("air_pressure", "pressure_hpa", "barometric_pressure", "atmospheric_pressure")
)
def pressure(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 975,
    max_value: float = 1050,
    precision: Precision = 1,
) -> pa.Array:
    """Air pressure in hectopascals: `1013.2`."""
    return measured(bell, stream, rows, min_value, max_value, precision)


@semantic_type(example="54.0", aliases=("relative_humidity", "humidity_percent", "humidity_pct"))
def humidity(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 15,
    max_value: float = 98,
    precision: Precision = 1,
) -> pa.Array:
    """Relative humidity in per cent: `54.0`."""
    return measured(bell, stream, rows, min_value, max_value, precision)


@semantic_type(example="4.2", aliases=("wind_speed_ms", "wind_velocity"))
def wind_speed(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 0,
    max_value: float = 28,
    precision: Precision = 1,
) -> pa.Array:
    """The speed of wind in metres a second: `4.2`."""
    return measured(skewed, stream, rows, min_value, max_value, precision)


@semantic_type(example="1.8", aliases=("precipitation", "rain_mm", "precipitation_mm"))
def rainfall(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 0,
    max_value: float = 60,
    precision: Precision = 1,
) -> pa.Array:
    """Rain in millimetres: `1.8`."""
    return measured(skewed, stream, rows, min_value, max_value, precision)


@semantic_type(example="3.4", aliases=("earthquake_magnitude", "richter"))
def magnitude(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 1,
    max_value: float = 8.5,
    precision: Precision = 1,
) -> pa.Array:
    """The strength of an earthquake: `3.4`."""
    return measured(skewed, stream, rows, min_value, max_value, precision)


@semantic_type(example="12.5", aliases=("depth_km", "depth_m", "water_depth"))
def depth(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 0.5,
    max_value: float = 700,
    precision: Precision = 1,
) -> pa.Array:
    """A depth below the surface: `12.5`."""
    return measured(skewed, stream, rows, min_value, max_value, precision)
