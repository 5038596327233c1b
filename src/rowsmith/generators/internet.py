"""Addresses and names on the net. Domains are reserved ones (RFC 2606), so nothing reaches a real person."""

from __future__ import annotations

import re
from typing import Annotated

import numpy as np
import pyarrow as pa
from pydantic import Field

from rowsmith.errors import InvalidInput
from rowsmith.generators import handles, strings
from rowsmith.generators.choice import weighted
from rowsmith.generators.context import Context
from rowsmith.generators.semantic import semantic_type
from rowsmith.generators.streams import Rows, Stream

_DOMAINS = (
    ("example.com", 34), ("example.org", 16), ("example.net", 14), ("brightwave.example", 4),
    ("northfield.example", 4),
    ("bluepine.example", 4), ("riverstone.example", 4), ("quickmail.example", 8), ("postbox.example", 7),
    ("webhaven.example", 5),
)  # fmt: skip
_DOMAIN = re.compile(
    r"(?=.{1,190}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+"
)

Domain = Annotated[str | list[str] | None, Field(description="one domain, or a list to choose from")]


@semantic_type(
    example="anna.smith42@example.com",
    aliases=(
        "e_mail",
        "email_address",
        "mail",
        "contact_email",
        "user_email",
        "customer_email",
        "personal_email",
    ),
)
def email(stream: Stream, rows: Rows, context: Context, *, domain: Domain = None) -> pa.Array:
    """A mail address made of the person's names: `anna.smith@example.com`.

    Unique addresses end in a number of their own (`anna.smith1207@example.net`) and never run out.
    """
    tails, weights = _mail_domains(domain)
    tail = weighted(stream, rows, weights, "domain") if len(tails) > 1 else np.zeros(rows.count, np.int64)
    names = handles.name_pieces(context, rows)
    rest = handles.numbered if context.unique else None
    ending = rest(context, stream, rows, tails, tail) if rest else handles.casual(stream, rows, tails, tail)
    return strings.join(rows.count, *names, *ending)


def _mail_domains(domain: str | list[str] | None) -> tuple[tuple[str, ...], tuple[float, ...]]:
    if domain is None:
        return tuple(f"@{name}" for name, _ in _DOMAINS), tuple(float(weight) for _, weight in _DOMAINS)
    given = [domain] if isinstance(domain, str) else list(dict.fromkeys(domain))
    for name in given or [""]:
        if not _DOMAIN.fullmatch(name.removeprefix("@")):
            raise InvalidInput(f"{name!r} is no domain; give one such as 'example.com'")
    return tuple("@" + name.removeprefix("@") for name in given), (1.0,) * len(given)
