"""From an SQL type to what a field says: its type, its lengths, its decimals, its values."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

from rowsmith.importers.ddl.catalogue import Catalogue, Column

_Type = exp.DataType.Type
_INTEGERS = {
    _Type.TINYINT: (-128, 127), _Type.UTINYINT: (0, 255), _Type.SMALLINT: (-(2**15), 2**15 - 1),
    _Type.USMALLINT: (0, 2**16 - 1), _Type.MEDIUMINT: (-(2**23), 2**23 - 1), _Type.UMEDIUMINT: (0, 2**24 - 1),
    _Type.INT: (-(2**31), 2**31 - 1), _Type.UINT: (0, 2**32 - 1), _Type.BIGINT: (-(2**63), 2**63 - 1),
    _Type.UBIGINT: (0, 2**63 - 1), _Type.SMALLSERIAL: (1, 2**15 - 1), _Type.SERIAL: (1, 2**31 - 1),
    _Type.BIGSERIAL: (1, 2**63 - 1), _Type.INT128: (-(2**63), 2**63 - 1), _Type.INT256: (-(2**63), 2**63 - 1),
}  # fmt: skip
_SERIALS = (_Type.SMALLSERIAL, _Type.SERIAL, _Type.BIGSERIAL)
_FLOATS = (_Type.FLOAT, _Type.DOUBLE)
_DECIMALS = {_Type.DECIMAL, _Type.UDECIMAL, _Type.BIGDECIMAL}
_MONEY = {_Type.MONEY: 15, _Type.SMALLMONEY: 6}
_TEXTS = {_Type.CHAR, _Type.NCHAR, _Type.VARCHAR, _Type.NVARCHAR, _Type.BPCHAR}
_LENGTHS = {_Type.TINYTEXT: 255, _Type.NAME: 63}
_MOMENTS = {
    _Type.TIMESTAMP, _Type.TIMESTAMPTZ, _Type.TIMESTAMPLTZ, _Type.TIMESTAMPNTZ, _Type.DATETIME, _Type.DATETIME2,
    _Type.DATETIME64, _Type.SMALLDATETIME,
}  # fmt: skip
_BYTES = {
    _Type.BINARY, _Type.VARBINARY, _Type.BLOB, _Type.TINYBLOB, _Type.MEDIUMBLOB, _Type.LONGBLOB, _Type.ROWVERSION,
    _Type.IMAGE,
}  # fmt: skip
_PLAIN = {
    _Type.BOOLEAN: "boolean", _Type.DATE: "date", _Type.DATE32: "date", _Type.TIME: "time", _Type.TIMETZ: "time",
    _Type.UUID: "uuid", _Type.JSON: "json", _Type.JSONB: "json", **dict.fromkeys(_INTEGERS, "integer"),
    **dict.fromkeys(_FLOATS, "float"), **dict.fromkeys(_MOMENTS, "datetime"),
}  # fmt: skip
_SEMANTIC = {
    _Type.INET: "internet.ipv4", _Type.IPADDRESS: "internet.ipv4", _Type.IPV4: "internet.ipv4",
    _Type.IPV6: "internet.ipv6", _Type.INTERVAL: "time.iso_duration", _Type.YEAR: "time.year",
}  # fmt: skip
_NAMED: dict[str, dict[str, Any]] = {
    "cidr": {"semantic_type": "internet.ipv4"},
    "macaddr": {"semantic_type": "internet.mac"},
    "macaddr8": {"semantic_type": "internet.mac"},
    "citext": {},
    "sysname": {"constraints": {"max_length": 128}},
    "point": {"constraints": {"pattern": r"\([1-8]\d\.\d{4},[1-8]\d\.\d{4}\)"}},
    "tsvector": {"semantic_type": "text.word"},
    "xml": {"constraints": {"pattern": "<item>[a-z]{3,9}</item>"}},
    "hierarchyid": {"constraints": {"pattern": r"/[1-9]/[1-9]/"}},
}
"""Types that sqlglot knows by name only."""
_PRECISE = 18


def limits(column: Column) -> tuple[float, float] | None:
    """The least and the greatest number that the declared type holds; None for what is no number."""
    kind = column.type
    if kind is None:
        return None
    if kind.this in _INTEGERS:
        return _INTEGERS[kind.this]
    if kind.this in _DECIMALS or kind.this in _MONEY:
        digits, places = _decimal(kind)
        most = 10.0 ** (digits - places) - 10.0**-places
        return (0.0 if kind.this == _Type.UDECIMAL else -most), most
    return None


def field_of(column: Column, catalogue: Catalogue) -> dict[str, Any]:
    """What the type alone says: `{"type": "string", "constraints": {"max_length": 40}}` for `varchar(40)`."""
    kind = column.type
    values = catalogue.enums.get(column.type_name)
    if values:
        return {"type": "enum", "constraints": {"enum_values": values}}
    if kind is None:
        return {"type": "string", **_NAMED.get(column.type_name.lower(), {})}
    if kind.this == _Type.ARRAY:
        return {
            "type": "array",
            "items": {"name": "item"} | field_of(Column("item", type=_element(kind)), catalogue),
        }
    if kind.this in (_Type.ENUM, _Type.SET):
        listed = [item.name for item in kind.expressions]
        return {"type": "enum", "constraints": {"enum_values": listed}} if listed else {"type": "string"}
    return _scalar(kind, column)


def is_serial(column: Column) -> bool:
    """Whether the type counts by itself: `serial`."""
    return column.type is not None and column.type.this in _SERIALS


def _scalar(kind: Any, column: Column) -> dict[str, Any]:
    size = _sizes(kind)
    if kind.this in (_Type.BIT, _Type.TINYINT) and _is_flag(kind, size):
        return {"type": "boolean"}
    if kind.this == _Type.BIT:
        return {"type": "string", "constraints": {"pattern": f"[01]{{{size[0]}}}"}}
    if kind.this in _DECIMALS or kind.this in _MONEY:
        return {"type": "decimal", "constraints": {"precision": min(_decimal(kind)[1], _PRECISE)}}
    if kind.this in _BYTES:
        length = max(2, min(size[0] // 2 * 2, 32)) if size else 16
        return {"type": "string", "semantic_type": "identifier.hexadecimal", "params": {"length": length}}
    if kind.this in _PLAIN:
        return {"type": _PLAIN[kind.this]}
    if kind.this in _SEMANTIC:
        stored = "integer" if kind.this == _Type.YEAR else "string"
        return {"type": stored, "semantic_type": _SEMANTIC[kind.this]}
    named = _NAMED.get(column.type_name.lower()) or _NAMED.get(str(kind.this.value).lower())
    if named is not None:
        return {"type": "string", **named}
    most = size[0] if size and kind.this in _TEXTS else _LENGTHS.get(kind.this)
    return {"type": "string", **({"constraints": {"max_length": most}} if most else {})}


def _is_flag(kind: Any, size: list[int]) -> bool:
    return (kind.this == _Type.BIT and size in ([], [1])) or (kind.this == _Type.TINYINT and size == [1])


def _element(kind: Any) -> Any:
    inner = kind.expressions[0] if kind.expressions else None
    return inner if isinstance(inner, exp.DataType) else None


def _sizes(kind: Any) -> list[int]:
    """The numbers in parentheses: `[10, 2]` of `numeric(10, 2)`."""
    found: list[int] = []
    for item in kind.expressions:
        text = item.name or item.sql()
        if text.lstrip("-").isdigit():
            found.append(int(text))
    return found


def _decimal(kind: Any) -> tuple[int, int]:
    """(digits, of them behind the point)."""
    if kind.this in _MONEY:
        return _MONEY[kind.this] + 2, 2
    size = _sizes(kind)
    if not size:
        return _PRECISE, 2
    return max(1, size[0]), max(0, size[1]) if len(size) > 1 else 0
