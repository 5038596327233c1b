"""Units, and what is measured in a laboratory."""

from __future__ import annotations

from typing import Annotated

import pyarrow as pa
from pydantic import Field

from rowsmith.generators.entities import attribute
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.spreads import bell, flat, measured, skewed
from rowsmith.sampling.streams import Rows, Stream

Precision = Annotated[int, Field(ge=0, le=9)]


@semantic_type(example="pascal", aliases=("si_unit", "unit_name", "measurement_unit"))
def unit(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of the row's unit of measurement: `pascal`."""
    return attribute(stream, rows, context, "units", "name")


@semantic_type(example="Pa", aliases=("unit_abbreviation",))
def unit_symbol(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The sign of the row's unit of measurement: `Pa`."""
    return attribute(stream, rows, context, "units", "symbol")


@semantic_type(example="pressure", aliases=("measured_quantity",))
def physical_quantity(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What the row's unit measures: `pressure`."""
    return attribute(stream, rows, context, "units", "quantity")


@semantic_type(example="7.2", aliases=("ph_value", "ph_level", "acidity"))
def ph(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 3.5,
    max_value: float = 10.5,
    precision: Precision = 2,
) -> pa.Array:
    """Acidity from 0 to 14: `7.2`."""
    return measured(bell, stream, rows, min_value, max_value, precision)


@semantic_type(example="532.0", aliases=("wavelength_nm",))
def wavelength(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 380,
    max_value: float = 750,
    precision: Precision = 1,
) -> pa.Array:
    """A wavelength of light in nanometres: `532.0`."""
    return measured(flat, stream, rows, min_value, max_value, precision)


@semantic_type(example="12.50", aliases=("concentration_mg_l", "conc"))
def concentration(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 0.01,
    max_value: float = 120,
    precision: Precision = 2,
) -> pa.Array:
    """A concentration in milligrams a litre: `12.50`."""
    return measured(skewed, stream, rows, min_value, max_value, precision)


@semantic_type(example="440.0")
def frequency_hz(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 20,
    max_value: float = 20000,
    precision: Precision = 1,
) -> pa.Array:
    """A frequency in hertz: `440.0`."""
    return measured(skewed, stream, rows, min_value, max_value, precision)


@semantic_type(example="0.0312", aliases=("pvalue", "significance"))
def p_value(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 0,
    max_value: float = 1,
    precision: Precision = 4,
) -> pa.Array:
    """The p-value of a test: `0.0312`."""
    return measured(skewed, stream, rows, min_value, max_value, precision)


@semantic_type(example="98.7", aliases=("purity_percent",))
def purity(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 90,
    max_value: float = 100,
    precision: Precision = 1,
) -> pa.Array:
    """How pure a substance is in per cent: `98.7`."""
    return measured(bell, stream, rows, min_value, max_value, precision)


@semantic_type(example="1.24", aliases=("density_g_cm3",))
def density(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 0.5,
    max_value: float = 9,
    precision: Precision = 2,
) -> pa.Array:
    """A density in grams a cubic centimetre: `1.24`."""
    return measured(skewed, stream, rows, min_value, max_value, precision)
