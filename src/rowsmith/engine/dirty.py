"""The dirty twin of a table and its answer key: what was damaged, where, and what it was before.

Like every table it is a function of the row number, so any range of it can be made alone. Taking the answer
key back from the dirty rows gives the clean table, cell by cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.engine.columns import compute
from rowsmith.engine.drawn import decoded
from rowsmith.engine.fanout import Place, parents_of
from rowsmith.errors import InvalidInput
from rowsmith.generators import Rows, Stream
from rowsmith.plan.arrow_types import arrow_field
from rowsmith.plan.links import Dirty
from rowsmith.plan.model import Plan, TablePlan

KEY = pa.schema(
    [
        pa.field("row", pa.int64()),
        pa.field("clean_row", pa.int64()),
        pa.field("field", pa.string()),
        pa.field("kind", pa.string()),
        pa.field("before", pa.string()),
        pa.field("after", pa.string()),
    ]
)
"""The answer key: the row in the dirty file, the row it was made from, the cell before and after as text."""

_NEIGHBOURS = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuiopoasdfghjkkxcvbnmn", strict=True))
_DAY = 86_400_000_000


@dataclass(frozen=True, slots=True)
class DirtyRows:
    """A range of the dirty twin and the part of the answer key that is about it."""

    rows: pa.RecordBatch
    key: pa.RecordBatch


def generate_dirty(plan: Plan, table: TablePlan, start: int, rows: int) -> DirtyRows:
    """Rows `start` to `start + rows` of a table's dirty twin, with their answers."""
    dirty = table.dirty
    if dirty is None:
        raise InvalidInput(f"the table {table.name!r} has no dirty twin; give it `dirty`")
    if start < 0 or rows < 0 or start + rows > dirty.rows:
        raise InvalidInput(f"rows {start:,} to {start + rows:,} are outside the twin's 0 to {dirty.rows:,}")
    stream = Stream((plan.seed, table.name)).child("dirty")
    numbers = Rows(start, rows)
    place = parents_of(dirty.copies, stream.child("copies"), numbers.numbers())
    names = [field.name for field in table.fields]
    columns = compute(plan, table, Rows.at(place.parent), names)
    clean = {name: decoded(columns[name]) for name in names}
    answers = [
        (start + int(at), int(place.parent[at]), None, "duplicate", None, None)
        for at in np.flatnonzero(place.ordinal > 0)
    ]
    changes = _changes(dirty, stream, numbers, clean)
    for name, cells in changes.items():
        clean[name], found = _changed(name, clean[name], cells, place, start)
        answers += found
    answers.sort(key=lambda answer: (answer[0], answer[2] or ""))
    key = pa.RecordBatch.from_pylist(
        [dict(zip(KEY.names, answer, strict=True)) for answer in answers], schema=KEY
    )
    schema = pa.schema([arrow_field(field) for field in table.fields])
    return DirtyRows(pa.RecordBatch.from_arrays([clean[name] for name in names], schema=schema), key)


def restored(dirty: pa.Table, key: pa.Table) -> pa.Table:
    """The dirty rows with every answer taken back and the duplicates left out."""
    columns = {name: dirty.column(name).combine_chunks() for name in dirty.column_names}
    answers = key.to_pylist()
    for name, values in list(columns.items()):
        cells = [answer for answer in answers if answer["field"] == name]
        if cells:
            kind = values.type
            before = [None if cell["before"] is None else _value(cell["before"], kind) for cell in cells]
            columns[name] = _replaced(values, [cell["row"] for cell in cells], pa.array(before, kind))
    double = [answer["row"] for answer in answers if answer["kind"] == "duplicate"]
    keep = np.ones(dirty.num_rows, np.bool_)
    keep[double] = False
    return pa.table(columns, schema=dirty.schema).filter(pa.array(keep))


def _changes(
    dirty: Dirty, stream: Stream, rows: Rows, clean: dict[str, pa.Array]
) -> dict[str, list[tuple[int, str, int, str | None]]]:
    """For each field: (place in the range, kind, random number, the field it is swapped with)."""
    changes: dict[str, list[tuple[int, str, int, str | None]]] = {}
    if not dirty.damages:
        return changes
    hit = np.flatnonzero(stream.unit(rows, "hit") < dirty.rate)
    which = stream.unit(rows, "kind")
    words = stream.u64(rows, "how", 2)
    # Only damaged rows are visited: a few in a hundred.
    for at in map(int, hit):
        damage = next(item for item in dirty.damages if which[at] < item.until or item is dirty.damages[-1])
        name = damage.fields[int(words[at, 0] % np.uint64(len(damage.fields)))]
        how, other = int(words[at, 1] >> np.uint64(1)), None
        if damage.kind == "swap":
            other = damage.fields[(damage.fields.index(name) + 1) % len(damage.fields)]
            changes.setdefault(other, []).append((at, "swap", how, clean[name][at].as_py()))
            other = clean[other][at].as_py()
        changes.setdefault(name, []).append((at, damage.kind, how, other))
    return changes


def _changed(
    name: str, values: pa.Array, cells: list[tuple[int, str, int, str | None]], place: Place, start: int
) -> tuple[pa.Array, list[tuple[Any, ...]]]:
    """The column with its damaged cells, and the answers; a cell that would stay the same is left alone."""
    places: list[int] = []
    after: list[Any] = []
    answers: list[tuple[Any, ...]] = []
    for at, kind, how, other in cells:
        old = values[at].as_py()
        new = other if kind == "swap" else _damaged(kind, old, how)
        if new != old:
            places.append(at)
            after.append(new)
            texts = (_text(values[at]), _text(pa.scalar(new, values.type)))
            answers.append((start + at, int(place.parent[at]), name, kind, *texts))
    return _replaced(values, places, pa.array(after, values.type)), answers


def _replaced(values: pa.Array, places: list[int], new: pa.Array) -> pa.Array:
    if not places:
        return values
    order = np.argsort(places)
    mask = np.zeros(len(values), np.bool_)
    mask[places] = True
    return pc.replace_with_mask(values, pa.array(mask), new.take(pa.array(order)))


def _damaged(kind: str, value: Any, how: int) -> Any:
    """The value after one kind of damage: `_damaged("typo", "Miller", 5)` is `Miler` or the like."""
    if kind == "missing":
        return None
    if value is None or value == "":
        return value
    if kind == "outlier":
        return value * (100 if how % 2 else -100)
    if kind == "late":
        import datetime

        return value + datetime.timedelta(days=1 + how % 90)
    return _damaged_text(kind, str(value), how)


def _damaged_text(kind: str, text: str, how: int) -> str:
    at = how // 8 % len(text)
    if kind == "case":
        return text.upper() if text != text.upper() else text.lower()
    if kind == "whitespace":
        return (f" {text}", f"{text} ", f"{text[:at]}  {text[at:]}")[how % 3]
    if kind == "format":
        swapped = text.replace("@", " at ").replace("-", "").replace(".", ",").replace(" ", "_")
        return swapped if swapped != text else f"'{text}'"
    if how % 4 == 0 and len(text) > 1:
        return text[:at] + text[at + 1 :]
    if how % 4 == 1 and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if how % 4 == 2:
        return text[: at + 1] + text[at:]
    near = _NEIGHBOURS.get(text[at].lower(), "x")
    return text[:at] + near + text[at + 1 :]


def _text(value: pa.Scalar) -> str | None:
    """A cell as text that `_value` reads back."""
    if not value.is_valid:
        return None
    if pa.types.is_floating(value.type):
        return repr(value.as_py())
    if pa.types.is_temporal(value.type) or pa.types.is_decimal(value.type):
        found = value.as_py()
        return found.isoformat() if hasattr(found, "isoformat") else str(found)
    return str(value.as_py())


def _value(text: str, kind: pa.DataType) -> Any:
    from rowsmith.plan.arrow_types import constant

    if pa.types.is_boolean(kind):
        return text == "True"
    if pa.types.is_integer(kind):
        return int(text)
    if pa.types.is_floating(kind):
        return float(text)
    if pa.types.is_decimal(kind):
        import decimal

        return decimal.Decimal(text)
    return constant(text, kind).as_py()
