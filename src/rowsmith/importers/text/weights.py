"""Values with weights: `free 70%, pro 25%`, `click/view (80/20)`, `mostly 200`, `twice as often`."""

from __future__ import annotations

import re

from rowsmith.importers.text import lexicon
from rowsmith.importers.text.draft import Draft, Value
from rowsmith.importers.text.members import parts, scalar, values
from rowsmith.importers.text.numbers import amount
from rowsmith.importers.text.shares import SHARE, share
from rowsmith.importers.text.tokens import restore

_NUMBER = r"\d+(?:\.\d+)?"


_TRAILING = re.compile(
    (
        rf"^(?P<v>.*?[^\s:=(~-])[\s:=~-]*(?:\b(?:in|for|at|about|around|is|with|roughly|"
        rf"to)\s+)*\(?~?(?P<n>{_NUMBER})\s*(?P<p>%|percent|per cent|pct)?\)?(?: of (?:them|the time|"
        rf"cases|rows))?$"
    ),
    re.IGNORECASE,
)


_LEADING = re.compile(
    (
        rf"^(?:about |around |roughly |~)?(?P<n>{_NUMBER})\s*(?P<p>%|percent|per cent|pct|x|"
        rf"×)?\s*(?:of (?:them|the \w+|which|all|rows)\s+)?(?:(?:are|is|being|have|has|as|will be|"
        rf"should be|were)\s+)?(?:an? |the )?(?P<v>[^\d\s%].*)$"
    ),
    re.IGNORECASE,
)


_RATIO = re.compile(
    (
        rf"[\s,:(-]*(?:\b(?:in the ratio(?: of)?|in a ratio(?: of)?|in a|in|at|with|weights?|"
        rf"weighted|probabilit(?:y|ies)|split|distribution|"
        rf"ratio|odds|shares?|of)\s*:?\s*)*[(\[]?(?P<r>{_NUMBER}\s*%?(?:\s*(?P<sep>[/:,"
        rf"-])\s*{_NUMBER}\s*%?)(?:\s*(?P=sep)\s*{_NUMBER}\s*%?){{0,30}})[)\]]?\s*(?:%|percent|split|"
        rf"ratio|mix)?\s*$"
    ),
    re.IGNORECASE,
)


_REST = re.compile(
    (
        r"^(?:and )?(?:the )?(?:rest|remainder|remaining|others?|everything else|all others?)(?: "
        r"(?:are|is|being|go to|get|of them|ones))*\s+(?:an? )?(?P<v>.+)$"
    ),
    re.IGNORECASE,
)


MOSTLY = re.compile(
    (
        r"^(?:(?:is|are)\s+)?(?:mostly|mainly|usually|predominantly|typically|normally|"
        r"largely)\s+(?P<v>.+)$|^(?P<w>.+?)\s+(?:mostly|mainly|usually|predominantly|typically|most "
        r"of the time|in most cases)$"
    ),
    re.IGNORECASE,
)


TWICE = re.compile(
    (
        r"^(?P<a>.+?)\s+(?:come|comes|appear|appears|occur|occurs|is|are|being|show|shows)?\s*(?:up |"
        r"out )?(?P<n>twice|two times|three times|thrice|four times|five times|ten times|half|\d+ "
        r"?(?:x|times))\s+(?:as (?:often|likely|frequent(?:ly)?|common|many|much)|more (?:often|"
        r"likely|frequent(?:ly)?|common))(?:\s+(?:as|than)\s+(?P<b>.+))?$"
    ),
    re.IGNORECASE,
)


_TIMES = {
    "twice": 2.0,
    "two times": 2.0,
    "three times": 3.0,
    "thrice": 3.0,
    "four times": 4.0,
    "five times": 5.0,
    "ten times": 10.0,
    "half": 0.5,
}


def weighted(text: str, known: list[Value] | None = None) -> tuple[dict[str, float], list[Value]] | None:
    """Values with weights: `{"free": 70, "pro": 30}` for `free 70%, pro 30%`; rests are worked out."""
    body = restore(text).strip(" .:")
    ratio = _RATIO.search(body)
    if ratio and len(ratio["r"]) < len(body):
        listed = known if not body[: ratio.start()].strip(" ,:(") else values(body[: ratio.start()])
        numbers = [float(item) for item in re.findall(_NUMBER, ratio["r"])]
        if listed and len(listed) == len(numbers) and sum(numbers) > 0:
            return dict(zip(map(str, listed), numbers, strict=True)), listed
    if ratio and known and ratio.start() == 0:
        numbers = [float(item) for item in re.findall(_NUMBER, ratio["r"])]
        if len(numbers) == len(known) and sum(numbers) > 0:
            return dict(zip(map(str, known), numbers, strict=True)), known
    found: dict[str, float] = {}
    rest: list[str] = []
    read_parts = [(part, _weight(part)) for part in parts(body)]
    signed = any(read and read[2] for _, read in read_parts)
    for part, read in read_parts:
        if read is None or (signed and not read[2]):
            rest.append(part)
        else:
            found[str(scalar(read[0]))] = read[1]
    total = sum(found.values())
    if not found or (
        not signed and not (len(found) > 1 and not rest and (abs(total - 100) < 2 or abs(total - 1) < 0.02))
    ):
        return None
    if rest and len(rest) > 3:
        return None
    left = max(0.0, 100 - total) / len(rest) if rest else 0.0
    found = _without_mostly(found)
    for part in rest:
        remainder, mostly = _REST.match(part), MOSTLY.match(part)
        name = remainder["v"] if remainder else (mostly["v"] or mostly["w"]) if mostly else part
        found[str(scalar(re.sub(r"^otherwise |^else ", "", name)))] = left
    if len(found) == 1 and total < 100:
        return None
    order = [scalar(name) for name in found]
    if rest and MOSTLY.match(rest[0]) and total < 100:
        order = sorted(order, key=lambda item: -found[str(item)])
    return found, order


def _without_mostly(found: dict[str, float]) -> dict[str, float]:
    """`mobile` for `mostly mobile`, where the share is given anyway."""
    marks = {name: MOSTLY.match(name) for name in found}
    return {
        (mark["v"] or mark["w"]) if (mark := marks[name]) else name: weight for name, weight in found.items()
    }


def _weight(part: str) -> tuple[str, float, bool] | None:
    """One member with its weight: (`free`, 70.0, percent?)."""
    fraction = re.match(
        rf"^(?P<s>{SHARE})\s+(?:(?:is|are|of them|being|as)\s+)*(?:an? )?(?P<v>[^\d%].*)$",
        part,
        re.IGNORECASE,
    )
    if fraction and not re.match(r"[~]?\d+(?:\.\d+)?\s*$", fraction["s"]) and "%" not in fraction["s"]:
        value = share(fraction["s"])
        if value is not None:
            return fraction["v"], value * 100, True
    for pattern in (_LEADING, _TRAILING):
        found = pattern.match(part)
        if found and ((found["p"] and pattern is _TRAILING) or not re.fullmatch(r"[\W\d]*", found["v"])):
            if pattern is _LEADING and re.match(r"(?i)mostly|mainly|usually|to\b", found["v"]):
                continue
            if pattern is _LEADING and not found["p"] and re.search(r"\d\s*%", found["v"]):
                continue
            return (
                re.sub(r"\s*\($|\s+(?:are|is|make up|get|at|with)$", "", found["v"]),
                float(found["n"]),
                bool(found["p"]) and found["p"] not in "x×",
            )
    return None


_MARK = re.compile(
    (
        r"(?i)^(?P<head>.*?\S)(?:\s*[:=]\s*|[\s,]+(?:where|of which|with|is|are|being|as|split|"
        r"distributed)\s+(?:either\s+)?)(?P<rest>[^:=]*)$"
    ),
    re.DOTALL,
)


def headed(text: str) -> tuple[str, tuple[dict[str, float], list[Value]]] | None:
    """Name and weights of a clause: (`plan`, {free: 70, pro: 30}) for `plan with free 70%, pro 30%`."""
    bare = re.sub(
        r"\([^()]*\)",
        lambda hit: hit[0] if re.fullmatch(r"\(\s*~?[\d.]+\s*%\s*\)", hit[0]) else "",
        restore(text),
    )
    slashed = re.findall(r"[A-Za-z] \d{1,3}(?=\s*/|$)", bare.strip())
    alternative = re.search(r"\d\s?%\)?,? (?:or|otherwise|else) \w", restore(text))
    if (
        len(slashed) < 2
        and not alternative
        and len(re.findall(r"\d\s?(?:%|percent\b)|\b(?:one|\d+) (?:in|out of) \w+|\bthe rest\b", bare)) < 2
    ) or re.search(r"(?i)missing|null\b|empty|blank|\d\s?%?\s*(?:-|to)\s*\d", bare):
        return None
    body = restore(text).strip(" .")
    body = re.sub(r"(?<=%) (?=[A-Za-z][\w-]* \d+(?:\.\d+)?%)", ", ", body)
    marked = _MARK.match(body)
    if marked:
        last = re.match(r"(?is)^(?P<head>.*)\s(?:with|where|of which)\s+(?P<rest>\d[^:]*)$", body)
        for found in (last, marked):
            read = weighted(found["rest"]) if found else None
            if found and read and not re.search(r"\d\s?%", found["head"]):
                return found["head"], read
    read = weighted(body)
    if not read:
        return None
    names, order = read
    first = str(order[0])
    at = re.match(r"(?i)^(?P<head>[^\d%]*?)\s*(?:about |around |~)?\d+(?:\.\d+)?\s*%\s+[A-Za-z]", body)
    if at and at["head"].strip() and re.match(r"\s*\d", parts(body)[1]):
        return at["head"], weighted(body[at.end("head") :]) or read
    cut = lexicon.head(first)
    if cut is None and " " in first:
        cut = (first.rsplit(" ", 1)[0], first.rsplit(" ", 1)[1])
    if cut is None or at:
        return "", read
    value = scalar(re.sub(r"(?i)^(?:(?:with|is|are|in|mostly|mainly|usually|predominantly)\s+)+", "", cut[1]))
    renamed = {str(value) if name == first else name: weight for name, weight in names.items()}
    return cut[0], (renamed, [value if str(item) == first else item for item in order])


def set_weights(draft: Draft, found: dict[str, float], order: list[Value]) -> None:
    """Merge weights into the column; values known before keep their spelling and their order."""
    spelled = {lexicon.singular(str(item)): str(item) for item in draft.values or []}
    spelled |= {str(item).lower(): str(item) for item in draft.values or []}
    found = {
        name if name.lower() in spelled else spelled.get(lexicon.singular(name), name): weight
        for name, weight in found.items()
    }
    weights = {spelled.get(name.lower(), name): weight for name, weight in found.items()}
    if draft.values and all(name.lower() in spelled for name in found):
        missing = [str(item) for item in draft.values if str(item) not in weights]
        left = max(0.0, 100 - sum(weights.values())) / len(missing) if missing else 0.0
        draft.weights = {str(item): weights.get(str(item), left) for item in draft.values}
        return
    draft.values, draft.weights = order, {str(item): found[str(item)] for item in order if str(item) in found}


def twice(draft: Draft, text: str) -> bool:
    """`"brief" and "detailed" come up twice as often as "long"`: weights relative to each other."""
    found = TWICE.match(restore(text).strip())
    if not found:
        return False
    factor = _TIMES.get(found["n"].lower()) or float((amount(found["n"]) or amount("2") or 0).value)  # type: ignore[union-attr]
    first = [str(scalar(item)) for item in parts(found["a"])]
    second = [str(scalar(item)) for item in parts(found["b"])] if found["b"] else []
    second = [
        item
        for item in second
        if item.lower() not in ("the others", "others", "the other", "the rest", "any other")
    ]
    if draft.values is None:
        if not second:
            return False
        draft.values = [*first, *second]
    names = {item.lower() for item in first}
    draft.weights = {str(item): factor if str(item).lower() in names else 1.0 for item in draft.values}
    return True
