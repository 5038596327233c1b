"""Elements and compounds: name, symbol, number and mass tell of the same one."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from rowsmith.generators.entities import attribute, number
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream


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
