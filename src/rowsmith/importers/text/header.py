"""Where the list of columns begins: `5000 users: name, age` and `users with name and age` have a head."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rowsmith.importers.text import lexicon
from rowsmith.importers.text.counts import NOUN, PLURAL
from rowsmith.importers.text.draft import Request
from rowsmith.importers.text.layouts import unfold
from rowsmith.importers.text.tokens import brackets

_MARKER = re.compile(
    r"(?i)(?:\b(?:with|having|has|have|containing|includ(?:e|es|ing)|and|the|these|following|its|"
    r"my)\s+){0,6}\b(?:columns?|fields?|attributes?|variables|features|headers?|schema|properties|"
    r"cols)\b(?:\s+(?:are|should be|include|includes|needed|wanted|in order|i want|i need|named|"
    r"called|to include|is|like|such as))*\s*(?:[:=]|->|\bare\b|-(?=\s)|(?<=are)|(?<=include)|"
    r"(?<=following))\s*"
)
_WITH_COLUMNS = re.compile(
    r"(?i)\b(?:with|having)\s+(?:the )?(?:following )?(?:columns|fields|attributes|cols)\b\s*:?\s*"
)
_WITH = re.compile(
    r"(?i)\b(?:with|having|containing|includ(?:e|es|ing)|contains?|consist(?:s|ing) of|i(?:'d| "
    r"would)? (?:want|need|like)(?: to (?:have|see))?|we (?:want|need)|(?:which|that) (?:has|have|"
    r"contains?|includes?)|should (?:have|contain|include)|must (?:have|contain|include)|(?:each|"
    r"every) (?:\w+ ){1,2}(?:has|have|contains?|includes?|with|needs?)|(?:they|it|rows|records) "
    r"(?:have|has|need|contain)|where (?:each|every) (?:\w+ ){1,2}(?:has|have)|listing|showing|"
    r"give (?:me|them|each \w+|it)|capturing|tracking|has|have|needs?)\b:?"
)
_COLON = re.compile(r":(?=\s|$)|(?<=\w) - (?=[a-z_])")
_OPENERS = re.compile(r"(?i)^(?:hi|hello|hey|please|pls|can you|could you|i am|i'm|we are|we're|thanks)\b")


@dataclass(frozen=True, slots=True)
class Parts:
    """The head, the text of the list, and sentences before the list that say something of its columns."""

    head: str
    body: str
    prelude: str = ""


def parts(text: str) -> Parts:
    """Cut the request into head and list."""
    laid_out = unfold(text)
    if laid_out:
        return Parts(*laid_out)
    for pattern in (_MARKER, _WITH_COLUMNS):
        found = pattern.search(text)
        if found and found.end() < len(text.rstrip()) and not _inside(text, found.start()):
            head = text[: found.start()]
            first, prelude = _prelude(head)
            return Parts(first, text[found.end() :], prelude)
    cut = _first_cut(text)
    if cut is None:
        return _bare(text)
    head, body = text[: cut[0]], text[cut[1] :]
    if cut[0] == cut[1]:
        end = brackets(body).get(0, len(body) - 1)
        body = f"{body[1:end]}.{body[end + 1 :]}"
    return _moved(head, body)


def _inside(text: str, place: int) -> bool:
    return any(start < place < end for start, end in brackets(text).items())


def _prelude(head: str) -> tuple[str, str]:
    """`sales where the shop decides the price: ...`: the rule is not part of the table's name."""
    found = re.search(r"(?i)\bwhere\b|\bsuch that\b|\bso that\b|[.;\n:]", head)
    return (head[: found.start()], head[found.end() :]) if found else (head, "")


def _first_cut(text: str) -> tuple[int, int] | None:
    """The first colon, "with" or sentence end that can close the head, as (end of head, start of list)."""
    found = brackets(text)
    candidates: list[tuple[int, int]] = []
    colon = next(
        (
            item
            for item in _COLON.finditer(text)
            if not _within(found, item.start())
            and (
                item[0] == ":" or (item.start() <= 400 and _titles(text[: item.start()], text[item.end() :]))
            )
        ),
        None,
    )
    if colon and _closes_head(text[: colon.start()], text[colon.end() :]):
        candidates.append((colon.start(), colon.end()))
    for item in _WITH.finditer(text):
        if _within(found, item.start()) or not text[: item.start()].strip():
            continue
        if "," not in _outside(text[: item.start()], found).strip(" ,"):
            candidates.append((item.start(), item.end()))
        break
    sentence = re.search(r"[.!]\s+(?=\S)|\n+\s*(?=\S)", text)
    if sentence and _sentence_heads(text[: sentence.start()], text[sentence.end() :], found):
        candidates.append((sentence.start(), sentence.end()))
    opening = min((place for place in found if text[place] == "("), default=None)
    if opening is not None and re.search(r"\w\s*$", text[:opening]) and "," not in text[:opening]:
        inner = text[opening + 1 : found[opening]]
        if (
            inner.count(",") >= (2 if text[found[opening] + 1 :].strip(" .") else 1)
            and (_is_head(text[:opening]) or plural(text[:opening].rsplit(maxsplit=1)[-1]))
            and not re.search(r"%|\d{4}", inner.split(",")[0])
            and len(text) - found[opening] < len(inner)
        ):
            candidates.append((opening, opening))
    counted = [cut for cut in candidates if NOUN in text[: cut[0]]]
    first = min(candidates, default=None)
    if counted and first and re.match(rf"\s*(?:\w+ ){{0,3}}{NOUN}", text[first[1] :]):
        return min(counted)
    return first


def _titles(before: str, after: str) -> bool:
    """Whether a dash closes a head: `40 pets - name, age`, `mock up stock counts - code, quantity`."""
    return NOUN in before or (_is_head(before) and not re.search(r"[,;.\n]", before) and "," in after)


def _within(found: dict[int, int], place: int) -> bool:
    return any(start < place < end for start, end in found.items())


def _outside(text: str, found: dict[int, int]) -> str:
    return "".join(char for place, char in enumerate(text) if not _within(found, place))


def _closes_head(before: str, after: str) -> bool:
    plain = before.replace("\ue021", "").strip(" ,")
    if not plain:
        return True
    if "\n" in plain or len(plain) > 300:
        return False
    if "," in re.sub(r"\([^()]*\)", "", plain) and NOUN not in plain and "\ue021" not in before:
        return False
    words = lexicon.tokens(plain)
    single = len(words) <= 2 and lexicon.known(words) and not plural(words[-1])
    if single and not re.search(r"(?i)table|data", plain):
        return "," in after and not re.match(
            r"\s*[^,;.]{0,40}(?:\d\s?%|/|\bor\b|\buuid\b|\bint\b|\bstring\b)", after
        )
    return not re.search(r"(?i)\b(?:with|has|have) (?:an? |the )\w+(?: \w+)?$", plain)


def _sentence_heads(first: str, after: str, found: dict[int, int]) -> bool:
    """A first sentence is the head where it lists nothing, or counts rows before the list that follows."""
    if "," not in _outside(first, found).strip(" ,\ue021"):
        return _is_head(first)
    return (
        bool(re.search(f"{NOUN}|\ue021", first))
        and after.count(",") >= 2
        and not re.search(r"\d\s?%|_", first)
    )


def plural(word: str) -> bool:
    """Whether the word is a plural: `orders`, not `status`."""
    return bool(PLURAL.search(word) or word.lower() in lexicon.INVARIANT) and not word.lower().endswith(
        ("us", "ss", "is", "ous")
    )


def _is_head(text: str) -> bool:
    """Whether a sentence names a table rather than a column."""
    if (
        NOUN in text
        or "\ue021" in text
        or re.search(
            (
                r"(?i)\b(?:table|data|dataset|data set|database|records?|file|logs?|list|sample|"
                r"generate|make|create|need|want|simulate|demo|build|mock)\b"
            ),
            text,
        )
    ):
        return True
    words = lexicon.tokens(text)
    return bool(words) and len(words) >= 3 and any(plural(word) for word in words)


_OPENED = re.compile(
    r"(?i)^\s*(?:(?:i|we) (?:need|want|would like)(?: to (?:have|see))?|for (?:each|every) \w+(?:,? (?:i|"
    r"we) (?:need|want))?|"
    r"namely|as follows|with|fields|columns)\s*[:,]\s+"
)


def _moved(head: str, body: str) -> Parts:
    """A counted noun that stands alone at the start of the list belongs to the head, and so does `i need:`."""
    body = _OPENED.sub("", body)
    first = re.match(rf"\s*([^,;\n(]*?{NOUN}[^,;\n(]*?)[.\n](?=\s)", body)
    if first:
        return Parts(f"{head}, {first[1]}", body[first.end() :])
    return Parts(head, body)


def _bare(text: str) -> Parts:
    """No mark at all: a counted noun at the start is the head, or everything is the list."""
    rows = re.match(r"(?is)^(.*?)\ue021\s*of\s+(.*)$", text)
    if rows and re.search(r",| and |column", rows[2]):
        return Parts(rows[1], rows[2])
    counted = re.match(rf"(?s)^((?:[^,;]*,)?[^,;]*{NOUN}[^,;]*)[,;](.*)$", text)
    if counted:
        return Parts(counted[1], counted[2])
    return Parts("", text)


_DROPPED = re.compile(
    r"(?i)\b(?:please|make|create|generate|build|give|simulate|produce|need|want|some|fake|mock|"
    r"demo|test|toy|sample|synthetic|dummy|realistic|random|fictional|simulated|of|for|an?|the|me|"
    r"us|i|we|from|in|with|on|at|core|data|dataset|data set|table|tables|file|list|database|set|"
    r"collection|records|rows|facts|simulation|generator|csv|json|parquet|over|about|and|x|docs|"
    r"small|big|large|simple|new|good|plain|would like|could you|can you|like|something|hi|hello|"
    r"that|which|are|is|to|by|per|all|each|columns|month|year|day|log|logs)\b"
)


def table_name(head: str, request: Request) -> str:
    """The table's name: the counted noun, or the last plural of the head, or what the head is about."""
    noun = request.noun or ""
    for candidate in (
        noun,
        re.split(
            r"(?i)\b(?:for|of an?|of the|from|in|over|at|about|where|who|that|to|staying|during)\b",
            re.sub(r"\([^()]*\)", " ", head.replace(NOUN, " ").replace("\ue021", " ")),
        )[0],
        head,
    ):
        words = [
            word
            for word in lexicon.tokens(_DROPPED.sub(" ", candidate.replace(NOUN, " ").replace("\ue021", " ")))
            if not word.isdigit()
        ]
        plurals = [place for place, word in enumerate(words) if plural(word) and len(word) > 3]
        if plurals:
            return "_".join(words[max(0, plurals[-1] - 1) : plurals[-1] + 1])
        if words and len(words) <= 3:
            return "_".join(
                [*words[:-1], lexicon.plural(words[-1]) if request.language == "en" else words[-1]]
            )
    return "data"
