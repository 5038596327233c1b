"""Devices and what they measure: a sensor's kind, unit and reading agree."""

from __future__ import annotations

from typing import Annotated

import numpy as np
import pyarrow as pa
from pydantic import Field

from rowsmith.generators import enumerations
from rowsmith.generators.entities import attribute, number
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.spreads import bell, counted, measured, skewed, whole
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import codes

enumerations.register("iot")

Precision = Annotated[int, Field(ge=0, le=9)]


@semantic_type(
    example="temperature", aliases=("sensor", "sensor_kind", "metric", "measurement_type", "metric_name")
)
def sensor_type(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What the row's sensor measures: `temperature`."""
    return attribute(stream, rows, context, "sensors", "kind")


@semantic_type(example="°C", aliases=("reading_unit",))
def sensor_unit(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The unit of the row's sensor: `°C`."""
    return attribute(stream, rows, context, "sensors", "unit")


@semantic_type(example="21.4", aliases=("sensor_reading", "sensor_value", "measurement", "metric_value"))
def reading(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What the row's sensor measured, in its unit: `21.4`."""
    low = number(rows, context, "sensors", "low")
    high = number(rows, context, "sensors", "high")
    scale = np.array([1.0, 10.0, 100.0])[number(rows, context, "sensors", "decimals").astype(np.int64)]
    value = low + (high - low) * bell(stream, rows, 0, 1)
    return pa.array(np.floor(value * scale + 0.5) / scale)


@semantic_type(example="SNS-04829173", aliases=("sensor_number", "node_id", "meter_id", "gateway_id"))
def sensor_id(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of a sensor: `SNS-04829173`."""
    return codes.code_text(stream, rows, context, "SNS-########")


@semantic_type(example="KQ7M48213960", aliases=("serial_no", "device_serial"))
def serial_number(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The serial number of a device: `KQ7M48213960`."""
    return codes.code_text(stream, rows, context, "??#?########")


@semantic_type(example="2.4.3", aliases=("firmware", "software_version", "app_version", "version", "semver"))
def firmware_version(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The version of a device's software: `2.4.3`."""
    return codes.code_text(stream, rows, context, "!.#.#")


@semantic_type(example="76", aliases=("battery", "battery_percent", "battery_pct", "charge_level"))
def battery_level(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """How full a battery is in per cent, full ones more often: `76`."""
    return pa.array(100 - np.floor(skewed(stream, rows, 0, 97)).astype(np.int64))


@semantic_type(example="-67", aliases=("signal_strength", "signal", "rssi_dbm", "signal_dbm"))
def rssi(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = -110, max_value: int = -35
) -> pa.Array:
    """The strength of a radio signal in dBm: `-67`."""
    return pa.array(whole(stream, rows, min_value, max_value))


@semantic_type(example="229.8", aliases=("volts", "voltage_v"))
def voltage(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 215,
    max_value: float = 245,
    precision: Precision = 1,
) -> pa.Array:
    """A voltage in volts: `229.8`."""
    return measured(bell, stream, rows, min_value, max_value, precision)


@semantic_type(example="3.42", aliases=("amps", "amperage"))
def current_a(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 0,
    max_value: float = 16,
    precision: Precision = 2,
) -> pa.Array:
    """A current in amperes: `3.42`."""
    return measured(skewed, stream, rows, min_value, max_value, precision)


@semantic_type(example="418.0", aliases=("watts", "power_consumption"))
def power_w(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 0,
    max_value: float = 3200,
    precision: Precision = 1,
) -> pa.Array:
    """Power in watts: `418.0`."""
    return measured(skewed, stream, rows, min_value, max_value, precision)


@semantic_type(example="8.42", aliases=("energy", "kwh", "energy_consumption", "consumption", "usage_kwh"))
def energy_kwh(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 0,
    max_value: float = 60,
    precision: Precision = 2,
) -> pa.Array:
    """Energy in kilowatt hours: `8.42`."""
    return measured(skewed, stream, rows, min_value, max_value, precision)


@semantic_type(example="1.84", aliases=("vibration_mm_s",))
def vibration(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 0,
    max_value: float = 18,
    precision: Precision = 2,
) -> pa.Array:
    """Vibration in millimetres a second: `1.84`."""
    return measured(skewed, stream, rows, min_value, max_value, precision)


@semantic_type(example="612", aliases=("co2_ppm", "carbon_dioxide"))
def co2(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 390, max_value: int = 1600
) -> pa.Array:
    """Carbon dioxide in parts a million: `612`."""
    return pa.array(whole(stream, rows, min_value, max_value))


@semantic_type(example="42", aliases=("air_quality", "air_quality_index", "pm25", "pm2_5"))
def aqi(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 4, max_value: int = 250
) -> pa.Array:
    """The quality of air, low is good: `42`."""
    return counted(stream, rows, min_value, max_value)


@semantic_type(example="48.0", aliases=("speed_kmh", "speed_kph", "velocity"))
def speed(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 0,
    max_value: float = 140,
    precision: Precision = 1,
) -> pa.Array:
    """A speed in kilometres an hour: `48.0`."""
    return measured(bell, stream, rows, min_value, max_value, precision)


@semantic_type(example="1850", aliases=("engine_rpm", "rotation_speed"))
def rpm(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 600, max_value: int = 6500
) -> pa.Array:
    """Turns a minute: `1850`."""
    return pa.array(whole(stream, rows, min_value, max_value))


@semantic_type(example="34.2", aliases=("cpu", "cpu_usage", "cpu_load", "cpu_utilization"))
def cpu_percent(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 0,
    max_value: float = 100,
    precision: Precision = 1,
) -> pa.Array:
    """How busy a processor is in per cent: `34.2`."""
    return measured(skewed, stream, rows, min_value, max_value, precision)


@semantic_type(example="58.1", aliases=("memory_usage", "ram_usage", "mem_usage", "disk_usage"))
def memory_percent(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 5,
    max_value: float = 98,
    precision: Precision = 1,
) -> pa.Array:
    """How full a memory is in per cent: `58.1`."""
    return measured(bell, stream, rows, min_value, max_value, precision)


@semantic_type(example="412", aliases=("uptime", "operating_hours", "running_hours"))
def uptime_hours(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 0, max_value: int = 9000
) -> pa.Array:
    """How long a device has been running, in hours: `412`."""
    return counted(stream, rows, min_value, max_value)
