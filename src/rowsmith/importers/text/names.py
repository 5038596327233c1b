"""Which table or field of an existing schema some words mean; what is not there is said with what is near."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rowsmith.errors import InvalidInput, Issue
from rowsmith.importers.text import lexicon
from rowsmith.schema import DataSchema, FieldDefinition, TableDefinition

_WORDS = 6
_KINDS = ("number", "address", "date", "code")
"""Words that people put behind a name: `phone numbers` are the column `phone`."""
_LEAD = re.compile(r"(?i)^(?:(?:the|all|every|each|its|their|column|field|value|values|of)\s+)+")
_TRAIL = re.compile(r"(?i)\s+(?:columns?|fields?|values?)$")
_IN = re.compile(
    r"(?i)\s+(?:in|to|from|of|on|for|into)\s+(?:the\s+)?(?:table\s+)?[\"'`]?(?P<t>[\w -]+?)[\"'`]?(?:\s+table)?$"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A field, its table, and the words behind its name."""

    table: TableDefinition
    field: FieldDefinition
    rest: str


def table_of(words: str, schema: DataSchema) -> TableDefinition | None:
    """The table that is meant: `orders` for `the orders table`."""
    wanted = _key(re.sub(r"(?i)^(?:the\s+)?(?:table\s+)?|\s+table$", "", words.strip()))
    return next((table for table in schema.all_tables() if _key(table.name) == wanted and wanted), None)


def within(text: str, schema: DataSchema) -> tuple[str, TableDefinition | None]:
    """The text without a table at its end, and that table: `a column x to orders`."""
    found = _IN.search(text)
    table = table_of(found["t"], schema) if found else None
    return (text[: found.start()], table) if found and table is not None else (text, None)


def find(text: str, schema: DataSchema) -> Found | None:
    """The field that a text begins with: `age between 20 and 30` names `age`; the longest name wins."""
    plain, only = within(text.strip(), schema)
    plain = _LEAD.sub("", plain).strip()
    quoted = re.match(r"[\"'`]([^\"'`]+)[\"'`]\s*(.*)$", plain, re.DOTALL)
    heads = [(quoted[1], quoted[2])] if quoted else list(_heads(plain))
    tables = [only] if only is not None else schema.all_tables()
    for head, rest in heads:
        matches = [(table, field) for table in tables for field in table.fields if _means(head, table, field)]
        exact = [(table, field) for table, field in matches if field.name == head]
        matches = exact or matches
        inner = _OF.match(rest) if only is None else None
        owner = table_of(inner["t"], schema) if inner else None
        if inner and owner is not None and any(table is owner for table, _ in matches):
            matches = [pair for pair in matches if pair[0] is owner]
            return Found(*matches[0], rest[inner.end() :].strip())
        if len(matches) > 1:
            raise _ambiguous(head, matches)
        if matches:
            return Found(*matches[0], re.sub(r"(?i)^(?:column|field|values?)\b\s*", "", rest.strip()))
    return None


_OF = re.compile(r"(?i)\s*(?:in|of|on)\s+(?:the\s+)?(?:table\s+)?(?P<t>[\w-]+)\b(?:\s+table)?")


def _ambiguous(head: str, matches: list[tuple[TableDefinition, FieldDefinition]]) -> InvalidInput:
    listed = " or ".join(f"{table.name}.{field.name}" for table, field in matches[:4])
    return refused(
        "ambiguous", f"{head!r} may be {listed}; say which table, such as 'in {matches[0][0].name}'"
    )


def require(text: str, schema: DataSchema) -> Found:
    """The field that a text names, or the error that says what there is."""
    found = find(_TRAIL.sub("", text.strip()), schema)
    if found is None:
        raise unknown(text, schema)
    return found


def unknown(text: str, schema: DataSchema) -> InvalidInput:
    """The error for a name that is not there: `there is no column 'fone'; did you mean 'phone'?`"""
    from rapidfuzz import fuzz, process

    words = _LEAD.sub("", text.strip()).split()[:3]
    heads = [" ".join(words[:size])[:60] for size in range(len(words), 0, -1)] or [text.strip()[:60]]
    names = [field.name for table in schema.all_tables() for field in table.fields]
    names += [table.name for table in schema.all_tables()] if schema.tables else []
    near = [
        (found[1], head, found[0])
        for head in heads
        for found in [process.extractOne(head, names, scorer=fuzz.ratio)]
    ]
    score, head, name = max(near)
    if score < 60:
        return refused("unknown_column", f"there is no column {heads[-1]!r}; there are: {_listed(names)}")
    return refused("unknown_column", f"there is no column {head!r}; did you mean {name!r}?")


def refused(code: str, message: str) -> InvalidInput:
    """The one error of an edit."""
    return InvalidInput.of([Issue("user_input", code, message)])


def _listed(names: Iterable[str]) -> str:
    listed = list(dict.fromkeys(names))
    return ", ".join(listed[:12]) + (f" and {len(listed) - 12} more" if len(listed) > 12 else "")


def _heads(text: str) -> Iterable[tuple[str, str]]:
    words = [found.end() for found in re.finditer(r"\S+", text) if re.search(r"\w", found[0])][:_WORDS]
    for end in reversed(words):
        yield text[:end].rstrip(",:;"), text[end:]


def _means(head: str, table: TableDefinition, field: FieldDefinition) -> bool:
    wanted = _key(head)
    names = (_key(field.name), _key(f"{table.name} {field.name}"))
    return bool(wanted) and (wanted in names or (wanted[-1] in _KINDS and wanted[:-1] in names))


def _key(words: str) -> tuple[str, ...]:
    """Names compare by their words, in one number: `E-mails` and `e_mail`."""
    found = tuple(lexicon.stem(word) for word in lexicon.tokens(words.replace(".", " ").replace("'s", "")))
    return found or ((words.lower(),) if words.strip() else ())
