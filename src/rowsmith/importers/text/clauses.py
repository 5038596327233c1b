"""One clause as a column: its name, and what is said of it."""

from __future__ import annotations

import re

from rowsmith.importers.text import choices, lexicon, naming, type_names, weights
from rowsmith.importers.text.draft import Draft, Request
from rowsmith.importers.text.inside import named_value, read, told
from rowsmith.importers.text.naming import MAX_WORDS
from rowsmith.importers.text.phrases import HOLE

_TYPED = re.compile(
    (
        r"^[\"'`]?(?P<name>[^\W\d][\w$]*(?=[\"'`]?:)|[^\W\d][\w$ ./-]{0,"
        r"60}?)[\"'`]?\s*(?::(?!\d)(?=\s|\S)|(?<=[^\W\d])\s+->?\s+(?=[a-zA-Z(]))\s*(?P<rest>\S.*)$"
    ),
    re.DOTALL,
)


def read_clause(text: str, request: Request) -> Draft:
    """One clause as a column; its name is empty where the clause has none."""
    draft = Draft("", words=text)
    body, forced = text, ""
    often = re.match(r"(?s)^(?P<head>.*?\S)[\s,]+(?:where|with|of which|in which)\s+(?P<rest>.*)$", text)
    if often and weights.twice(draft, often["rest"]):
        draft.name = naming.column_name(often["head"])
        return draft
    text = body = re.sub(
        (
            r"^(\w+)\s*=\s*(?=(?:an? |random |integers?\b|int\b|floats?\b|strings?\b|bool|date|uuid\b|"
            r"one of|between |from |text\b|enum|(?:id|name|email)$))"
        ),
        r"\1: ",
        text,
    )
    text = body = re.sub(r"^([^\W\d][\w ]{0,40}?) - (?=\S)", _dashed, text)
    again = re.match(r"(?i)^(?:and |an? |the )?(?P<a>\w+),? where (?P=a) (?P<rest>.+)$", text)
    if again:
        body = text = f"{again['a']} {again['rest']}"
    shares = weights.headed(text)
    if shares:
        draft = read_clause(shares[0], request) if shares[0] else draft
        draft.words = text
        weights.set_weights(draft, *shares[1])
        return draft
    typed = _TYPED.match(text)
    if typed and len(typed["name"].split()) <= 5 and not re.match(r"//", typed["rest"]):
        forced, rest = typed["name"], typed["rest"]
        if "(" in rest or not type_names.set_type(draft, rest.rstrip(".")):
            _typed_value(forced, rest, draft, request)
        draft.name = naming.column_name(forced) or naming.identifier(forced)
        return draft
    rest = read(body, draft, request)
    chunks = [chunk for chunk in re.split(f"{HOLE}+", rest) if chunk.strip(" ,.:;()")]
    names = [naming.column_name(chunk) for chunk in chunks]
    place = next((place for place, name in enumerate(names) if naming.usable(name)), None)
    letter = re.match(r"([a-z])\s+(?:int|float|string|bool|uuid|date|one of|from|between|is|\d)", text)
    if letter and draft.name == "" and re.search(r"(?i)\bcolumns?\b", request.text):
        draft.name = letter[1]
        return draft
    if draft.name == "" and place is not None:
        draft.name = names[place]
        draft.left = [
            chunk.strip() for chunk in chunks[place + 1 :] if naming.usable(naming.column_name(chunk))
        ]
    if (
        draft.name
        and draft.name.endswith("ed")
        and (stands := re.match(rf"(?i){re.escape(draft.name)} (on|at|in|by)\b", text))
        and isinstance(draft.min or draft.max, str)
    ):
        draft.name = f"{draft.name}_{stands[1].lower()}"
    if (
        draft.name
        and isinstance(draft.min or draft.max, str)
        and lexicon.kind(draft.name) not in ("date", "datetime")
        and re.match(rf"(?i)(?:an? |the )?{re.escape(draft.name)} since\b", text)
    ):
        draft.name = f"{draft.name}_since"
    if not draft.name and draft.template and re.match(r"[A-Za-z]{2,}", draft.template):
        prefix = re.match(r"[A-Za-z]+", draft.template)
        draft.name = prefix[0].lower() if prefix and lexicon.known([prefix[0].lower()]) else "id"
        draft.unique = True
    if len(chunks) == 1 and (draft.name or len(chunks[0].split()) > MAX_WORDS):
        named_value(draft, chunks[0])
    return draft


def _dashed(found: re.Match[str]) -> str:
    """`pickup_at - in March 2025` says what `pickup_at: in March 2025` does."""
    known = "_" in found[1] or lexicon.known(lexicon.tokens(found[1]))
    number = found[1].rsplit(maxsplit=1)[-1].isdigit()
    return f"{found[1]}: " if known and not number and len(found[1].split()) <= 4 else found[0]


def _typed_value(name: str, rest: str, draft: Draft, request: Request) -> None:
    """What stands after `name:`; a list there is its values."""
    bare = re.match(
        r"^\s*(?:enum|category|choice|categorical|one of)?\s*[\[({](.*)[\])}]\s*$", rest, re.DOTALL
    )
    if bare and not re.search(r"[\[({]", bare[1]) and _listed(bare[1], draft):
        return
    first = re.split(r"[,\s(]", rest, maxsplit=1)
    if type_names.set_type(draft, first[0]) and len(first) > 1:
        rest = rest[len(first[0]) :].strip(" ,")
    left = read(f"{name} : {rest}" if not rest.startswith("(") else f"{name} {rest}", draft, request)
    unread = left.partition(":")[2].strip(f" ,.{HOLE}")
    if (
        unread
        and not told(draft)
        and draft.values is None
        and not draft.bounded()
        and draft.type is None
        and not _listed(rest, draft)
    ):
        draft.left.append(unread)


def _listed(text: str, draft: Draft) -> bool:
    if re.search(r"\d\s*(?:-|to|\.\.)\s*\d", text) and not re.search(r"[,/|]", text):
        return False
    return choices.take(draft, text)
