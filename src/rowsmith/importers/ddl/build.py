"""From the catalogue to a schema: every table a table, every column a field, and nothing that cannot be kept."""

from __future__ import annotations

import math
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rowsmith.errors import InvalidInput
from rowsmith.generators import Context, Rows, Stream, semantic_types
from rowsmith.importers.ddl.catalogue import Catalogue, Column, Table
from rowsmith.importers.ddl.checks import Kept, read_checks
from rowsmith.importers.ddl.references import References, resolve
from rowsmith.importers.ddl.types import field_of, is_serial, limits
from rowsmith.plan.infer import infer
from rowsmith.schema import FieldDefinition

NULLS = 0.1
"""Share of nulls in a column that may be null."""
_PROBED = 2_000


def document(catalogue: Catalogue) -> dict[str, Any]:
    """The schema as a JSON document; `catalogue` is warned of what it cannot say."""
    links = resolve(catalogue)
    tables = [_table(table, links[key], catalogue) for key, table in catalogue.tables.items()]
    relationships = [item for found in links.values() for item in found.relationships]
    checks: dict[str, Any] = {
        table.name: [check.sql(catalogue.dialect) for check in table.checks]
        for table in catalogue.tables.values()
        if table.checks
    }
    return (
        {"tables": tables}
        | ({"relationships": relationships} if relationships else {})
        | ({"metadata": {"checks": checks}} if checks else {})
    )


def _table(table: Table, references: References, catalogue: Catalogue) -> dict[str, Any]:
    kept, left = read_checks(table)
    for condition in left:
        catalogue.warn(f"{table.name}: the check {condition[:120]} is not kept")
    fields = [
        _field(column, table, references, kept.get(key, Kept()), catalogue)
        for key, column in table.columns.items()
    ]
    made: dict[str, Any] = {"name": table.name, "fields": fields}
    if table.primary_key:
        made["primary_key"] = [column.name for name in table.primary_key if (column := table.column(name))]
    if table.comment:
        made["description"] = table.comment[:10_000]
    groups = [group for group in table.uniques if len(group) > 1]
    named = [[column.name for name in group if (column := table.column(name))] for group in groups]
    made |= {"unique_together": [list(group) for group in dict.fromkeys(map(tuple, named))]} if named else {}
    return made


def _field(
    column: Column, table: Table, references: References, kept: Kept, catalogue: Catalogue
) -> dict[str, Any]:
    made: dict[str, Any] = {"name": column.name, **field_of(column, catalogue)}
    said = dict(made.get("constraints", {}))
    if column.comment:
        made["description"] = column.comment[:10_000]
    primary = {name.lower() for name in table.primary_key}
    alone = primary == {column.name.lower()}
    key = column.name.lower() in primary
    unique = alone or (column.name.lower(),) in [
        tuple(name.lower() for name in group) for group in table.uniques
    ]
    if unique:
        said["unique"] = True
    implied = key or column.identity is not None or is_serial(column)
    if catalogue.dialect == "sqlite":  # where a key that is not declared NOT NULL may be null
        implied = key and table.keyed
    if not (column.not_null or kept.not_null or implied):
        said["nullable"] = True
        driven = column.name in references.driver
        if not key and not unique and not driven and column.generated is None:
            said["null_rate"] = NULLS
    reference = references.fields.get(column.name)
    if column.generated is not None:
        made["expression"] = column.generated.sql("duckdb")
    elif reference is not None:
        made["reference"] = reference
        if reference["table"] == table.name:
            said.pop("null_rate", None)
    elif any(column.name in item["child_fields"] for item in references.relationships):
        pass
    elif made["type"] == "integer" and (
        column.identity or is_serial(column) or (alone and not kept.constraints)
    ):
        start, step = column.identity or (1, 1)
        made["sequence"] = {"start": start, "step": step}
    else:
        _constrain(made, said, column, table, kept)
    if said:
        made["constraints"] = said
    return made


def _constrain(made: dict[str, Any], said: dict[str, Any], column: Column, table: Table, kept: Kept) -> None:
    """What checks and the size of the type say of the values."""
    asked = dict(kept.constraints)
    kind = made["type"]
    numeric = kind in ("integer", "float", "decimal")
    step = 1 if kind == "integer" else 10 ** -said.get("precision", 2)
    for word, open_end, sign in (("min_value", kept.above, 1), ("max_value", kept.below, -1)):
        if word in asked and numeric and isinstance(open_end, int | float) and asked[word] == open_end:
            asked[word] = round(open_end + sign * step, 9)
    if "enum_values" in asked and kind == "string":
        made["type"] = "enum"
    if kind == "boolean":
        asked = {}
    if "pattern" in asked and _matches(made, table, asked["pattern"]):
        del asked["pattern"]
    said |= asked
    after = [name for name, _ in kept.after]
    if after and kind in ("date", "datetime", "time", "integer", "float", "decimal"):
        strict = any(later for _, later in kept.after)
        gap: Any = ("1 day" if kind == "date" else "1 second" if not numeric else step) if strict else None
        made["params"] = {"after": after if len(after) > 1 else after[0]} | ({"gap_min": gap} if gap else {})
    if numeric and not after and "enum_values" not in said and "semantic_type" not in made:
        _fit(made, said, column, table)


def _fit(made: dict[str, Any], said: dict[str, Any], column: Column, table: Table) -> None:
    """Bounds where the values that the name suggests would not fit the declared type."""
    low, high = limits(column) or (-math.inf, math.inf)
    least, most = max(low, said.get("min_value", low)), min(high, said.get("max_value", high))
    values = _probe(made, said, table)
    if values and least <= min(values) and max(values) <= most:
        return
    if "min_value" in said or "max_value" in said:
        least = said.get("min_value", max(low, min(0, said.get("max_value", 0))))
        room = 1000 if made["type"] == "integer" else 10_000
        said.setdefault("min_value", least)
        said.setdefault("max_value", _whole(min(high, max(least, 0) + room), made["type"]))
        return
    said["min_value"], said["max_value"] = (
        _whole(max(low, 0), made["type"]),
        _whole(min(high, 1000), made["type"]),
    )


def _whole(bound: float, kind: str) -> float | int:
    return int(bound) if kind == "integer" else bound


def _probe(made: dict[str, Any], said: dict[str, Any], table: Table) -> list[Any]:
    """Values of the type that a field's name suggests."""
    definition = FieldDefinition.model_validate(
        {
            **made,
            "constraints": {k: v for k, v in said.items() if k not in ("unique", "min_value", "max_value")},
        }
    )
    found = infer(definition, table.name)
    semantic = semantic_types.get(found.semantic_type)
    stream = Stream(("probe", table.name))
    params = found.params | (
        {"precision": said["precision"]} if "precision" in semantic.parameters and "precision" in said else {}
    )
    try:
        drawn = semantic(stream, Rows(0, _PROBED), Context(table=stream), **params)
    except (InvalidInput, TypeError):
        return []
    return drawn.to_pylist()


def _matches(made: dict[str, Any], table: Table, pattern: str) -> bool:
    """Whether the values that a field's name suggests match a pattern anyway: `LIKE '%@%'` and an e-mail."""
    values = _probe(made, {}, table)
    if not values or not all(isinstance(value, str) for value in values):
        return False
    wanted = f"^(?:{pattern.replace('[a-z0-9]{0,8}', '.*')})$"
    try:
        return bool(pc.all(pc.match_substring_regex(pa.array(values), wanted)).as_py())  # in linear time
    except pa.ArrowInvalid:
        return False
