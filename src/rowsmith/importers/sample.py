r"""A sample of the data: what its columns are, which values they take and how often, as a schema.

`from_sample(b"plan,age\nfree,31\npro,44\n").schema` has the fields `plan` and `age`. Values of text columns are
copied only where they are few and frequent; of all others no value gets into the schema.
"""

from __future__ import annotations

import csv
import io
import json
import re
import string
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from rowsmith.errors import InvalidInput, Issue
from rowsmith.importers.extraction import Clause, Extraction
from rowsmith.importers.importer import Importer, importers
from rowsmith.schema import parse_schema
from rowsmith.schema.values import MAX_FIELDS, MAX_NAME

MAX_ROWS = 200_000
_NULLS = {"", "na", "n/a", "null", "none", "nan", "#n/a"}
_KEPT = 3
"""A value of a text column is copied if it stands in so many rows."""
_CATEGORIES = 100
_FEW = 20


def from_sample(content: bytes, *, dialect: str | None = None) -> Extraction:
    """The schema of a CSV, JSON, JSON lines or Parquet file."""
    try:
        columns = _columns(content, dialect or _dialect(content))
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, csv.Error) as error:
        raise _refused(f"cannot be read: {str(error)[:200]}") from None
    if not columns or not any(columns.values()):
        raise _refused("holds no rows; give a file with a header and at least one row")
    if len(columns) > MAX_FIELDS:
        raise _refused(f"has {len(columns)} columns; at most {MAX_FIELDS} are allowed")
    fields = [_field(name, values) for name, values in _named(columns).items()]
    hidden = [field["name"] for field in fields if field["type"] == "string" and "weights" not in field]
    warnings = [f"no values of {', '.join(hidden)[:300]} were copied, only their kind"] if hidden else []
    receipt = [
        Clause(f"{field['name']}: {json.dumps(field)[:150]}", (f"fields.{field['name']}",))
        for field in fields
    ]
    schema = parse_schema({"fields": fields})
    return Extraction(schema=schema, extractor="sample", warnings=tuple(warnings), receipt=tuple(receipt))


def _dialect(content: bytes) -> str:
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"PK"):
        raise _refused("is an archive or a folder; give one of its files")
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"["):
        return "json"
    return "jsonl" if start.startswith(b"{") else "csv"


def _columns(content: bytes, dialect: str) -> dict[str, list[Any]]:
    if dialect == "parquet":
        import pyarrow.parquet as pq

        table = pq.read_table(io.BytesIO(content)).slice(0, MAX_ROWS)
        return {name: table.column(name).to_pylist() for name in dict.fromkeys(table.column_names)}
    text = _text(content)
    if dialect == "csv":
        return _csv(text)
    rows = (
        json.loads(text)
        if dialect == "json"
        else [json.loads(line) for line in text.splitlines() if line.strip()]
    )
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("the rows are no JSON objects")
    names = dict.fromkeys(name for row in rows[:MAX_ROWS] for name in row)
    return {name: [row.get(name) for row in rows[:MAX_ROWS]] for name in names}


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _csv(text: str) -> dict[str, list[Any]]:
    try:
        found: Any = csv.Sniffer().sniff(text[:65_536], delimiters=",;\t|")
    except csv.Error:
        found = csv.excel
    reader = csv.reader(io.StringIO(text, newline=""), found)
    header = next(reader, [])
    rows = [row for row, _ in zip(reader, range(MAX_ROWS), strict=False) if row]
    columns = [[row[at] if at < len(row) else None for row in rows] for at in range(len(header))]
    names = [name or f"column_{at + 1}" for at, name in enumerate(header)]
    return dict(zip(names, columns, strict=True))


def _named(columns: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The columns under names that a field can have."""
    named: dict[str, list[Any]] = {}
    for at, (name, values) in enumerate(columns.items(), 1):
        clean = "".join(char for char in name if char.isprintable()).strip()[:MAX_NAME].strip()
        named[clean if clean and clean not in named else f"column_{at}"] = values
    return named


def _field(name: str, values: Sequence[Any]) -> dict[str, Any]:
    some = [value for value in values if not _is_null(value)]
    share = round(1 - len(some) / len(values), 4) if values else 0.0
    nulls = {"nullable": True, "null_rate": share} if share else {}
    if not some:
        return {"name": name, "type": "string", "constraints": {"nullable": True, "null_rate": 1.0}}
    kind, typed = _typed(some)
    field: dict[str, Any] = {"name": name, "type": kind}
    if kind in ("integer", "float"):
        counts = Counter(typed)
        if len(counts) <= _FEW and len(counts) * 5 <= len(typed):
            values_, weights = zip(*sorted(counts.items()), strict=True)
            return field | {"weights": list(weights), "constraints": {"enum_values": list(values_), **nulls}}
        low, high = min(typed), max(typed)
        numeric = {"semantic_type": f"numeric.{kind}"}
        precision: dict[str, int] = {}
        if kind == "float":
            whole = len(str(int(max(abs(low), abs(high)))))
            places = min(max(map(_decimals, typed)), 8, max(0, 12 - whole))
            precision, low, high = {"precision": places}, round(low, places), round(high, places)
        return field | numeric | {"constraints": {"min_value": low, "max_value": high, **precision, **nulls}}
    if kind in ("date", "datetime"):
        return field | {"constraints": {"min_value": min(typed), "max_value": max(typed), **nulls}}
    if kind == "boolean":
        yes = sum(typed) / len(typed)
        return field | {
            "semantic_type": "numeric.boolean",
            "params": {"true_rate": yes},
            "constraints": nulls,
        }
    return field | _text_field(typed, nulls)


def _text_field(texts: list[str], nulls: dict[str, Any]) -> dict[str, Any]:
    counts = Counter(texts)
    kept = {value: count for value, count in sorted(counts.items()) if count >= _KEPT}
    if kept and len(counts) <= _CATEGORIES and sum(kept.values()) >= 0.8 * len(texts):
        return {"weights": list(kept.values()), "constraints": {"enum_values": list(kept), **nulls}}
    code = _code(counts)
    if code is not None:
        return {"constraints": {"pattern": code, **nulls}}
    lengths = {"min_length": min(map(len, texts)), "max_length": min(max(map(len, texts)), 10_000)}
    return {"constraints": {**lengths, **nulls}}


def _code(texts: Collection[str]) -> str | None:
    r"""The pattern of a column of codes, `^AB-\d\d[A-Z]$`; only what stands in every one of them is copied."""
    some = next(iter(texts))
    if len(texts) < _FEW or len(some) > 64 or any(len(text) != len(some) for text in texts):
        return None
    places = [_place(set(characters)) for characters in zip(*texts, strict=True)]
    letters = any(char.isascii() and char.isupper() for char in some)
    if None in places or r"\d" not in places or not letters:
        return None
    return f"^{''.join(place or '' for place in places)}$"


def _place(found: set[str]) -> str | None:
    """What stands at one place of a code: always the same, any digit, or any capital letter."""
    if len(found) == 1:
        return re.escape(next(iter(found)))
    if found <= set(string.digits):
        return r"\d"
    return "[A-Z]" if found <= set(string.ascii_uppercase) else None


def _typed(values: list[Any]) -> tuple[str, list[Any]]:
    """The type that all values have, and the values as such."""
    if all(isinstance(value, bool) or str(value).lower() in ("true", "false") for value in values):
        return "boolean", [str(value).lower() == "true" for value in values]
    for kind, read in (("integer", _integer), ("float", _float), ("date", _date), ("datetime", _moment)):
        try:
            return kind, [read(value) for value in values]
        except (ValueError, TypeError, OverflowError):
            continue
    return "string", [value if isinstance(value, str) else json.dumps(value, default=str) for value in values]


def _integer(value: Any) -> int:
    text = str(value).strip()
    if (
        isinstance(value, bool | float)
        or "_" in text
        or (len(text.lstrip("-")) > 1 and text.lstrip("-")[0] == "0")
    ):
        raise ValueError
    number = int(text)
    if not -(2**63) <= number < 2**63:
        raise ValueError
    return number


def _float(value: Any) -> float:
    text = str(value).strip()
    number = float(text)
    whole = text.lstrip("-").partition(".")[0]
    if isinstance(value, bool) or abs(number) > 1e15 or "_" in text or (len(whole) > 1 and whole[0] == "0"):
        raise ValueError
    return number


def _date(value: Any) -> str:
    import datetime

    return datetime.datetime.strptime(str(value), "%Y-%m-%d").date().isoformat()


def _moment(value: Any) -> str:
    import datetime

    text = str(value)
    if len(text) < 16:
        raise ValueError
    moment = datetime.datetime.fromisoformat(text)
    moment = moment.replace(tzinfo=datetime.UTC) if moment.tzinfo is None else moment.astimezone(datetime.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f")


def _decimals(value: float) -> int:
    text = repr(value)
    return (
        15
        if "e-" in text
        else min(15, len(text.partition(".")[2].removesuffix("0")) if "e" not in text else 0)
    )


def _is_null(value: Any) -> bool:
    return value is None or value != value or (isinstance(value, str) and value.strip().lower() in _NULLS)


def _refused(message: str) -> InvalidInput:
    return InvalidInput.of([Issue("content", "not_a_sample", f"the sample {message}")])


importers.add(
    "sample",
    Importer(
        kind="sample",
        description="A sample of the data: CSV, JSON, JSON lines or Parquet.",
        read=from_sample,
        example="plan,age\nfree,31\nfree,44\npro,52\nfree,23\npro,37\npro,64\n",
        takes="bytes",
        dialects=("csv", "json", "jsonl", "parquet"),
        option="like",
    ),
)
