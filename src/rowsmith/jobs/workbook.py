"""Excel workbooks (.xlsx): a sheet for each table, written row by row in constant memory.

Numbers, booleans, dates and times are Excel's own; what Excel would damage (integers beyond 2^53, long decimals,
dates before 1900) is text. A sheet holds 1,048,575 rows below its head, and more are refused beforehand.
"""

from __future__ import annotations

import datetime
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from html import escape
from typing import IO, Any, BinaryIO

import pyarrow as pa

from rowsmith.errors import InvalidInput, Issue
from rowsmith.plan import Plan

MAX_ROWS = 1_048_575
MAX_COLUMNS = 16_384
_MAX_TEXT = 32_767
_EXACT = 2**53
_EPOCH = datetime.date(1899, 12, 30)
_FIRST_DAY = datetime.date(1900, 3, 1)  # before it, Excel counts a day that never was
_THE_TIME = (2026, 1, 1, 0, 0, 0)
_DATE, _MOMENT, _TIME = 1, 2, 3

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"

Table = tuple[str, pa.Schema, Iterator[pa.RecordBatch]]


def check_fits(plan: Plan) -> None:
    """Refuse tables that no sheet can hold."""
    issues = [
        Issue(
            f"tables.{table.name}",
            "too_many_rows" if table.rows > MAX_ROWS else "too_many_fields",
            f"{table.rows:,} rows of {len(table.fields):,} fields do not fit a sheet, which holds {MAX_ROWS:,} rows "
            f"of {MAX_COLUMNS:,} fields; use another format",
        )
        for table in plan.tables
        if table.rows > MAX_ROWS or len(table.fields) > MAX_COLUMNS
    ]
    if issues:
        raise InvalidInput.of(issues)


def write_workbook(sink: BinaryIO, tables: Iterable[Table]) -> None:
    """Write tables as sheets: the same tables make the same bytes."""
    names: list[str] = []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=2) as archive:
        for name, schema, batches in tables:
            names.append(_sheet_name(name, names))
            with _member(archive, f"xl/worksheets/sheet{len(names)}.xml") as sheet:
                _write_sheet(sheet, schema, batches)
        for path, text in _frame(names).items():
            with _member(archive, path) as member:
                member.write((_XML + text).encode())


def _member(archive: zipfile.ZipFile, path: str) -> IO[bytes]:
    info = zipfile.ZipInfo(path, _THE_TIME)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    return archive.open(info, "w", force_zip64=True)


def _write_sheet(sheet: IO[bytes], schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> None:
    frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    view = f'<sheetViews><sheetView workbookViewId="0">{frozen}</sheetView></sheetViews>'
    head = "".join(_text(name) for name in schema.names)
    sheet.write(f'{_XML}<worksheet xmlns="{_MAIN}">{view}<sheetData><row>{head}</row>'.encode())
    for batch in batches:
        # A sheet is XML by the row, so the columns have to be turned into rows here.
        cells = [[_EMPTY if value is None else cell(value) for value in column.to_pylist()] for column, cell in zip(
            batch.columns, map(_cell_of, batch.schema.types), strict=True)]  # fmt: skip
        sheet.write("".join(f"<row>{''.join(row)}</row>" for row in zip(*cells, strict=True)).encode())
    sheet.write(b"</sheetData></worksheet>")


_EMPTY = "<c/>"


def _cell_of(kind: pa.DataType) -> Callable[[Any], str]:
    types = pa.types
    if types.is_boolean(kind):
        return lambda value: f'<c t="b"><v>{int(value)}</v></c>'
    if types.is_integer(kind):
        return lambda value: _number(value) if -_EXACT <= value <= _EXACT else _text(str(value))
    if types.is_floating(kind):
        return lambda value: _number(repr(value))
    if types.is_decimal(kind):
        return _decimal
    if types.is_date(kind):
        return lambda value: _dated(value, _serial(value), _DATE)
    if types.is_timestamp(kind):
        return lambda value: _dated(value, _serial(value.date()) + _part_of_day(value.time()), _MOMENT)
    if types.is_time(kind):
        return lambda value: f'<c s="{_TIME}"><v>{_part_of_day(value)!r}</v></c>'
    if types.is_nested(kind):
        return lambda value: _text(json.dumps(value, ensure_ascii=False, default=str))
    return _text


def _number(value: object) -> str:
    return f"<c><v>{value}</v></c>"


def _decimal(value: Decimal) -> str:
    return _number(value) if len(value.as_tuple().digits) <= 15 else _text(str(value))


def _dated(value: datetime.date, serial: float, style: int) -> str:
    day = value.date() if isinstance(value, datetime.datetime) else value
    return f'<c s="{style}"><v>{serial!r}</v></c>' if day >= _FIRST_DAY else _text(value.isoformat())


def _serial(day: datetime.date) -> int:
    return (day - _EPOCH).days


def _part_of_day(time: datetime.time) -> float:
    return (time.hour * 3600 + time.minute * 60 + time.second + time.microsecond / 1e6) / 86400


def _text(value: str) -> str:
    if len(value) > _MAX_TEXT:
        raise InvalidInput(
            f"a cell holds {_MAX_TEXT:,} characters, and a value has {len(value):,}; use another format"
        )
    return f'<c t="inlineStr"><is><t xml:space="preserve">{_escaped(value)}</t></is></c>'


def _escaped(value: str) -> str:
    """Text as XML; characters that XML has no place for as Excel writes them: `_x0001_`."""
    plain = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", value)
    plain = re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff]", lambda found: f"_x{ord(found[0]):04X}_", plain)
    return escape(plain, quote=False)


def _sheet_name(name: str, taken: Sequence[str]) -> str:
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "_", name).strip("'")[:31] or "data"
    number, found = 1, plain
    while found.lower() in (other.lower() for other in taken):
        number += 1
        found = f"{plain[:27]}_{number}"
    return found


def _frame(names: Sequence[str]) -> dict[str, str]:
    """Everything of a workbook but its sheets."""
    numbers = range(1, len(names) + 1)
    parts = {"workbook": "sheet.main", "styles": "styles"}
    overrides = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{_KINDS}.{kind}+xml"/>'
        for part, kind in parts.items()
    ) + "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_KINDS}.worksheet+xml"/>'
        for n in numbers
    )
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="s{n}"/>'
        for n, name in zip(numbers, names, strict=True)
    )
    links = (
        "".join(
            f'<Relationship Id="s{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in numbers
        )
        + f'<Relationship Id="styles" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    )
    root = f'<Relationship Id="book" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    formats = "".join(f'<xf numFmtId="{code}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
                      for code in (0, 14, 22, 21))  # fmt: skip
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{root}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        f'<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4">{formats}</cellXfs></styleSheet>',
    }
