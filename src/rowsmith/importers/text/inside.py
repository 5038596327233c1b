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


_CALLS = re.compile(
    r"(?i)\b(?:n|normal|gauss|gaussian|lognormal|uniform|poisson|exponential|varchar|char|decimal|"
    r"numeric)\s*$"
)
_INTERVAL = re.compile(r"\[\s*[$]?-?\d[\d.,]*\s*[,;]\s*[$]?-?\d[\d.,]*\s*[\])]$")


def _shield(text: str) -> tuple[str, list[str]]:
    """Take bracket groups out, except those that belong to a formula, a distribution or an interval."""
    out: list[str] = []
    inner: list[str] = []
    place = 0
    found = brackets(text)
    formula = re.search(r"(?<![<>!=])=\s*(?=[^=]*[A-Za-z_])", text)
    stop = formula.start() if formula else len(text)
    while place < len(text):
        end = found.get(place)
        kept = (
            end is None
            or place >= stop
            or _CALLS.search(text[:place])
            or _INTERVAL.match(text[place : end + 1])
        )
        if end is None or kept:
            out.append(text[place])
            place += 1
        else:
            inner.append(("{" if text[place] == "{" else "") + text[place + 1 : end])
            out.append(HOLE)
            place = end + 1
    return "".join(out), inner


def _bracket(inner: str, draft: Draft, request: Request) -> None:
    """What stands in brackets: the first of `BRACKETS` that reads it, or phrases."""
    text = inner.strip()
    if text.startswith("{"):
        text = text[1:].strip()
        names = [lexicon.tokens(item) for item in text.split(",")]
        if draft.type is None and len(names) > 1 and all(lexicon.known(name) for name in names):
            draft.type = "object"
    if not text or any(read(text, draft, request) for read in BRACKETS):
        return
    text = _typed_bracket(text, draft)
    if not text or any(read(text, draft, request) for read in TYPED_BRACKETS):
        return
    for piece in grouped(split(text, words=False)):
        part = restore(piece.text)
        left = read_phrases(part, draft, request.today).strip(f" ,.{HOLE}")
        if left and left == part.strip(" .,") and not type_names.set_type(draft, left):
            draft.left.append(left)


def _unit(text: str, draft: Draft, request: Request) -> bool:
    """`(kg)`, `[K]`, `(m/s)`, `($)`; a type such as `(bool)` is taken too."""
    if not _UNIT_BRACKET.match(text) or re.fullmatch(r"(?i)half|most|few|any|free", text):
        return False
    typed = type_names.set_type(draft, text)
    if not typed and ("/" not in text or text.lower() in ("m/s", "km/h", "mg/dl", "kg/m2", "kg/m3")):
        draft.unit = draft.unit or text
        draft.money |= text in "$€£¥₹"
        return True
    return draft.type is not None and "/" not in text


def _nested(text: str, draft: Draft, request: Request) -> bool:
    return draft.type in ("object", "array") and _subfields(text, draft, request)


def _examples(text: str, draft: Draft, request: Request) -> bool:
    """`(e.g. red, green, blue)`: taken as all the values, and said so."""
    found = re.match(r"(?i)^(?:e\.g\.?|like|such as|for example|eg)\b[.,:]?\s*(?P<v>.*)$", text)
    if not found or "," not in text:
        return False
    examples = members.values(re.sub(r"(?i),?\s*(?:etc\.?|\.\.\.|and so on)\s*$", "", found["v"]))
    if not examples:
        return False
    draft.values = examples
    draft.assumed.append("the examples given are taken as all the values")
    return True


def _cases(text: str, draft: Draft, request: Request) -> bool:
    """`(0 when subtotal above 100, otherwise 7.5)`."""
    if not re.search(r"(?i)\b(?:when|if)\b.*\b(?:otherwise|else)\b", text):
        return False
    draft.pending.append(("case", re.sub(r"(?i)^.*\bi\.e\.,?\s*", "", text)))
    return True


def _barred(text: str, draft: Draft, request: Request) -> bool:
    """`(ok|failed, 97% ok)`: values between bars, then what is said of them."""
    bars, _, tail = text.partition(",")
    if "|" not in bars or not tail or "|" in tail or not choices.take(draft, bars):
        return False
    read_phrases(tail, draft, request.today)
    return True


def _counter(text: str, draft: Draft, request: Request) -> bool:
    """`(S-0001 and so on)`."""
    if not re.match(
        rf"(?:from )?{CODE}\b.*\b(?:so on|so forth|upwards?|onwards?|etc|and up|count|increment|ascend)", text
    ):
        return False
    read_phrases(re.sub(r"(?i)and so (?:on|forth)|etc\.?|and up$", "upwards", text), draft, request.today)
    return True


def _date_format(text: str, draft: Draft, request: Request) -> bool:
    if not re.match(r"(?i)(?:y{4}|d{1,2}|m{1,2})[-/.](?:m|d|mon)", text):
        return False
    read_phrases(text, draft, request.today)
    return True


def _list(text: str, draft: Draft, request: Request) -> bool:
    return _values_only(text) and choices.take(draft, text)


def _code(text: str, draft: Draft, request: Request) -> bool:
    """`(AB-1234)`: an example."""
    if draft.values is not None or not is_code(text) or ".." in text:
        return False
    read_phrases(f"like {text}", draft, request.today)
    return True


BRACKETS = (_unit, _nested, _examples, _cases)
TYPED_BRACKETS = (_barred, _counter, _date_format, _list, _code)


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
    way = re.match(r"(?i)(by|via|with|through) (?=\S)", cut[1]) if cut else None
    if cut and way and choices.take(draft, cut[1][way.end() :]):
        draft.name = naming.identifier(f"{cut[0]} {way[1]}")
        return
    if cut and choices.take(draft, cut[1]):
        draft.name = naming.column_name(cut[0])
        return
    words = chunk.split()
    if (
        len(words) >= 4
        and words[1].lower() in ("by", "via", "with", "through")
        and choices.take(draft, " ".join(words[2:]))
    ):
        draft.name = naming.identifier(" ".join(words[:2]))
    elif len(words) >= 4 and choices.take(draft, " ".join(words[1:])):
        draft.name = naming.column_name(words[0])


def told(draft: Draft) -> bool:
    """Whether any phrase was read."""
    blank = Draft(draft.name, words=draft.words, left=draft.left)
    return draft != blank
