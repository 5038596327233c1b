"""What science is filed under: authors, articles, samples."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from rowsmith import strings
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import codes
from rowsmith.writing.checkdigits import digit


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
