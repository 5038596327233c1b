"""Words that a phrase cannot do without: a cheap test before its pattern is compiled and tried."""

from __future__ import annotations

import re

from rowsmith.importers.text.numbers import SCALES, UNITS

NUMBER = "#"
"""Stands for any digit or number word."""
_DATE = (NUMBER, "today", "now", "present", "yesterday", "tomorrow", "this ")
_SHARES = (NUMBER, "half", "third", "quarter", "fifth", "tenth", "most", "majority", "a few")
_EMPTY = (
    "missing null empty blank none nan n/a na absent unset unknown not without unfilled omitted left out"
).split()
_MORE = ("after", "later", "following", "greater", "more", "higher", "larger", "above", "bigger", "exceed")
_LESS = (
    "before",
    "earlier",
    "prior",
    "less",
    "lower",
    "smaller",
    "below",
    "under",
    "cheaper",
    "at most",
    "up to",
    "capped",
    "no more",
)
GATES: dict[str, tuple[str, ...]] = {
    "gap after": ("after", "later", "past", "following"),
    "gap before": ("before", "earlier", "prior", "ahead"),
    "marked up": ("plus",),
    "gap later": ("later", "after"),
    "within": ("within",),
    "not before": ("before", "earlier", "prior", "lower", "less", "below", "smaller", "under"),
    "not after": (*_MORE, "over", "past"),
    "on or after": ("after", "later", "greater", "above"),
    "after": _MORE,
    "before": _LESS,
    "after by symbol": (">",),
    "before by symbol": ("<",),
    "percent of": ("%",),
    "depends": (
        "depend",
        "based",
        "driven",
        "determin",
        "decided",
        "influenc",
        "function",
        "explain",
        "derive",
        "follow",
        "inferred",
        "var",
        "differ",
        "according",
        "consistent",
        "match",
        "correlat",
        "related",
        "linked",
        "in line",
        "proportion",
        "built",
        "made",
        "compos",
        "combined",
    ),
    "steps": ("steps", "increments", "multiples"),
    "case": ("when", "if", "where", "for"),
    "value where": ("when", "if", "where", "for", "unless"),
    "only if": ("if", "when", "for", "where", "once", "unless"),
    "null if": ("null", "empty", "blank", "missing"),
    "set if": ("if", "when", "where"),
    "flag if": ("if", "when"),
    "date format": ("yy", "dd", "mm", "mon"),
    "regular expression": ("match", "regex", "regexp", "regular", "pattern"),
    "counter": (NUMBER,),
    "bands": (NUMBER,),
    "first to last": (NUMBER,),
    "example": (
        NUMBER,
        "##",
        "like",
        "such",
        "e.g",
        "example",
        "format",
        "style",
        "form",
        "pattern",
        "shape",
        "code",
    ),
    "prefix and digits": ("+", "plus", "followed", "then", "and"),
    "so many signs": ("digit", "letter", "alphanum", "char"),
    "letters": ("letter", "char"),
    "column of a type": ("column",),
    "array": ("array", "list"),
    "boolean": ("/", "|", " or "),
    "object": ("object", "struct", "document"),
    "never empty": ("never", "not", "no", "non", "none", "can", "zero", "always", "required", "mandatory"),
    "share filled": _SHARES,
    "share empty": _SHARES,
    "sometimes empty": (
        "optional",
        "nullable",
        "null",
        "sometimes",
        "occasionally",
        "rarely",
        "often",
        "mostly",
        "usually",
        "may",
        "can",
        "might",
        "could",
        "if ",
        "where",
    ),
    "share of true": _SHARES,
    "normal by symbol": ("(",),
    "mean and deviation": (NUMBER,),
    "mean plus or minus": ("±", "+/-", "+-", "plus"),
    "around with deviation": (NUMBER,),
    "deviation": ("sd", "s.d", "std", "stdev", "stddev", "deviation", "sigma"),
    "normal around": (
        "normal",
        "gauss",
        "expon",
        "gamma",
        "beta",
        "poisson",
        "binom",
        "zipf",
        "pareto",
        "triang",
        "uniform",
        "bell",
    ),
    "length": ("char", "letter"),
    "exact length": ("len",),
    "decimals": ("decimal", "dp", "d.p", "digit"),
    "date span": _DATE,
    "relative dates": (
        "last",
        "past",
        "previous",
        "preceding",
        "trailing",
        "next",
        "coming",
        "following",
        "upcoming",
    ),
    "since": ("since", "from", "start", "begin", "before", "earlier", "prior"),
    "until": ("before", "prior", "until", "till", "up to", "through", "not", "no", "end"),
    "after a date": ("after", "later"),
    "one period": _DATE,
    "interval": ("[", "("),
    "between": (NUMBER,),
    "out of": ("out of",),
    "scale": ("on a",),
    "mostly": ("mostly", "usually", "typically", "mainly", "often"),
    "rarely above": ("rarely", "seldom", "never", "hardly", "occasion"),
    "at least": (
        "least",
        "less",
        "below",
        "min",
        ">=",
        "never",
        "fewer",
        "smaller",
        "lower",
        "earlier",
        "starting",
        "from",
        "since",
        "upwards",
        "under",
        "greater",
    ),
    "at most": (
        "up to",
        "most",
        "more",
        "above",
        "max",
        "<=",
        "never",
        "exceed",
        "over",
        "capped",
        "limited",
        "as ",
        "no ",
        "until",
        "less",
        "ending",
    ),
    "over": (
        "over",
        "above",
        "more",
        "greater",
        "larger",
        "higher",
        "exceed",
        ">",
        "after",
        "later",
        "older",
        "longer",
        "strictly",
    ),
    "under": (
        "under",
        "below",
        "less",
        "fewer",
        "lower",
        "smaller",
        "<",
        "before",
        "prior",
        "younger",
        "cheaper",
        "shorter",
        "strictly",
    ),
    "or more": ("or ", "and ", "min"),
    "and up": ("+",),
    "or less": ("or ", "and ", "max", "tops"),
    "sign": ("negative", "positive", "zero"),
    "average": ("mean", "average", "avg", "averaging", "median", "typically", "usually", "cent"),
    "around": (NUMBER,),
    "weights": ("%", "percent"),
    "share of one value": ("%", "percent"),
    "rises with": ("go", "rise", "rising", "increas", "grow", "higher", "climb", "larger", "more"),
    "falls with": ("goes", "fall", "drop", "decreas", "declin", "shrink", "lower"),
    "slashes": ("/",),
    "spaced slashes": ("/",),
    "bars": ("|",),
    "ratio": (NUMBER,),
    "dash list": (" - ",),
}
_WORDS = (
    frozenset(UNITS)
    | frozenset(word for word in SCALES if len(word) > 3)
    | {"half", "couple", "zero", "a", "an"}
)
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[a-z]+")


_ALL = frozenset(word for words in GATES.values() for word in words if word != NUMBER)
_NEEDS = {kind: frozenset(words) for kind, words in GATES.items()}


class Open:
    """Which gates a text opens: `Open("age 18-80")("between")` is true."""

    def __init__(self, text: str) -> None:
        low = text.lower()
        self._found = {word for word in _ALL if word in low}
        if _DIGIT.search(low) or not _WORDS.isdisjoint(
            word.removesuffix("s") for word in _LETTERS.findall(low)
        ):
            self._found.add(NUMBER)

    def __call__(self, kind: str) -> bool:
        """Whether a phrase of this kind can occur in the text."""
        needs = _NEEDS.get(kind)
        return needs is None or not needs.isdisjoint(self._found)
