"""From the text of a list to columns: split, join what belongs together, read each clause, attach what has no name."""

from __future__ import annotations

import re

from rowsmith.importers.text import choices, kinds, lexicon, naming
from rowsmith.importers.text.draft import Draft, Request, Rule
from rowsmith.importers.text.formulas import quote
from rowsmith.importers.text.grouping import grouped, pairs
from rowsmith.importers.text.phrases import HOLE, read_phrases
from rowsmith.importers.text.shapes import CODE, is_code
from rowsmith.importers.text.spans import shield
from rowsmith.importers.text.statements import statement, unknown_type
from rowsmith.importers.text.tokens import Piece, brackets, restore, split

_UNIT_BRACKET = re.compile(r"(?i)^(?:[°$€£¥₹%]?[a-z°²³µ/%$€£¥₹.]{0,4}|m/s|km/h|mg/dl|kg/m2|usd|eur|kwh|mmhg|in \w+|celsius|fahrenheit|percent|meters|minutes|hours|seconds|days|months|years|dollars|euros|kelvin)$")
_TYPED = re.compile(r"^[\"'`]?(?P<name>[^\W\d][\w$]*(?=[\"'`]?:)|[^\W\d][\w$ ./-]{0,60}?)[\"'`]?\s*(?::(?!\d)(?=\s|\S)|(?<=[^\W\d])\s+->?\s+(?=[a-zA-Z(]))\s*(?P<rest>\S.*)$", re.S)


MAX_TEXT, MAX_PIECES = 40_000, 2_200
_MEASURES = {"priced": "price", "costing": "cost", "aged": "age", "weighing": "weight", "dated": "date", "rated": "rating", "earning": "salary", "worth": "value"}
_PARTICIPLES = re.compile(rf"(?i)[,\s]+(?:and )?({'|'.join(_MEASURES)})(?: at)?\s+(?=between|from|\$?\d|in\b|at least|up to|under|over)")


def read_columns(text: str, request: Request, known: list[Draft] | None = None) -> list[Draft]:
    """The columns of one table, in the order of the text; clauses about earlier ones go to those."""
    columns = known if known is not None else []
    chain: list[Draft] = []
    if len(text) > MAX_TEXT:
        request.warnings.append(f"only the first {MAX_TEXT:,} characters of the list were read")
        text = text[: text.rfind(" ", 0, MAX_TEXT) + 1 or MAX_TEXT]
    pieces = split(shield(_PARTICIPLES.sub(lambda found: f", {_MEASURES[found[1].lower()]} ", text)))
    if len(pieces) > MAX_PIECES:
        request.warnings.append(f"only the first {MAX_PIECES:,} clauses of {len(pieces):,} were read")
    for piece in grouped(pairs(pieces[:MAX_PIECES])):
        count = len(columns)
        if piece.before not in (",", "&"):
            chain = []
        read_piece(piece, columns, request)
        chain.extend(columns[count:])
        if len(columns) > count and len(chain) > 1 and re.match(r"(?i)[\w -]{2,40}? (?:are|both|all|each)\b(?!.*\bwhere\b)|[^,]*\beach$", restore(piece.text)) and not re.search(r"where|with|%.*%", piece.text):
            _spread(chain, piece)
    return columns


def _spread(chain: list[Draft], piece: Piece) -> None:
    """`a, b and c are optional`: what is said of the last is said of those before it."""
    last = chain[-1]
    for place in range(len(chain) - 2, -1, -1):
        if told(chain[place]):
            return
        for slot in ("type", "min", "max", "null_rate", "nullable", "unique", "distribution", "mean", "std", "decimals", "values", "weights", "true_share", "unit", "open_min", "open_max"):
            setattr(chain[place], slot, getattr(last, slot))


MAX_LEFT = 200


def read_piece(piece: Piece, columns: list[Draft], request: Request) -> None:
    """One clause: a new column, more about the one before, or not understood."""
    text = restore(piece.text).strip(" .")
    if not text:
        return
    if statement(text, columns, request) or about_known(text, columns, request):
        return
    draft = unknown_type(text, request) or read_clause(text, request)
    if naming.usable(draft.name) or (draft.name and (len(draft.name) == 1 or re.match(r"(?i)columns? \w+", text))):
        same = next((item for item in columns if item.name.lower() == draft.name.lower()), None)
        if same is None and _value_range(draft, columns):
            return
        if same is None:
            columns.append(draft)
        else:
            merge(same, text, request)
    elif columns and told(draft):
        merge(columns[-1], text, request)
    elif told(draft) and not columns:
        request.problems.append(text)
    elif len(request.ignored) < MAX_LEFT:
        request.ignored.append(text)


def _value_range(draft: Draft, columns: list[Draft]) -> bool:
    """`salary: nurses 40k-70k`, `doctors 90k-220k`: ranges of one column by the values of an earlier one."""
    if not columns or not (draft.bounded() and columns[-1].bounded()) or draft.values:
        return False
    target = columns[-1]
    first = re.search(r"[:,(]\s*([A-Za-z][\w ]*?) \W?\d", target.words)
    if not first and not target.rules:
        return False
    key = next((item for item in columns[-30:-1] if _holds(item, draft.name)), None)
    if key is None or not (target.rules or (first and _holds(key, first[1]))):
        return False
    if not target.rules and first:
        target.rules.append(Rule(f"{quote(key.name)} = '{_holds(key, first[1])}'", min=target.min, max=target.max))
        target.depends_on.append(key.name)
    target.rules.append(Rule(f"{quote(key.name)} = '{_holds(key, draft.name)}'", min=draft.min, max=draft.max))
    numbers = [limit for rule in target.rules for limit in (rule.min, rule.max) if isinstance(limit, int | float)]
    target.min, target.max = min(numbers), max(numbers)
    return True


def _holds(draft: Draft, name: str) -> str | None:
    words = lexicon.singular(name.replace("_", " ").strip().lower())
    return next((str(value) for value in draft.values or [] if lexicon.singular(str(value).lower()) == words), None)


def read_clause(text: str, request: Request) -> Draft:
    """One clause as a column; its name is empty where the clause has none."""
    draft = Draft("", words=text)
    body, forced = text, ""
    often = re.match(r"(?s)^(?P<head>.*?\S)[\s,]+(?:where|with|of which|in which)\s+(?P<rest>.*)$", text)
    if often and choices.twice(draft, often["rest"]):
        draft.name = naming.column_name(often["head"])
        return draft
    again = re.match(r"(?i)^(?:and |an? |the )?(?P<a>\w+),? where (?P=a) (?P<rest>.+)$", text)
    if again:
        body = text = f"{again['a']} {again['rest']}"
    shares = choices.headed(text)
    if shares:
        draft = read_clause(shares[0], request) if shares[0] else draft
        draft.words = text
        choices.set_weights(draft, *shares[1])
        return draft
    typed = _TYPED.match(text)
    if typed and len(typed["name"].split()) <= 5 and not re.match(r"//", typed["rest"]):
        forced, rest = typed["name"], typed["rest"]
        if "(" in rest or not kinds.set_type(draft, rest.rstrip(".")):
            _typed_value(forced, rest, draft, request)
        draft.name = naming.column_name(forced) or naming.identifier(forced)
        return draft
    rest = _read(body, draft, request)
    chunks = [chunk for chunk in re.split(f"{HOLE}+", rest) if chunk.strip(" ,.:;()")]
    names = [naming.column_name(chunk) for chunk in chunks]
    place = next((place for place, name in enumerate(names) if naming.usable(name)), None)
    letter = re.match(r"([a-z])\s+(?:int|float|string|bool|uuid|date|one of|from|between|is|\d)", text)
    if letter and draft.name == "" and re.search(r"(?i)\bcolumns?\b", request.text):
        draft.name = letter[1]
        return draft
    if draft.name == "" and place is not None:
        draft.name = names[place]
        draft.left = [chunk.strip() for chunk in chunks[place + 1 :] if naming.usable(naming.column_name(chunk))]
    if draft.name and draft.name.endswith("ed") and (stands := re.match(rf"(?i){re.escape(draft.name)} (on|at|in|by)\b", text)) and isinstance(draft.min or draft.max, str):
        draft.name = f"{draft.name}_{stands[1].lower()}"
    if not draft.name and draft.template and re.match(r"[A-Za-z]{2,}", draft.template):
        prefix = re.match(r"[A-Za-z]+", draft.template)
        draft.name = prefix[0].lower() if prefix and lexicon.known([prefix[0].lower()]) else "id"
        draft.unique = True
    if draft.name and len(chunks) == 1:
        _named_value(draft, chunks[0])
    return draft


def _typed_value(name: str, rest: str, draft: Draft, request: Request) -> None:
    """What stands after `name:`; a list there is its values."""
    bare = re.match(r"^\s*(?:enum|category|choice|categorical|one of)?\s*[\[({](.*)[\])}]\s*$", rest, re.S)
    if bare and not re.search(r"[\[({]", bare[1]) and _listed(bare[1], draft):
        return
    first = re.split(r"[,\s(]", rest, maxsplit=1)
    if kinds.set_type(draft, first[0]) and len(first) > 1:
        rest = rest[len(first[0]) :].strip(" ,")
    left = _read(f"{name} : {rest}" if not rest.startswith("(") else f"{name} {rest}", draft, request)
    unread = left.partition(":")[2].strip(f" ,.{HOLE}")
    if unread and not told(draft) and draft.values is None and not draft.bounded() and draft.type is None and not _listed(rest, draft):
        draft.left.append(unread)


def _listed(text: str, draft: Draft) -> bool:
    if re.search(r"\d\s*(?:-|to|\.\.)\s*\d", text) and not re.search(r"[,/|]", text):
        return False
    return choices.take(draft, text)


def _read(text: str, draft: Draft, request: Request) -> str:
    """Read the phrases outside and inside of brackets; return what is left outside."""
    shielded, inner = _shield(text)
    rest = read_phrases(shielded, draft, request.today)
    if inner and draft.values is None and re.search(r"\w or \w", rest):
        _named_value(draft, rest.replace(HOLE, " "))
    for group in inner:
        if re.search(r"(?i)\bthen$", group.strip()):
            draft.pending.append(("then", group.strip()))
        else:
            _bracket(group, draft, request)
    return rest


def _shield(text: str) -> tuple[str, list[str]]:
    """Take bracket groups out, except those that belong to a formula or a distribution."""
    out, inner, place = [], [], 0
    found = brackets(text)
    formula = re.search(r"(?<![<>!=])=\s*(?=[^=]*[A-Za-z_])", text)
    stop = formula.start() if formula else len(text)
    while place < len(text):
        if place in found and place < stop and not re.search(r"(?i)\b(?:n|normal|gauss|gaussian|lognormal|uniform|poisson|exponential|varchar|char|decimal|numeric)\s*$", text[:place]):
            if not re.match(r"[\[(]\s*[$]?-?\d[\d.,]*\s*[,;]\s*[$]?-?\d[\d.,]*\s*[\])]$", text[place : found[place] + 1]) or text[place] != "[":
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
    if _UNIT_BRACKET.match(text) and not kinds.set_type(draft, text):
        if not re.search(r"\w/\w", text) or text in ("m/s", "km/h", "mg/dl", "mg/dL", "kg/m2", "kg/m3"):
            draft.unit = draft.unit or text
            draft.money |= text in "$€£¥₹"
            return
    if _UNIT_BRACKET.match(text) and draft.type and not re.search(r"/", text):
        return
    if draft.type in ("object", "array") and _subfields(text, draft, request):
        return
    if re.match(r"(?i)^(?:e\.g\.?|like|such as|for example|eg)\b", text) and "," in text:
        examples = choices.values(re.sub(r"(?i)^(?:e\.g\.?|like|such as|for example|eg)[.,:]?\s*", "", re.sub(r"(?i),?\s*(?:etc\.?|\.\.\.|and so on)\s*$", "", text)))
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
    if re.match(rf"(?:from )?{CODE}\b.*\b(?:so on|so forth|upwards?|onwards?|etc|and up|counting|increment|ascending)", text):
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
        if left and left == part.strip(" .,") and not kinds.set_type(draft, left):
            draft.left.append(left)


def _typed_bracket(text: str, draft: Draft) -> str:
    """`decimal(10,2)`, `char(3): EUR, USD`: take the type in front and return the rest."""
    found = re.match(r"(?is)^(?P<type>[a-z]\w*)(?:\((?P<a>\d+)(?:,\s*(?P<b>\d+))?\))?\s*(?:[:,]\s*(?P<rest>.+))?$", text)
    if not found or found["type"].lower() not in kinds.TYPES or (found["rest"] and "/" in found["rest"] and ":" not in text):
        return text
    kinds.set_type(draft, found["type"])
    if found["b"]:
        draft.decimals = int(found["b"])
    elif found["a"] and draft.type == "string":
        draft.max_length = int(found["a"])
    if draft.type == "string" and found["rest"]:
        draft.type = None
    return found["rest"] or ""


_PHRASED = re.compile(
    r"(?i)\b(?:unique|null|missing|empty|between|from|at least|up to|average|mean|normal|like|after|before|later|than|never|always|last|past|must|required|optional|inclusive|skewed|integer|decimals?|digits?|chars?|characters|format|only|rare|count|depends|same|about \d+)\b|^\s*[$€£]?-?[\d.,]+\s*[kKM]?\s*(?:-|to|\.\.\.?|–)\s*[$€£]?-?[\d.,]+\s*[kKM%]?\s*\w{0,8}\s*$"
)


def _values_only(text: str) -> bool:
    """Whether a bracket holds a list of values rather than limits and conditions."""
    if _PHRASED.search(text) and not re.search(r"\|", text):
        listed = choices.parts(text)
        return len(listed) >= 3 and sum(bool(_PHRASED.search(item)) for item in listed) < len(listed) / 3 + any(re.match(r"\d+-\d+$", item.strip()) for item in listed) * 9
    return bool(re.search(r"[,/|;]|\bor\b|\band\b|\d\s*%", text))


def _subfields(text: str, draft: Draft, request: Request) -> bool:
    if draft.type == "array" and draft.items is not None and draft.items.type != "object":
        return False
    inside = read_columns(re.sub(r"^(?:with|of)\s+", "", text), request)
    if not inside:
        return False
    if draft.type == "object":
        draft.fields = inside
    else:
        draft.items = Draft("item", type="object", fields=inside)
    return True


def _named_value(draft: Draft, chunk: str) -> None:
    """`payment method cash or card`: a known name with a list behind it, which no marker announces."""
    if draft.values is not None or not re.search(r"\bor\b", chunk):
        return
    cut = lexicon.head(re.sub(r"^(?:an?|the|and|their|its)\s+", "", chunk.strip(), flags=re.I))
    if cut and choices.take(draft, cut[1]):
        draft.name = naming.column_name(cut[0])
        return
    words = chunk.split()
    if len(words) >= 4 and choices.take(draft, " ".join(words[1:])):
        draft.name = naming.column_name(words[0])


def merge(draft: Draft, text: str, request: Request) -> None:
    """Read more about a column that is known already."""
    draft.words += ", " + text
    listed = choices.weighted(text, draft.values) if draft.values else None
    if listed:
        choices.set_weights(draft, *listed)
        return
    if choices.twice(draft, text):
        return
    _read(re.sub(r"^(?:of which|where|which|that|and|but|with)\s+", "", text), draft, request)


def told(draft: Draft) -> bool:
    """Whether any phrase was read."""
    blank = Draft(draft.name, words=draft.words, left=draft.left)
    return draft != blank


def about_known(text: str, columns: list[Draft], request: Request) -> bool:
    """A later clause whose subject is a column read before: `the email must be unique`."""
    if not columns:
        return False
    found = re.match(r"(?i)^(?:(?:the|all|and|make|set|let|both|each|every)\s+)*[\"'`]?(?P<name>[\w -]{2,40}?)[\"'`]?(?:s|es)?(?: (?:column|field|values?))?\s+(?P<rest>(?:is|are|must|should|has|have|can|may|will|be|follows?|never|always|comes?|ranges?|depends?|needs? to)\b.*)$", text)
    if not found:
        return False
    name = naming.column_name(found["name"])
    target = next((item for item in columns if item.name.lower() in (name.lower(), lexicon.singular(name)) or lexicon.tokens(item.name) == lexicon.tokens(name)), None)
    if target is None:
        return False
    merge(target, found["rest"], request)
    return True
