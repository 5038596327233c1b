"""The small types that every model is made of: names, numbers, bounds."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
)

MAX_FIELDS = 2_000
MAX_ROWS = 10**12
MAX_NAME = 128
MAX_PATTERN = 1_000
MAX_NESTING = 32
MAX_VALUES = 10_000
MAX_TEXT = 10_000


class Model(BaseModel):
    """Base of every model: frozen, unknown keys refused, no NaN or Infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True)


def _printable(name: str) -> str:
    bad = next((char for char in name if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")), None)
    if bad is not None:
        raise ValueError(f"a name may not hold the control character {bad!r}; leave it out")
    if name != name.strip() or not name:
        raise ValueError("a name may not be empty or begin or end with a space")
    return name


def _int64(value: object) -> object:
    """Refuse what a strict float would take: an integer of any size."""
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError("an integer must fit in 64 bits")
    return value


Name = Annotated[StrictStr, Field(min_length=1, max_length=MAX_NAME), AfterValidator(_printable)]
"""A field's or table's name: 1 to 128 printable characters of any script, e.g. `signup_date` or `Straße`."""

Integer = Annotated[StrictInt, BeforeValidator(_int64)]
Number = Annotated[Integer | Annotated[StrictFloat, Field(allow_inf_nan=False)], BeforeValidator(_int64)]
Scalar = Annotated[
    StrictBool | Integer | Annotated[StrictFloat, Field(allow_inf_nan=False)] | StrictStr | None,
    BeforeValidator(_int64),
]
Bound = Annotated[Number | Annotated[StrictStr, Field(max_length=64)], BeforeValidator(_int64)]
"""A lower or upper bound: a number, or an ISO 8601 date, date-time or time such as `2024-01-31`."""

Share = Annotated[float, Field(ge=0, le=1)]
RowCount = Annotated[StrictInt, Field(ge=0, le=MAX_ROWS)]
Text = Annotated[StrictStr, Field(max_length=MAX_TEXT)]
LocaleName = Annotated[StrictStr, Field(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z]{2,4})?$")]
Json = JsonValue
