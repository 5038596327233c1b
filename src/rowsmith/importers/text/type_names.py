"""The names of types as people write them: `int`, `varchar`, `timestamp`, `ipv4`."""

from __future__ import annotations

import re

from rowsmith.importers.text.draft import Draft
from rowsmith.schema import FieldType

TYPES: dict[str, FieldType] = {
    "int": "integer",
    "integer": "integer",
    "bigint": "integer",
    "smallint": "integer",
    "int64": "integer",
    "int32": "integer",
    "serial": "integer",
    "whole number": "integer",
    "number": "float",
    "float": "float",
    "float64": "float",
    "double": "float",
    "real": "float",
    "numeric": "float",
    "decimal": "float",
    "money": "float",
    "currency": "float",
    "str": "string",
    "string": "string",
    "text": "string",
    "varchar": "string",
    "char": "string",
    "nvarchar": "string",
    "bool": "boolean",
    "boolean": "boolean",
    "bit": "boolean",
    "date": "date",
    "datetime": "datetime",
    "timestamp": "datetime",
    "ts": "datetime",
    "year": "integer",
    "timestamptz": "datetime",
    "date time": "datetime",
    "time": "time",
    "uuid": "uuid",
    "guid": "uuid",
    "uuid4": "uuid",
    "uuidv4": "uuid",
    "uuid v4": "uuid",
    "email": "email",
    "e-mail": "email",
    "phone": "phone",
    "phone number": "phone",
    "json": "json",
    "jsonb": "json",
    "array": "array",
    "list": "array",
    "object": "object",
    "ipv4": "string",
    "ipv6": "string",
    "ip": "string",
    "ip address": "string",
    "url": "string",
    "enum": "enum",
    "category": "enum",
    "categorical": "enum",
    "flag": "boolean",
    "ints": "integer",
    "integers": "integer",
    "floats": "float",
    "strings": "string",
    "uuids": "uuid",
    "dates": "date",
    "timestamps": "datetime",
    "booleans": "boolean",
}


_SURE = (
    "int integer integers bigint smallint int64 int32 float floats float64 double bool boolean "
    "booleans uuid uuids guid uuid4 uuidv4 varchar nvarchar str jsonb datetime timestamptz ipv4 ipv6"
).split()


SURE_NAMES = "|".join(sorted(_SURE, key=len, reverse=True))


_NAMES = "|".join(sorted((re.escape(name) for name in TYPES), key=len, reverse=True))


_SEMANTIC = {
    "ipv4": "internet.ipv4",
    "ip": "internet.ipv4",
    "ip address": "internet.ipv4",
    "ipv6": "internet.ipv6",
    "url": "internet.url",
}


def set_type(draft: Draft, word: str) -> bool:
    """Take a type's word; `ipv4` and `url` are strings of a certain meaning."""
    low = word.lower().strip()
    kind = TYPES.get(low) or TYPES.get(re.sub(r"\(.*", "", low))
    if kind is None:
        return False
    if kind != "enum" or draft.values is None:
        draft.type = kind if kind != "enum" else draft.type
    draft.semantic = draft.semantic or _SEMANTIC.get(low)
    return True
