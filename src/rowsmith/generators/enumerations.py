"""Types whose values are a short list with natural weights, one line of data each.

`data/enumerations/FAMILY.tsv` has a line a type: name, aliases, description, and the values with their
weights. A family that has such a file calls `register("family")`; a new line is a new type.
"""

from __future__ import annotations

from functools import lru_cache

import pyarrow as pa

from rowsmith import strings
from rowsmith.generators.choice import weighted
from rowsmith.generators.facts import facts
from rowsmith.generators.semantic import Draw, SemanticType, semantic_types
from rowsmith.sampling.context import Context
from rowsmith.sampling.streams import Rows, Stream


def register(family: str) -> None:
    """Enter every enumeration of a family: `register("finance")` enters `finance.payment_method`."""
    table = facts(f"enumerations/{family}").columns
    lines = zip(table["name"], table["aliases"], table["description"], table["values"], strict=True)
    for name, aliases, description, values in lines:
        address = f"{family}.{name}"
        pool, weights = parse(values)
        example = str(pool[weights.index(max(weights))])
        semantic_types.add(
            address,
            SemanticType(
                address,
                _draw(values),
                1,
                example,
                f"{description}: `{example}`.",
                tuple(alias for alias in aliases.split(" ") if alias),
            ),
        )


@lru_cache(maxsize=512)
def parse(values: str) -> tuple[pa.Array, tuple[float, ...]]:
    """The pool and the weights of `debit 70|credit 30`; values that are all digits become integers."""
    cells = [cell.rpartition(" ") for cell in values.split("|")]
    names = [name for name, _, _ in cells]
    numeric = all(name.lstrip("-").isdigit() for name in names)
    pool = pa.array([int(name) for name in names]) if numeric else pa.array(names)
    return pool, tuple(float(weight) for _, _, weight in cells)


def choose(stream: Stream, rows: Rows, context: Context, values: str, name: str = "") -> pa.Array:
    """A weighted value for each row; each value once where the field is unique."""
    pool, weights = parse(values)
    index = (
        context.index(stream, rows, len(pool), name)
        if context.unique
        else weighted(stream, rows, weights, name)
    )
    return strings.pick(pool, index) if pa.types.is_string(pool.type) else pool.take(pa.array(index))


def _draw(values: str) -> Draw:
    def draw(stream: Stream, rows: Rows, context: Context) -> pa.Array:
        return choose(stream, rows, context, values)

    return draw
