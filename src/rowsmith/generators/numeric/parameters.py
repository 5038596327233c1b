"""The kinds of parameters that distributions share."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

Positive = Annotated[float, Field(gt=0, le=1e300)]
Size = Annotated[float, Field(ge=0.01, le=1e9)]
Weight = Annotated[float, Field(ge=0, le=1e300)]
Precision = Annotated[int, Field(ge=0, le=15)]
