"""The kinds of edits, one entry each in one table: what is said, and what it does to the schema."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from rowsmith.errors import InvalidInput
from rowsmith.importers.changes import field_path, table_path
from rowsmith.importers.text import columns, naming
from rowsmith.importers.text.build import field_document
from rowsmith.importers.text.clauses import read_clause
from rowsmith.importers.text.draft import Draft, Request, TableDraft
from rowsmith.importers.text.finish import settle
from rowsmith.importers.text.inside import told
from rowsmith.importers.text.names import Found, find, refused, require, table_of, unknown, within
from rowsmith.importers.text.numbers import amount
from rowsmith.importers.text.overlay import overlaid
from rowsmith.importers.text.renaming import renamed_field, renamed_table, without_field
from rowsmith.importers.text.settings import read_settings
from rowsmith.importers.text.type_names import set_type
from rowsmith.schema import DataSchema, FieldDefinition, TableDefinition
from rowsmith.schema.parse import issues_of
from rowsmith.schema.values import MAX_ROWS

_ADD = "add|include|append|insert|create|introduce"
_REMOVE = "remove|drop|delete|exclude|omit|discard|get rid of|leave out|take out"
_CHANGE = "make|set|change|let|turn|update|switch|use|put|restrict|limit|keep|have"
VERBS = f"{_ADD}|{_REMOVE}|{_CHANGE}|rename|call"


@dataclass(frozen=True, slots=True)
class Edited:
    """A schema under way, what was said of the dataset, and which fields were named."""

    schema: DataSchema
    rows: int | None = None
    output_format: str | None = None
    seed: int | None = None
    named: frozenset[tuple[str, str]] = frozenset()
    renamed: dict[str, str] = field(default_factory=dict[str, str])
    paths: tuple[str, ...] = ()
    """The elements that the last clause became."""

    def with_table(self, old: TableDefinition, new: TableDefinition, *names: str, paths: list[str]) -> Edited:
        """The same with another table in the place of one; `names` are the fields that were named."""
        return replace(
            self,
            schema=_with_table(self.schema, old, new),
            named=self.named | {(new.name, name) for name in names},
            paths=tuple(paths),
        )


Apply = Callable[[re.Match[str], Edited, Request], Edited | None]


@dataclass(frozen=True, slots=True)
class Edit:
    """One kind of edit; `apply` answers None where the words are of another kind."""

    kind: str
    pattern: re.Pattern[str]
    apply: Apply


def _with_table(schema: DataSchema, old: TableDefinition, new: TableDefinition) -> DataSchema:
    if schema.tables is None:
        return schema.model_copy(update={"fields": new.fields})
    return schema.model_copy(update={"tables": [new if table is old else table for table in schema.tables]})


def _rename(found: re.Match[str], edited: Edited, request: Request) -> Edited:
    table = table_of(found["old"], edited.schema) if edited.schema.tables else None
    name = found["new"].strip(" \"'`.")
    column = find(found["old"], edited.schema)
    if table is not None and (column is None or re.search(r"(?i)\btable\b", found[0])):
        schema = renamed_table(edited.schema, table.name, name)
        moved = {f"tables.{table.name}": f"tables.{name}"} | {
            f"tables.{table.name}.fields.{item.name}": f"tables.{name}.fields.{item.name}"
            for item in table.fields
        }
        named = {(name, item.name) for item in table.fields}
        return replace(edited, schema=schema, renamed=edited.renamed | moved, named=edited.named | named,
                       paths=(f"tables.{name}",))  # fmt: skip
    column = column or require(found["old"], edited.schema)
    if column.rest.strip():
        raise unknown(found["old"], edited.schema)
    if any(item.name == name for item in column.table.fields):
        raise refused("duplicate_name", f"there is a column {name!r} in {column.table.name} already")
    schema = renamed_field(edited.schema, column.table.name, column.field.name, name)
    then, now = (field_path(edited.schema, column.table, item) for item in (column.field.name, name))
    return replace(
        edited, schema=schema, renamed=edited.renamed | {then: now},
        named=edited.named | {(column.table.name, name)}, paths=(now,),
    )  # fmt: skip


def _remove(found: re.Match[str], edited: Edited, request: Request) -> Edited | None:
    words = found["what"].strip()
    table = table_of(words, edited.schema) if edited.schema.tables else None
    if table is not None and (re.search(r"(?i)\btable\b", words) or find(words, edited.schema) is None):
        return _drop(edited, table)
    named = re.match(r"(?i)(?:the\s+)?table\s+(.+)|(?:the\s+)?(\S+)\s+table$", words)
    if named and table is None and find(words, edited.schema) is None:
        tables = ", ".join(item.name for item in edited.schema.all_tables()[:12])
        raise refused(
            "unknown_table", f"there is no table {(named[1] or named[2])[:60]!r}; there are: {tables}"
        )
    plain, only = within(words, edited.schema)
    names = [part for part in re.split(r"\s*(?:,|&|\band\b|\bor\b)\s*", plain) if part.strip()]
    whole = find(words, edited.schema)
    if whole is not None and not whole.rest.strip():
        names = [words]
    for name in names:
        column = require(f"{name} in {only.name}" if only and name is not words else name, edited.schema)
        if re.sub(r"(?i)^(?:columns?|fields?)$", "", column.rest.strip()):
            raise unknown(name, edited.schema)
        path = field_path(edited.schema, column.table, column.field.name)
        schema = without_field(edited.schema, column.table.name, column.field.name)
        edited = replace(
            edited, schema=schema, paths=(*edited.paths, path) if name is not names[0] else (path,),
            named=edited.named | {(column.table.name, column.field.name)},
        )  # fmt: skip
    return edited


def _drop(edited: Edited, table: TableDefinition) -> Edited:
    tables = [item for item in edited.schema.tables or [] if item is not table]
    children = [
        f"{item.name}.{column.name}"
        for item in tables
        for column in item.fields
        if column.reference is not None and column.reference.table == table.name
    ]
    children += [item.child for item in edited.schema.relationships if item.parent == table.name]
    if children:
        raise refused(
            "referenced", f"{', '.join(children[:5])} refers to {table.name}; remove that first, or with it"
        )
    if not tables:
        raise refused("last_table", f"{table.name} is the only table; a schema needs one")
    relationships = [item for item in edited.schema.relationships if item.child != table.name]
    schema = edited.schema.model_copy(update={"tables": tables, "relationships": relationships})
    return replace(edited, schema=schema, paths=(f"tables.{table.name}",))


_NEW = re.compile(
    r"(?i)^(?:an? |the |some |another |one )*(?:new |extra |additional )*(?:columns?|fields?)?\s*"
    r"(?:called |named |for |with |:)?\s*"
)


def _add(found: re.Match[str], edited: Edited, request: Request) -> Edited | None:
    text, table = within(found["what"], edited.schema)
    tables = edited.schema.all_tables()
    if re.match(r"(?i)^(?:an? |the |another )?(?:new |extra )*table\b", text):
        raise refused("new_table", "tables cannot be added by an edit yet; write the table into the schema")
    if table is None and len(tables) > 1:
        names = ", ".join(item.name for item in tables[:6])
        raise refused("which_table", f"say to which table: {names}, such as 'add ... to {tables[0].name}'")
    table = table or tables[0]
    text = _NEW.sub("", text)
    drafts = columns.read_columns(text, request)
    if request.ignored or not drafts:
        raise refused("not_understood", f"not understood: {(request.ignored or [found[0]])[0][:100]!r}")
    taken = [draft.name for draft in drafts if any(item.name == draft.name for item in table.fields)]
    if taken:
        raise refused(
            "duplicate_name",
            f"there is a column {taken[0]!r} in {table.name} already; say: make {taken[0]} ...",
        )
    settle(TableDraft(table.name, columns=[*_shadows(table), *drafts]), drafts, request)
    fields = [_checked(field_document(draft)) for draft in drafts]
    new = table.model_copy(update={"fields": [*table.fields, *fields]})
    paths = [field_path(edited.schema, table, item.name) for item in fields]
    return edited.with_table(table, new, *(item.name for item in fields), paths=paths)


def _checked(document: dict[str, Any]) -> FieldDefinition:
    """A field from its document, with every problem in one error."""
    try:
        return FieldDefinition.model_validate(document)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False)
        raise InvalidInput.of(issues_of(document, details)) from None


def _shadows(table: TableDefinition, but: str = "") -> list[Draft]:
    """The columns of a table as the reader knows columns, for clauses that name them."""
    return [
        Draft(
            item.name, type=item.type, values=_known(item),
            weights=dict(item.weights) if isinstance(item.weights, dict) else None,
        )
        for item in table.fields if item.name != but
    ]  # fmt: skip


def _known(item: FieldDefinition) -> list[str | int | float | bool] | None:
    return [value for value in item.constraints.enum_values or [] if value is not None] or None


def _subject(found: re.Match[str], edited: Edited, request: Request) -> Edited | None:
    column = find(found["what"], edited.schema)
    if column is None:
        return None
    return _said(column, edited, request)


def _change(found: re.Match[str], edited: Edited, request: Request) -> Edited | None:
    """`make churn 8 %`, `set age to between 20 and 30`."""
    count = _rows(found, edited, request)
    if count is not None:
        return count
    column = find(found["what"], edited.schema)
    if column is None:
        whole = _whole(found, edited, request)
        if whole is not None:
            return whole
        raise unknown(found["what"], edited.schema)
    return _said(column, edited, request)


def _share(found: re.Match[str], edited: Edited, request: Request) -> Edited | None:
    """`20% of city missing`: the share stands before the column."""
    column = find(f"{found['what']} {found['how']}", edited.schema)
    if column is None:
        raise unknown(found["what"], edited.schema)
    return _said(replace_rest(column, f"{found['share']} {column.rest}"), edited, request)


def replace_rest(column: Found, rest: str) -> Found:
    """The same field with other words behind its name."""
    return Found(column.table, column.field, rest)


_BECOMES = re.compile(
    r"(?i)^(?:(?:should|must|has to|have to|needs to|can)\s+)?"
    r"(?:be|become|to be|to|into|as|is|are|range|from now on)\s+"
)
_PLAIN: dict[str, dict[str, Any]] = {
    "not unique": {"unique": False}, "non-unique": {"unique": False}, "no longer unique": {"unique": False},
    "required": {"nullable": False, "null_rate": None}, "mandatory": {"nullable": False, "null_rate": None},
    "never empty": {"nullable": False, "null_rate": None}, "not null": {"nullable": False, "null_rate": None},
}  # fmt: skip


def _said(column: Found, edited: Edited, request: Request) -> Edited:
    """What is said of a column, read by the same phrases as in a request, laid over its definition."""
    rest = column.rest.strip(" ,.")
    while _BECOMES.match(rest) and not re.match(r"(?i)from \S+ to ", rest):
        rest = _BECOMES.sub("", rest)
    path = field_path(edited.schema, column.table, column.field.name)
    plain = _PLAIN.get(rest.lower())
    if plain is not None:
        constraints = column.field.constraints.model_copy(update=plain)
        return _replaced(column, column.field.model_copy(update={"constraints": constraints}), edited, path)
    draft = _read(column.field, rest, request) if rest else None
    if draft is None:
        raise refused(
            "not_understood",
            f"not understood: {rest[:100]!r}, said of {column.field.name!r}" if rest
            else f"nothing is said of {column.field.name!r}; say, for example: make {column.field.name} unique",
        )  # fmt: skip
    typed = draft.type is not None and draft.type not in ("boolean", column.field.type) and not draft.pending
    typed = typed and _names_type(rest)
    if draft.true_share is not None and column.field.type != "boolean" and not _two(column.field, draft):
        raise refused(
            "not_a_share",
            f"{column.field.name!r} is no yes-or-no column, so {rest[:60]!r} says nothing of it; "
            f"say, for example: {column.field.name} {rest[:30]} missing",
        )
    draft.type = draft.type if typed else column.field.type
    table = TableDraft(column.table.name, columns=[*_shadows(column.table, column.field.name), draft])
    settle(table, [draft], request)
    draft.name = column.field.name
    new = _checked(overlaid(column.field, draft, typed=typed))
    numbers = ("integer", "float", "decimal")
    if column.field.type in numbers and new.type not in (*numbers, "string") and not typed:
        raise refused(
            "not_understood",
            f"not understood: {rest[:100]!r}, said of {column.field.name!r}, which holds numbers",
        )
    if new == column.field and draft.null_rate != 0 and not draft.unique:
        request.warnings.append(f"{column.field.name!r} is so already; nothing changes")
    return _replaced(column, new, edited, path)


def _two(field: FieldDefinition, draft: Draft) -> bool:
    values = field.constraints.enum_values or []
    draft.values = draft.values or (
        [value for value in values if value is not None] if len(values) == 2 else None
    )
    return len(values) == 2


def _names_type(rest: str) -> bool:
    words = re.sub(r"(?i)^(?:an?|of type|type)\s+", "", rest).split()
    return any(set_type(Draft("x"), word.strip(",.;")) for word in words[:3])


def _read(field: FieldDefinition, rest: str, request: Request) -> Draft | None:
    """The phrases after the name; None where a word of them had no effect."""
    named = re.fullmatch(r"(?i)(?:an?\s+|of type\s+|type\s+)?(\w+)(?:\s+(?:type|column|field|value))?", rest)
    typed = Draft(field.name, words=rest)
    if named and set_type(typed, named[1]):
        return typed
    slug = "_".join(naming.identifier(field.name).split()) or "value"
    for name in (slug, "value"):
        draft = read_clause(f"{name} {rest}", request)
        if draft.name == naming.column_name(name) and told(draft) and not draft.left:
            draft.name = field.name
            return draft
    draft = Draft(field.name)
    columns.merge(draft, rest, request)
    draft.words = rest
    listed = re.fullmatch(
        r"(?i)(?:one of |either |only )?(\w[\w -]*(?:\s*(?:,|/|\|| or | and )\s*\w[\w -]*)+)", rest
    )
    if not told(draft) and listed:
        from rowsmith.importers.text import choices

        return draft if choices.take(draft, listed[1]) else None
    return draft if told(draft) and not draft.left else None


def _replaced(column: Found, new: FieldDefinition, edited: Edited, path: str) -> Edited:
    fields = [new if item is column.field else item for item in column.table.fields]
    table = column.table.model_copy(update={"fields": fields})
    return edited.with_table(column.table, table, column.field.name, paths=[path])


_NUMBER = (
    r"(?P<n>\d[\d,._]*\s?(?:k|m|b|bn|thousand|million|billion|lakh|crore)?"
    r"|(?:a |one |two |three |five |ten |a hundred |hundred )*(?:thousand|million|billion|hundred|dozen))"
)
_COUNT = re.compile(
    r"(?i)^(?:(?:make|set|change|use|have)\s+)?(?:it\s+|the\s+)?(?:number of\s+)?(?:rows?\s+)?"
    rf"(?:to\s+|=\s*|:\s*)?{_NUMBER}\s+(?P<of>rows?|records?|lines?|entries|[\w -]+?)\s*$"
)


def _rows(found: re.Match[str], edited: Edited, request: Request) -> Edited | None:
    """`100k rows`, `make it 5 million rows`, `2000 orders`."""
    count = _COUNT.match(found[0])
    read = (
        amount(re.sub(r"\s+", "", count["n"]) if count and count["n"][0].isdigit() else count["n"])
        if count
        else None
    )
    if count is None or read is None or not float(read.value).is_integer():
        return None
    plain, table = within(count["of"], edited.schema)
    table = table or table_of(plain, edited.schema)
    if table is None and not re.fullmatch(r"(?i)rows?|records?|lines?|entries", plain.strip()):
        return None
    rows = int(read.value)
    if rows > MAX_ROWS:
        raise refused(
            "too_many_rows", f"{rows:,} rows are asked; at most {MAX_ROWS:,} are allowed: ask for fewer"
        )
    if table is None or edited.schema.tables is None:
        if edited.schema.tables is not None and all(item.rows is not None for item in edited.schema.tables):
            names = ", ".join(item.name for item in edited.schema.tables[:6])
            raise refused(
                "which_table", f"say of which table: {names}, such as '{rows} {edited.schema.tables[0].name}'"
            )
        return replace(edited, rows=rows, paths=("rows",))
    new = table.model_copy(update={"rows": rows})
    return edited.with_table(table, new, paths=[f"{table_path(edited.schema, table)}.rows"])


def _whole(found: re.Match[str], edited: Edited, request: Request) -> Edited | None:
    """Format and seed: `as parquet`, `seed 7`."""
    said = Request(request.today, found[0])
    rest = read_settings(found[0], said)
    left = re.sub(rf"(?i)\b(?:{VERBS}|it|the|a|an|as|in|to|output|format|file)\b", "", rest).strip(" ,.")
    if left or (said.output_format is None and said.seed is None):
        return None
    return replace(
        edited,
        output_format=said.output_format or edited.output_format,
        seed=said.seed if said.seed is not None else edited.seed,
        paths=tuple(path for _, path in said.facts if path in ("output_format", "seed")),
    )


def _edit(kind: str, source: str, apply: Apply) -> Edit:
    return Edit(kind, re.compile(source, re.IGNORECASE | re.DOTALL), apply)


EDITS: tuple[Edit, ...] = (
    _edit("rename", r"^rename\s+(?P<old>.+?)\s+(?:to|as|into|->|=>)\s+(?P<new>\S.*)$", _rename),
    _edit("call", r"^call\s+(?P<old>.+?)\s+(?:now\s+)?[\"'`](?P<new>[^\"'`]+)[\"'`]$", _rename),
    _edit("call", r"^call\s+(?P<old>\S+)\s+(?P<new>\S+)$", _rename),
    _edit("remove", rf"^(?:{_REMOVE}|no|without)\s+(?P<what>.+)$", _remove),
    _edit("add", rf"^(?:{_ADD})\s+(?P<what>.+)$", _add),
    _edit("rows", r"^(?P<what>.+)$", _rows),
    _edit(
        "share",
        r"^(?:make\s+|let\s+|leave\s+)?(?P<share>\d[\d.]*\s?(?:%|percent)|half|a third|a quarter|one in \w+)\s+of\s+"
        r"(?P<what>.+?)\s+(?P<how>(?:be\s+|is\s+|are\s+)?(?:missing|null|nulls|empty|blank|unknown|none)\b.*)$",
        _share,
    ),
    _edit("change", rf"^(?:{_CHANGE})\s+(?P<what>.+)$", _change),
    _edit("subject", r"^(?P<what>.+)$", _subject),
    _edit("whole", r"^(?P<what>.+)$", _whole),
)
"""In the order in which they are tried."""
