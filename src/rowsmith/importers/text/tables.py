"""Several tables: columns of each, keys, and the references that tie them."""

from __future__ import annotations

import re

from rowsmith.importers.text import entities, heads, lexicon
from rowsmith.importers.text.columns import read_columns
from rowsmith.importers.text.draft import Draft, Request, TableDraft
from rowsmith.importers.text.header import plural
from rowsmith.importers.text.inside import told
from rowsmith.importers.text.tokens import brackets

MAX_SCANNED = 20_000
_COUNTED_BRACKET = re.compile(r"\b(?P<noun>[A-Za-z_]\w*s)\s*\((?P<n>\d[\d,]*),\s+(?P<rest>[^()]*)\)\s*,?")

_COUNT_BRACKET = re.compile(r"(?i)\s*\((\d[\d,]*) (?:of (?:them|these|those)|in total|rows|records)\)")


def read_tables(text: str, request: Request) -> list[TableDraft] | None:
    """The tables of a request, or None where it speaks of one only."""
    opened = _COUNTED_BRACKET.sub(
        lambda found: f"{found['n']} {found['noun']}, {found['rest']}; ", text[:MAX_SCANNED]
    )
    seen = heads.scan(_COUNT_BRACKET.sub(r", \1 rows", opened))
    kept = seen.kept()
    counted = [entity for entity in kept.values() if entity.rows is not None]
    listed = [entity for entity in kept.values() if entity.listed and entity.bodies]
    if len(kept) < 2 or not (seen.relations or len(counted) >= 2 or len(listed) >= 2):
        return None
    if not seen.relations and len(listed) < 2 and not _several(counted):
        return None
    tables = [_table(entity, request) for entity in kept.values()]
    for table in tables:
        table.columns = [draft for draft in table.columns if not _names_a_table(draft, tables)]
    _keys(tables)
    for relation in map(_turned, seen.relations, [kept] * len(seen.relations)):
        _refer(tables, relation.child, relation.parent, (relation.low, relation.high))
    _named_references(tables)
    _counts(tables)
    _assumed_references(tables, seen, request)
    return tables


def _names_a_table(draft: Draft, tables: list[TableDraft]) -> bool:
    """Whether it is only the name of a table: `library: borrowers, books, loans`."""
    return plural(draft.name) and not told(draft) and any(table.name == draft.name for table in tables)


def _turned(relation: entities.Relation, kept: dict[str, entities.Entity]) -> entities.Relation:
    """`a pallet holds one product`: where the ones are fewer than those that have them, these refer to them."""
    child, parent = kept.get(relation.child), kept.get(relation.parent)
    if (relation.low, relation.high) != (1, 1) or child is None or parent is None:
        return relation
    if child.rows is not None and parent.rows is not None and child.rows < parent.rows:
        return entities.Relation(relation.parent, relation.child)
    return relation


def _several(counted: list[entities.Entity]) -> bool:
    return len(counted) >= 2 and any(entity.bodies for entity in counted)


def _table(entity: entities.Entity, request: Request) -> TableDraft:
    table = TableDraft(entity.name, entity.rows, listed=bool(entity.bodies))
    if entity.kinds:
        table.columns.append(Draft("type", values=list(entity.kinds)))
    for body in entity.bodies:
        read_columns(_opened(body), request, table.columns)
    table.columns = [draft for draft in table.columns if draft.name.lower() not in ("rows", "row")]
    return table


def _opened(body: str) -> str:
    """The columns in a bracket right behind the noun, without the bracket."""
    text = body.strip()
    found = brackets(text)
    if text[:1] in "([" and 0 in found:
        return f"{text[1 : found[0]]}. {text[found[0] + 1 :].strip(' ,.')}".strip(" .")
    return text


def _stem(table: TableDraft) -> str:
    head, _, last = table.name.rpartition("_")
    return f"{head}_{lexicon.singular(last)}" if head else lexicon.singular(last)


def _keys(tables: list[TableDraft]) -> None:
    """Give each table its key: the one it lists, or an `id` in front."""
    for table in tables:
        own = next((draft for draft in table.columns if _own_key(draft, table)), None)
        if own is None:
            own = Draft("id", type="integer", start=1)
            table.columns.insert(0, own)
        own.unique = True


def _own_key(draft: Draft, table: TableDraft) -> bool:
    words = lexicon.tokens(draft.name)
    if words == ["ids"]:
        draft.name = "id"
        return True
    if not words or draft.parent or any(kind == "foreign key" for kind, _ in draft.pending):
        return False
    owner = set(lexicon.tokens(_stem(table))) | {lexicon.stem(word) for word in lexicon.tokens(table.name)}
    key = words[-1] in (
        "id",
        "uuid",
        "no",
        "nr",
        "number",
        "code",
        "key",
        "isbn",
        "sku",
        "vin",
        "ean",
    ) or draft.name.lower().endswith(("id", "nr"))
    rest = [word for word in words if word not in ("id", "uuid", "no", "nr", "number", "code", "key")]
    close = all(
        any(
            lexicon.stem(word) == lexicon.stem(other)
            or (len(word) > 4 and (other.startswith(word[:5]) or word.startswith(other[:5])))
            for other in owner
        )
        for word in rest
    )
    return (key and (not rest or close or words[-1] in ("isbn", "sku", "vin", "ean"))) or (
        draft.template is not None and draft.unique
    )


def key_of(table: TableDraft) -> str:
    """The column that others refer to."""
    keys = [draft for draft in table.columns if draft.unique]
    return next(
        (
            draft.name
            for draft in keys
            if lexicon.tokens(draft.name)[-1:] in (["id"], ["nr"], ["no"], ["number"])
            or draft.name.lower().endswith("id")
        ),
        keys[0].name if keys else "id",
    )


def _refer(
    tables: list[TableDraft], child_name: str, parent_name: str, per_parent: tuple[int | None, int | None]
) -> None:
    child = next((table for table in tables if table.name == child_name), None)
    parent = next((table for table in tables if table.name == parent_name), None)
    if child is None or parent is None:
        return
    draft = next(
        (
            item
            for item in child.columns
            if item.parent == parent_name or (not item.unique and _means(item, parent))
        ),
        None,
    )
    if draft is None:
        key = key_of(parent)
        name = key if key != "id" and _stem(parent) in key.lower() else f"{_stem(parent)}_id"
        name = name if child.column(name) is None else f"{_stem(parent)}_ref"
        draft = Draft(name)
        place = 1 if child.columns and child.columns[0].unique else 0
        child.columns.insert(place + sum(1 for item in child.columns if item.parent), draft)
    _point(draft, child, parent)
    if any(limit is not None for limit in per_parent):
        draft.per_parent = per_parent


def _point(draft: Draft, child: TableDraft, parent: TableDraft) -> None:
    key = key_of(parent)
    target = parent.column(key)
    draft.parent, draft.parent_field = parent.name, key
    draft.type = (
        target.type
        if target and target.type
        else "string"
        if target and (target.pattern or target.template)
        else None
    ) or "integer"
    if draft.type == "enum":
        draft.type = "string"
    draft.values = draft.pattern = draft.semantic = None
    if (
        not re.search(r"(?i)(?:id|key|code|no|nr|number)$", draft.name)
        and child.column(f"{draft.name}_id") is None
    ):
        draft.name = f"{draft.name}_id"


def _means(draft: Draft, parent: TableDraft) -> bool:
    """Whether a column names another table: `carrier`, `origin warehouse`, `director_id`."""
    words = [
        lexicon.singular(word)
        for word in lexicon.tokens(draft.name)
        if word not in ("id", "key", "ref", "code", "no", "number")
    ]
    stem = _stem(parent).split("_")
    return bool(words) and (words[-len(stem) :] == stem or "".join(words) == "".join(stem))


def _named_references(tables: list[TableDraft]) -> None:
    """A column named like another table refers to it, and one said to."""
    for child in tables:
        for draft in child.columns:
            said = next((text for kind, text in draft.pending if kind == "foreign key"), None)
            draft.pending = [item for item in draft.pending if item[0] != "foreign key"]
            parent = None
            if said:
                name = said.partition(".")[0]
                parent = next(
                    (
                        table
                        for table in tables
                        if lexicon.singular(table.name) == lexicon.singular(name.lower())
                    ),
                    None,
                )
            elif (
                draft.parent is None
                and not draft.unique
                and draft.values is None
                and draft.type in (None, "integer", "string", "uuid")
                and not draft.bounded()
            ):
                parent = next(
                    (table for table in tables if table is not child and _means(draft, table)), None
                )
            if parent is not None:
                _point(draft, child, parent)


def _counts(tables: list[TableDraft]) -> None:
    """Exactly so many children for each of a known number of parents are a known number of rows."""
    rows = {table.name: table.rows for table in tables}
    for child in tables:
        for draft in child.columns:
            parent_rows = rows.get(draft.parent or "")
            if (
                child.rows is None
                and parent_rows is not None
                and draft.per_parent
                and draft.per_parent[0] is not None
                and draft.per_parent[0] == draft.per_parent[1]
            ):
                child.rows = parent_rows * draft.per_parent[0]


def _assumed_references(tables: list[TableDraft], seen: entities.Map, request: Request) -> None:
    """Trips, orders and other events with no stated tie refer to the tables beside them; that is said."""
    for child in tables:
        if _stem(child).split("_")[-1] not in entities.EVENTS or any(draft.parent for draft in child.columns):
            continue
        parents = [
            table
            for table in tables
            if table is not child and _stem(table).split("_")[-1] not in entities.EVENTS
        ]
        for parent in parents:
            _refer(tables, child.name, parent.name, (None, None))
        if parents:
            names = ", ".join(parent.name for parent in parents)
            request.suggestions.append(f"{child.name} was taken to refer to {names}; say so if it should not")
