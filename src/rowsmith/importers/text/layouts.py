"""Lists that are laid out rather than written: Markdown tables, bullets, one column a line."""

from __future__ import annotations

import re

from rowsmith.importers.text.tokens import protect

_BULLET = re.compile(r"(?m)^[ ]*(?:[-*•·+]|\d{1,3}[.)])[ ]+")
_LINE = re.compile(r"(?m)^[ ]*[\"'`]?[^\W\d][\w ./-]{0,40}[\"'`]?\s*:[ ]+\S.*$")
_ROW = re.compile(r"(?m)^[ ]*\|(.+)\|[ ]*$")
_ROLES = (("name", r"column|field|name|attribute|spalte|header"), ("type", r"type|typ|kind|format"))


def unfold(text: str) -> tuple[str, str] | None:
    """Head and list of a laid-out request, one column a line; None where it is plain prose."""
    return _markdown(text) or _bullets(text) or _lines(text)


def _markdown(text: str) -> tuple[str, str] | None:
    rows = list(_ROW.finditer(text))
    if len(rows) < 3 or not re.fullmatch(r"[\s|:-]+", rows[1][0]):
        return None
    titles = [cell.strip().lower() for cell in rows[0][1].split("|")]
    roles = [
        next((role for role, words in _ROLES if re.search(rf"\b(?:{words})s?\b", title)), "rule")
        for title in titles
    ]
    if "name" not in roles:
        roles[0] = "name"
    lines: list[str] = []
    for row in rows[2:]:
        cells = [cell.strip(" `*") for cell in row[1].split("|")]
        named = {
            role: [
                cell
                for cell, other in zip(cells, roles, strict=False)
                if other == role and cell not in ("", "-")
            ]
            for role in ("name", "type", "rule")
        }
        if named["name"]:
            rest = ", ".join([*named["type"], *named["rule"]])
            lines.append(protect(f"{named['name'][0]}: {rest}" if rest else named["name"][0]))
    outside = (text[: rows[0].start()] + " " + text[rows[-1].end() :]).strip()
    return outside, "\n".join(lines)


def _bullets(text: str) -> tuple[str, str] | None:
    marks = list(_BULLET.finditer(text))
    if len(marks) < 2:
        return None
    head = text[: marks[0].start()]
    lines: list[str] = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        block = text[mark.end() : following.start() if following else len(text)]
        first, _, rest = block.partition("\n")
        lines.extend(_line(first.strip()))
        lines.extend(part.strip() for part in rest.split("\n") if part.strip())
    return head.strip(), "\n".join(lines)


def _lines(text: str) -> tuple[str, str] | None:
    found = list(_LINE.finditer(text))
    if len(found) < 3:
        return None
    head = text[: found[0].start()]
    lines = [piece for line in text[found[0].start() :].split("\n") for piece in _line(line.strip())]
    return head.strip(), "\n".join(lines)


def _line(line: str) -> list[str]:
    """One line: `a / b: type` is two columns; what follows a colon stays together."""
    typed = re.match(
        (
            r"^[\"'`*]*(?P<names>[^\W\d][\w ./,$-]{0,80}?)[\"'`*]*\s*(?::\s+|"
            r"\s+[-=]>?\s+(?=[a-zA-Z(]))(?P<rest>.+)$"
        ),
        line,
    )
    if not typed:
        return [line]
    names = [name.strip() for name in re.split(r"\s*/\s*|\s*,\s*|\s+and\s+", typed["names"]) if name.strip()]
    return [protect(f"{name}: {typed['rest']}") for name in names]
