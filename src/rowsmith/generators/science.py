"""Science: elements, units, species and compounds whose facts agree; sequences, measurements, identifiers."""

from __future__ import annotations

from typing import Annotated

import numpy as np
import pyarrow as pa
from pydantic import Field

from rowsmith import strings
from rowsmith.generators import enumerations
from rowsmith.generators.entities import attribute, number
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.spreads import bell, flat, measured, skewed
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import codes
from rowsmith.writing.checkdigits import digit

enumerations.register("science")

Precision = Annotated[int, Field(ge=0, le=9)]
Length = Annotated[int, Field(ge=1, le=5000)]


@semantic_type(example="Oxygen", aliases=("chemical_element", "element_name"))
def element(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of the row's chemical element: `Oxygen`."""
    return attribute(stream, rows, context, "elements", "name")


@semantic_type(example="O", aliases=("chemical_symbol", "atomic_symbol"))
def element_symbol(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The symbol of the row's chemical element: `O`."""
    return attribute(stream, rows, context, "elements", "symbol")


@semantic_type(example="8", aliases=("proton_number",))
def atomic_number(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The atomic number of the row's chemical element: `8`."""
    return pa.array(number(rows, context, "elements", "number").astype(np.int64))


@semantic_type(example="15.999", aliases=("atomic_weight",))
def atomic_mass(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The atomic mass of the row's chemical element: `15.999`."""
    return pa.array(number(rows, context, "elements", "mass"))


@semantic_type(example="nonmetal", aliases=("element_group", "element_category"))
def element_series(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What kind of element the row's is: `nonmetal`."""
    return attribute(stream, rows, context, "elements", "series")


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


@semantic_type(example="grey heron", aliases=("animal", "common_name", "species_name"))
def species(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The everyday name of the row's species: `grey heron`."""
    return attribute(stream, rows, context, "species", "name")


@semantic_type(example="Ardea cinerea", aliases=("scientific_name", "binomial_name", "taxon"))
def latin_name(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The scientific name of the row's species: `Ardea cinerea`."""
    return attribute(stream, rows, context, "species", "latin")


@semantic_type(example="bird", aliases=("animal_class", "taxonomic_class", "animal_type"))
def species_kind(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What kind of living being the row's species is: `bird`."""
    return attribute(stream, rows, context, "species", "kind")


@semantic_type(example="Ethanol", aliases=("chemical", "chemical_compound", "substance", "chemical_name"))
def compound(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of the row's chemical compound: `Ethanol`."""
    return attribute(stream, rows, context, "compounds", "name")


@semantic_type(example="C2H6O", aliases=("chemical_formula", "molecular_formula"))
def formula(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The formula of the row's chemical compound: `C2H6O`."""
    return attribute(stream, rows, context, "compounds", "formula")


@semantic_type(example="64-17-5", aliases=("cas", "cas_no"))
def cas_number(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The CAS number of the row's chemical compound: `64-17-5`."""
    return attribute(stream, rows, context, "compounds", "cas")


@semantic_type(example="46.069", aliases=("molecular_weight", "molecular_mass"))
def molar_mass(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """Grams per mole of the row's chemical compound: `46.069`."""
    return pa.array(number(rows, context, "compounds", "molar_mass"))


@semantic_type(example="ACGTTGCAAC", aliases=("dna_sequence", "nucleotide_sequence", "sequence_dna"))
def dna(stream: Stream, rows: Rows, context: Context, *, length: Length = 20) -> pa.Array:
    """A strand of DNA of so many bases: `ACGTTGCAAC`."""
    return codes.code_text(stream, rows, context, "=" * length)


@semantic_type(example="ACGUUGCAAC", aliases=("rna_sequence", "mrna"))
def rna(stream: Stream, rows: Rows, context: Context, *, length: Length = 20) -> pa.Array:
    """A strand of RNA of so many bases: `ACGUUGCAAC`."""
    return codes.code_text(stream, rows, context, "$" * length)


@semantic_type(example="MKVLAADTGL", aliases=("protein_sequence", "peptide", "amino_acid_sequence"))
def protein(stream: Stream, rows: Rows, context: Context, *, length: Length = 20) -> pa.Array:
    """A chain of so many amino acids that begins with methionine: `MKVLAADTGL`."""
    return codes.code_text(stream, rows, context, "M" + ">" * (length - 1))


@semantic_type(example="0000-0002-1825-0097", aliases=("orcid_id", "researcher_id"))
def orcid(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of a researcher with its ISO 7064 check digit: `0000-0002-1825-0097`."""
    payload = codes.code(stream, rows, context, "0000000!#######")
    rest = np.zeros(rows.count, np.int64)
    for column in range(payload.shape[1]):
        rest = (rest + payload[:, column] - ord("0")) * 2 % 11
    whole = np.hstack([payload, digit((12 - rest) % 11)])
    groups = [part for start in range(0, 16, 4) for part in ("-", whole[:, start : start + 4])]
    return strings.template(rows.count, *groups[1:])


@semantic_type(example="10.4821/kq7b.48213", aliases=("digital_object_identifier", "paper_doi"))
def doi(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What looks like the identifier of a paper: `10.4821/kq7b.48213`."""
    return codes.code_text(stream, rows, context, "10.!###/%%#%.#####")


@semantic_type(example="SMP-04829173", aliases=("sample", "specimen_id", "sample_number"))
def sample_id(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of a sample: `SMP-04829173`."""
    return codes.code_text(stream, rows, context, "SMP-########")


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
