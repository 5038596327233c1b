"""One clause with its brackets: units, lists of values, sub-fields and phrases inside and outside of them."""

from __future__ import annotations

import re

from rowsmith.importers.text import choices, lexicon, members, naming, type_names
from rowsmith.importers.text.draft import Draft, Request
from rowsmith.importers.text.grouping import grouped
from rowsmith.importers.text.phrases import HOLE, read_phrases
from rowsmith.importers.text.shapes import CODE, is_code
from rowsmith.importers.text.tokens import brackets, restore, split

_UNIT_BRACKET = re.compile(
    r"(?i)^(?:[°$€£¥₹%]?[a-z°²³µ/%$€£¥₹.]{0,4}|m/s|km/h|mg/dl|kg/m2|usd|eur|kwh|mmhg|in \w+|"
    r"celsius|fahrenheit|percent|meters|minutes|hours|seconds|days|months|years|dollars|euros|"
    r"kelvin)$"
)


def read(text: str, draft: Draft, request: Request) -> str:
    """Read the phrases outside and inside of brackets; return what is left outside."""
    shielded, inner = _shield(text)
    rest = read_phrases(shielded, draft, request.today)
    if inner and draft.values is None and re.search(r"\w or \w", rest):
        named_value(draft, rest.replace(HOLE, " "))
    for group in inner:
        if re.search(r"(?i)\bthen$", group.strip()):
            draft.pending.append(("then", group.strip()))
        else:
            _bracket(group, draft, request)
    return rest


def _shield(text: str) -> tuple[str, list[str]]:
    """Take bracket groups out, except those that belong to a formula or a distribution."""
    out: list[str] = []
    inner: list[str] = []
    place = 0
    found = brackets(text)
    formula = re.search(r"(?<![<>!=])=\s*(?=[^=]*[A-Za-z_])", text)
    stop = formula.start() if formula else len(text)
    while place < len(text):
        if (
            place in found
            and place < stop
            and not re.search(
                (
                    r"(?i)\b(?:n|normal|gauss|gaussian|lognormal|uniform|poisson|exponential|varchar|"
                    r"char|decimal|numeric)\s*$"
                ),
                text[:place],
            )
        ):
            if (
                not re.match(
                    r"[\[(]\s*[$]?-?\d[\d.,]*\s*[,;]\s*[$]?-?\d[\d.,]*\s*[\])]$",
                    text[place : found[place] + 1],
                )
                or text[place] != "["
            ):
                inner.append(text[place + 1 : found[place]])
                out.append(HOLE)
                place = found[place] + 1
                continue
        out.append(text[place])
        place += 1
    return "".join(out), inner


def _bracket(inner: str, draft: Draft, request: Request) -> None:
    """What stands in brackets: a unit, a list of values, sub-fields, or more phrases."""
    text = inner.strip()
    if not text:
        return
    if _UNIT_BRACKET.match(text) and not type_names.set_type(draft, text):
        if not re.search(r"\w/\w", text) or text in ("m/s", "km/h", "mg/dl", "mg/dL", "kg/m2", "kg/m3"):
            draft.unit = draft.unit or text
            draft.money |= text in "$€£¥₹"
            return
    if _UNIT_BRACKET.match(text) and draft.type and not re.search(r"/", text):
        return
    if draft.type in ("object", "array") and _subfields(text, draft, request):
        return
    if re.match(r"(?i)^(?:e\.g\.?|like|such as|for example|eg)\b", text) and "," in text:
        examples = members.values(
            re.sub(
                r"(?i)^(?:e\.g\.?|like|such as|for example|eg)[.,:]?\s*",
                "",
                re.sub(r"(?i),?\s*(?:etc\.?|\.\.\.|and so on)\s*$", "", text),
            )
        )
        if examples:
            draft.values = examples
            draft.assumed.append("the examples given are taken as all the values")
            return
    if re.search(r"(?i)\b(?:when|if)\b.*\b(?:otherwise|else)\b", text):
        draft.pending.append(("case", re.sub(r"(?i)^.*\bi\.e\.,?\s*", "", text)))
        return
    text = _typed_bracket(text, draft)
    if not text:
        return
    bars, _, tail = text.partition(",")
    if "|" in bars and tail and "|" not in tail and choices.take(draft, bars):
        read_phrases(tail, draft, request.today)
        return
    if re.match(
        (
            rf"(?:from )?{CODE}\b.*\b(?:so on|so forth|upwards?|onwards?|etc|and up|counting|"
            rf"increment|ascending)"
        ),
        text,
    ):
        read_phrases(re.sub(r"(?i)and so (?:on|forth)|etc\.?|and up$", "upwards", text), draft, request.today)
        return
    if re.match(r"(?i)(?:y{4}|d{1,2}|m{1,2})[-/.](?:m|d|mon)", text):
        read_phrases(text, draft, request.today)
        return
    if _values_only(text) and choices.take(draft, text):
        return
    if draft.values is None and is_code(text) and not re.search(r"\.\.", text):
        read_phrases(f"like {text}", draft, request.today)
        return
    for piece in grouped(split(text, words=False)):
        part = restore(piece.text)
        left = read_phrases(part, draft, request.today).strip(f" ,.{HOLE}")
        if left and left == part.strip(" .,") and not type_names.set_type(draft, left):
            draft.left.append(left)


def _typed_bracket(text: str, draft: Draft) -> str:
    """`decimal(10,2)`, `char(3): EUR, USD`: take the type in front and return the rest."""
    found = re.match(
        r"(?is)^(?P<type>[a-z]\w*)(?:\((?P<a>\d+)(?:,\s*(?P<b>\d+))?\))?\s*(?:[:,]\s*(?P<rest>.+))?$", text
    )
    if (
        not found
        or found["type"].lower() not in type_names.TYPES
        or (found["rest"] and "/" in found["rest"] and ":" not in text)
    ):
        return text
    type_names.set_type(draft, found["type"])
    if found["b"]:
        draft.decimals = int(found["b"])
    elif found["a"] and draft.type == "string":
        draft.max_length = int(found["a"])
    if draft.type == "string" and found["rest"]:
        draft.type = None
    return found["rest"] or ""


_PHRASED = re.compile(
    r"(?i)\b(?:unique|null|missing|empty|between|from|at least|up to|average|mean|normal|like|"
    r"after|before|later|than|never|always|last|past|must|required|optional|inclusive|skewed|"
    r"integer|decimals?|digits?|chars?|characters|format|only|rare|count|depends|same|about "
    r"\d+)\b|^\s*[$€£]?-?[\d.,]+\s*[kKM]?\s*(?:-|to|\.\.\.?|–)\s*[$€£]?-?[\d.,]+\s*[kKM%]?\s*\w{0,"
    r"8}\s*$"
)


def _values_only(text: str) -> bool:
    """Whether a bracket holds a list of values rather than limits and conditions."""
    if _PHRASED.search(text) and not re.search(r"\|", text):
        listed = members.parts(text)
        return (
            len(listed) >= 3
            and sum(bool(_PHRASED.search(item)) for item in listed)
            < len(listed) / 3 + any(re.match(r"\d+-\d+$", item.strip()) for item in listed) * 9
        )
    return bool(re.search(r"[,/|;]|\bor\b|\band\b|\d\s*%", text))


def _subfields(text: str, draft: Draft, request: Request) -> bool:
    if draft.type == "array" and draft.items is not None and draft.items.type != "object":
        return False
    from rowsmith.importers.text.columns import read_columns

    inside = read_columns(re.sub(r"^(?:with|of)\s+", "", text), request)
    if not inside:
        return False
    if draft.type == "object":
        draft.fields = inside
    else:
        draft.items = Draft("item", type="object", fields=inside)
    return True


def named_value(draft: Draft, chunk: str) -> None:
    """`payment method cash or card`: a known name with a list behind it, which no marker announces."""
    if draft.values is not None or not re.search(r"\bor\b", chunk):
        return
    cut = lexicon.head(re.sub(r"^(?:an?|the|and|their|its)\s+", "", chunk.strip(), flags=re.IGNORECASE))
    if cut and choices.take(draft, cut[1]):
        draft.name = naming.column_name(cut[0])
        return
    words = chunk.split()
    if len(words) >= 4 and choices.take(draft, " ".join(words[1:])):
        draft.name = naming.column_name(words[0])


def told(draft: Draft) -> bool:
    """Whether any phrase was read."""
    blank = Draft(draft.name, words=draft.words, left=draft.left)
    return draft != blank
