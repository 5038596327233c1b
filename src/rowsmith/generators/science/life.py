"""Living things: species by name, and sequences."""

from __future__ import annotations

from typing import Annotated

import pyarrow as pa
from pydantic import Field

from rowsmith.generators.entities import attribute
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import codes

Length = Annotated[int, Field(ge=1, le=5000)]


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
