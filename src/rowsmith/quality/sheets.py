"""The rows of a workbook's sheet as plain values, read in constant memory."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow as pa

from rowsmith.errors import InvalidInput

_EPOCH = datetime.datetime(1899, 12, 30)
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_DAY = 86_400_000_000


def sheet_rows(path: Path, number: int, schema: pa.Schema) -> Iterator[tuple[Any, ...]]:
    """The rows of sheet `number` below its head; dates and times as ISO text."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(f"xl/worksheets/sheet{number}.xml") as sheet:
            head = True
            for _, node in ElementTree.iterparse(sheet):  # noqa: S314 - as above
                if node.tag.rpartition("}")[2] != "row":
                    continue
                cells = [_text(cell) for cell in node]
                node.clear()
                if not head:
                    yield tuple(_value(cell, kind) for cell, kind in zip(cells, schema.types, strict=True))
                elif cells != schema.names:
                    raise InvalidInput(f"sheet {number} has the columns {cells}, expected are {schema.names}")
                head = False
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, ValueError) as error:
        raise InvalidInput(f"{path} is not a workbook with such a sheet: {error}") from None


def _text(cell: ElementTree.Element) -> str | None:
    if cell.get("t") == "inlineStr":
        found = "".join(cell.itertext())
        return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found)
    return next((item.text for item in cell if item.tag.endswith("}v")), None)


def _value(text: str | None, kind: pa.DataType) -> Any:
    if text is None:
        return None
    if pa.types.is_boolean(kind):
        return text == "1"
    dated = pa.types.is_date(kind) or pa.types.is_timestamp(kind)
    if (dated or pa.types.is_time(kind)) and re.fullmatch(r"-?[\d.]+(?:e-?\d+)?", text):
        return _moment(float(text), kind)
    return text


def _moment(serial: float, kind: pa.DataType) -> str:
    """Excel counts days; its fractions keep microseconds only nearly, so they are rounded to milliseconds."""
    step = datetime.timedelta(microseconds=round(serial * _DAY / 1000) * 1000)
    found = _EPOCH + step
    if pa.types.is_date(kind):
        return found.date().isoformat()
    return found.time().isoformat() if pa.types.is_time(kind) else f"{found.isoformat(sep=' ')}Z"
