"""The number of rows: `5,000 users`, `half a million records`, `rows: 12k`, `75 of them`."""

from __future__ import annotations

import re

from rowsmith.errors import InvalidInput, Issue
from rowsmith.importers.text.draft import Request
from rowsmith.importers.text.numbers import DIGITS, WORDS, amount
from rowsmith.schema.values import MAX_ROWS

NOUN = "\ue020"
"""Stands before the noun whose number was the row count."""


ROW_NOUNS = (
    r"(?:rows?|records?|recs?|entries|lines|samples|instances|observations|examples|data ?points|"
    r"points|tuples|documents|docs|cases|datapoints|líneas|filas|registros|zeilen|datensätze|lignes|"
    r"righe|linhas|registres)"
)


_TIME = set(
    """
        day days hour hours minute minutes second seconds week weeks month months year years yrs mins hrs
        percent dollars euros decimals decimal digits digit letters letter characters chars columns column
        fields tables table places times kg km cm mm lakh crore k m million thousand hundred dozen stars
        points bytes usd eur gbp pounds rupees cents categories values levels different unique distinct
        random per x to and or of in is at on by decimals am pm th st nd rd the a an
        """.split()
)


COUNT = (
    rf"(?:(?<![\w.$€£₹/#:-])(?:{DIGITS})(?:\s?(?:k|m|mn|mio|mil|lakhs?|lac|crores?|thousand|million|"
    rf"billion|trillion|dozen|hundred))?(?!,\d{{3}}|[\w.]*\d|%|\w| ?%)|{WORDS})"
)


_EXPLICIT = (
    re.compile(
        (
            rf"[(,;]?\s*(?:(?<![\w.]){COUNT} )?\b(?:number of (?:rows|records)|total(?: of| rows| "
            rf"records)?|row[ _]?count|rows?|records?|count|n|size|num_rows|how many)\s*(?:needed|"
            rf"wanted)?\s*[:=]\s*(?P<n>{COUNT})(?:\s*{ROW_NOUNS}\b)?\)?"
        ),
        re.IGNORECASE,
    ),
    re.compile(
        (
            rf"\(?\b(?:(?:exactly|about|around|roughly|approximately|some|around|at least|a total of|"
            rf"in total|total of|for|of|generate|make|create|give me|i need|i want|"
            rf"produce)\s+)*(?<!out of )(?P<n>(?!one\b(?! (?:million|thousand|hundred|billion|"
            rf"dozen))){COUNT})\s+(?:(?!(?:{ROW_NOUNS})\b)[a-z-]+ ){{0,3}}?{ROW_NOUNS}\b(?! per\b)(?: (?:in "
            rf"total|total|overall|please|of data|altogether|long|each|only))?(?:\s*=\s*(?P<same>[\d,"
            rf"_]+))?\)?"
        ),
        re.IGNORECASE,
    ),
    re.compile(rf"(?P<n>{COUNT})\s+of (?:them|these|those)\b(?: (?:please|in total))?", re.IGNORECASE),
    re.compile(r"\s[x×]\s?(?P<n>\d[\d,_]*\s?[kKmM]?)\s*\.?\s*$"),
)


_HEADED = re.compile(
    (
        rf"^(?P<head>[^\n:;.(,]{{0,60}}?[A-Za-z])\s*[,"
        rf"(]?\s*(?:n\s*=\s*)?(?P<n>{COUNT})\)?\s*(?P<end>:|$|\n|,(?!\d))"
    ),
    re.IGNORECASE,
)


_TITLED = re.compile(rf"^(?P<head>[A-Za-z][\w -]{{2,40}}?):\s*(?P<n>{COUNT})\s*[;,.\n](?=\s)", re.IGNORECASE)


_NOUNED = re.compile(rf"(?P<n>{COUNT})\s+(?P<noun>[A-Za-z][\w'-]*(?: [A-Za-z][\w'-]*){{0,4}})", re.IGNORECASE)


_STOPS = set("with and or of in to per for from rows is are at on the by who whose that which each x".split())


_LAST = re.compile(
    (
        rf"(?:^|[.;\n])\s*(?:(?:about|around|make it|i need|give me|generate|create|make|"
        rf"total)\s+)*(?P<n>{COUNT})\s*(?:please|pls|total|in total|of (?:those|these|"
        rf"each))?\s*[.!]?\s*$"
    ),
    re.IGNORECASE,
)


PLURAL = re.compile(
    r"(?:s|people|children|men|women|staff|data|inventory|personnel|employees|mice|series)$", re.IGNORECASE
)


def read_rows(text: str, request: Request) -> str:
    """Read the number of rows; return the text without it, the counted noun marked."""
    for pattern in _EXPLICIT:
        found = pattern.search(text)
        if found:
            return _taken(text, found, request, "")
    headed = _HEADED.match(text)
    if headed and not re.search(
        rf"(?i)\b(?:seed|of|with|between|to|than|least|most|and)\s*$|{COUNT}.*(?:-|to)\s*$", headed["head"]
    ):
        rest = text[: headed.start("n")].rstrip(" ,(") + headed["end"] + text[headed.end() :]
        return _checked(rest, headed["n"], headed[0], request)
    titled = _TITLED.match(text)
    if titled and PLURAL.search(titled["head"]):
        return _checked(f"{titled['head']}:{text[titled.end() :]}", titled["n"], titled[0], request)
    last = _LAST.search(text)
    for found in _NOUNED.finditer(text):
        noun = _noun(found["noun"]) or (
            found["noun"].split()[0]
            if request.language != "en" and found["noun"].split()[0].lower() not in _STOPS | _TIME
            else ""
        )
        if noun and _is_noun(text, found, noun):
            request.noun = noun
            rest = text[: found.start()] + NOUN + text[found.start("noun") :]
            return _checked(rest, found["n"], f"{found['n']} {noun}", request)
    return _taken(text, last, request, "") if last else text


def _noun(words: str) -> str:
    """The counted noun, with its adjectives: `SaaS accounts` in `SaaS accounts that pay`."""
    taken: list[str] = []
    for word in words.split():
        if word.lower() in _STOPS or word.lower() in _TIME:
            break
        taken.append(word)
        if PLURAL.search(word) and not word.lower().endswith(("ous", "ss", "us", "is")):
            return " ".join(taken)
    return ""


def _is_noun(text: str, found: re.Match[str], noun: str) -> bool:
    """`5,000 users` at the head or as a sentence of its own counts rows; `4 rooms` in a list does not."""
    before, after = text[: found.start()], text[found.start("noun") + len(noun) :]
    clause = re.split(r"[.;\n]", before)[-1]
    if re.search(
        (
            r"(?i)(?:\b(?:last|past|next|between|from|every|per|at least|up to|under|over|each|than|"
            r"to|and|than|most|in|within)|[-(])\s*$"
        ),
        before,
    ) and not re.search(r"(?i)\bfor\s*$", before):
        return False
    if re.match(r"\s*:(?=\s)", after) or (
        re.match(r"\s*\(?(?:[^,.;:]{0,60})?\s*(?:with|having|containing|including)\b", after)
        and not re.search(r"(?i)\b(?:each|every|with|has|have)\b", clause)
    ):
        return True
    if re.match(r"\s*(?:[,.]|$)", after) and re.search(r"(?:^|,)\s*$", before) and before.count(",") <= 2:
        return True
    asked = re.search(
        r"(?i)\b(?:want|need|like|generate|give|make|create|have|get|build|produce|simulate)\b", clause
    )
    lead = len(re.findall(r"\w+", clause)) <= (25 if asked else 9) and "," not in clause
    alone = (
        bool(re.match(r"\s*(?:please|pls|in total|total)?\s*[.!,]?\s*$", after)) and len(clause.split()) <= 3
    )
    if alone:
        return True
    return (
        lead
        and (before.count(",") == 0 or not clause.strip())
        and (":" not in before or bool(re.fullmatch(r"[\w ,.-]{0,40}:\s*(?:\w+ ){0,3}", before)))
    )


_DASHED = re.compile(r"\s+-\s*\ue021\s*(?:-\s+|:)|\s+-\s*\ue021\s*$")


def _taken(text: str, found: re.Match[str], request: Request, instead: str) -> str:
    number = found.groupdict().get("same") or found["n"]
    return _checked(
        text[: found.start()] + (instead or " \ue021 ") + text[found.end() :], number, found[0], request
    )


def _checked(rest: str, number: str, words: str, request: Request) -> str:
    read = amount(re.sub(r"(?i)(\d)\s?(k|m)$", r"\1\2", number.strip()))
    if read is None or not float(read.value).is_integer():
        return rest
    if read.value > MAX_ROWS:
        message = f"{number.strip()} rows are asked; at most {MAX_ROWS:,} are allowed: ask for fewer"
        raise InvalidInput.of([Issue("rows", "too_many_rows", message)])
    rest = _DASHED.sub(": ", rest)
    request.rows = int(read.value)
    request.facts.append((words.strip(" ,.;()"), "rows"))
    return rest
