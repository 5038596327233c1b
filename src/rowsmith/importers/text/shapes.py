"""Patterns and templates by example or description: `like ABC-12345`, `CLM + 8 digits`."""

from __future__ import annotations

import re

from rowsmith.importers.text.draft import Draft
from rowsmith.importers.text.numbers import WORDS, amount
from rowsmith.importers.text.tokens import restore

_N = rf"(?:\d{{1,3}}|{WORDS})"
CODE = r"(?=[\w#/.@-]*[\d#]|[A-Z]{2,}[-_/])[A-Za-z\d#_][\w#/.@-]{1,38}[\w#]"
"""Something that looks like a code: letters and digits, `AB-1234`, `E0001`, `###-##-####`."""
_PLACEHOLDERS = ("ABC", "XYZ", "AAA", "XXX", "LLL", "ABCD", "XXXX", "AAAA", "AB", "XX", "AA", "ABCDE")
_LIKE = (
    r"\b(?:(?:string |formatted |written |in the |in |of the |with |a |an )*(?:such as|like|e\.g\.?,?|"
    r"for example|eg|format(?:ted)?(?: as| is| like| of)?:?|as|style|looks like|of the form|form|"
    r"pattern(?: is| of)?:?|shaped like|example:?))"
)


def template(example: str) -> tuple[str, int] | None:
    """A counter by example: (`ORD-{000001}`, 1) for `ORD-000001`."""
    found = re.fullmatch(r"(.*?)(\d+)", example)
    if not found or len(found[2]) > 18 or "{" in example:
        return None
    return f"{found[1]}{{{'0' * (len(found[2]) - 1)}1}}", int(found[2])


def pattern(example: str) -> str:
    r"""A regular expression that makes values like the example: `[A-Z]{3}-\d{5}` for `ABC-12345`.

    A leading word of capitals stays as it is (`PT` in `PT-0042`) unless it plainly stands for any letters.
    """
    tokens = re.findall(r"[A-Z]+|[a-z]+|\d+|#+|.", example)
    made: list[str] = []
    mixed = len(re.findall(r"[A-Za-z]+", example)) > 1
    masked = bool(re.search(r"#|X{2,}|9{3,}", example))
    for place, token in enumerate(tokens):
        size = f"{{{len(token)}}}" if len(token) > 1 else ""
        if token[0] == "#" or token.isdigit():
            year = re.fullmatch(r"(?:19|20)\d\d", token) and place + 1 < len(tokens) and place > 0
            made.append(
                token if year or (masked and token[0] != "#" and token != "9" * len(token)) else rf"\d{size}"
            )
        elif token.isupper() and (
            token in _PLACEHOLDERS
            or (place > 0 and len(token) > 2 and (mixed or place == len(tokens) - 1))
            or set(token) == {"X"}
        ):
            made.append(
                f"[A-Z]{size}"
                if not (set(token) == {"X"} and "#" not in example and not re.search(r"\d", example))
                else rf"[A-Z0-9]{size}"
            )
        elif (
            token.isupper()
            and place == 0
            and len(tokens) > 1
            and not re.match(r"[-_/.#]", tokens[1])
            and len(tokens) > 3
        ):
            made.append(f"[A-Z]{size}")
        else:
            made.append(re.escape(token))
    return "".join(made)


def is_code(text: str) -> bool:
    """Whether the words are one code-like example."""
    return (
        bool(re.fullmatch(CODE, text))
        and bool(re.search(r"[\d#]|X{2,}", text))
        and not re.fullmatch(r"[\d.,/-]+", text)
    )


def _example(found: re.Match[str], draft: Draft) -> bool:
    example = found["code"].strip("\"'`")
    if not is_code(example) and not re.fullmatch(r"[\d#]{2,}(?:-[\d#]+)*|#+|9{3,}", example):
        return False
    if re.match(r"(?i)y{2,4}|d{1,2}[/.-]|m{1,2}[/.-]", example):
        return False
    counter = template(example)
    counting = re.search(r"(?i)count|sequen|ascend|increment|consecutive|running", found[0])
    if counter and (
        counting
        or (draft.unique and re.search(r"0\d*$", counter[0]) and counter[1] == 1 and "#" not in example)
    ):
        draft.template, draft.start = counter
        draft.unique = True
    else:
        draft.pattern = pattern(example)
    draft.type = "string"
    return True


def _series(found: re.Match[str], draft: Draft) -> bool:
    """`cust001 to cust100`: a counter from the first to the last."""
    first, last = template(found["a"]), template(found["b"])
    if (
        not first
        or not last
        or first[0].split("{")[0].lower() != last[0].split("{")[0].lower()
        or first[1] >= last[1]
    ):
        return False
    count = last[1] - first[1] + 1
    prefix, digits = first[0].split("{")[0], len(first[0]) - len(first[0].split("{")[0]) - 2
    padded = re.search(r"\d+$", found["a"])
    width = len(padded[0]) if padded else digits
    draft.template, draft.start = first[0], first[1]
    draft.hint = f"{count} values, {found['a']} to {found['b']}"
    if count <= 1_000:
        draft.values = [f"{prefix}{number:0{width}d}" for number in range(first[1], last[1] + 1)]
    draft.type = "string"
    return True


def _letters(found: re.Match[str], draft: Draft) -> bool:
    """`Widget-V to Widget-Z`: one value for each letter."""
    first, last = found["a"], found["b"]
    if found["p"].lower() != found["q"].lower() or not ord(first) < ord(last):
        return False
    draft.values = [f"{found['p']}{chr(code)}" for code in range(ord(first), ord(last) + 1)]
    draft.type = "enum"
    return True


def _digits(found: re.Match[str], draft: Draft) -> bool:
    low = amount(found["n"])
    high = amount(found["m"]) if found.groupdict().get("m") else low
    if not low or not high or not 1 <= low.value <= high.value <= 40:
        return False
    kind = found["kind"].lower()
    if "char" in kind and low.value != high.value and "hex" not in found[0].lower():
        return False
    sort = (
        r"\d"
        if "dig" in kind or "numeric" in kind or "num" in kind
        else "[A-Z]"
        if "letter" in kind or ("alpha" in kind and "num" not in kind)
        else "[A-Z0-9]"
    )
    if "alphanum" in kind or "char" in kind:
        sort = "[A-Z0-9]"
    if "hex" in found[0].lower():
        sort = "[0-9a-f]"
    prefix = (found.groupdict().get("prefix") or "").strip("\"'`")
    size = f"{int(low.value)}" if low.value == high.value else f"{int(low.value)},{int(high.value)}"
    draft.pattern = f"{re.escape(prefix)}{sort}{{{size}}}"
    draft.type = "string"
    return True


def _starting(found: re.Match[str], draft: Draft) -> bool:
    draft.pattern = re.escape(found["prefix"].strip("\"'`")) + r"\d{6}"
    draft.type = "string"
    draft.assumed.append("six digits after the prefix")
    return True


def _regex(found: re.Match[str], draft: Draft) -> bool:
    expression = found["re"].strip("`\"'").strip("/")
    try:
        re.compile(expression)
    except (re.error, OverflowError, RecursionError):
        draft.assumed.append(f"the pattern {expression!r} cannot be read and was left out")
        return True
    draft.pattern = expression.removeprefix("^").removesuffix("$")
    draft.type = "string"
    return True


def _counting(found: re.Match[str], draft: Draft) -> bool:
    start = amount(found["start"]) if found.groupdict().get("start") else None
    draft.start = int(start.value) if start else draft.start or 1
    draft.type, draft.unique = draft.type or "integer", True
    return True


def _date_format(found: re.Match[str], draft: Draft) -> bool:
    draft.hint = f"written as {found['format']}"
    if not re.search("(?i)d", found["format"]):
        draft.type = "string"
    elif re.search(r"(?i)hh|h:|:mm", found["format"]):
        draft.type = "datetime"
    else:
        draft.type = draft.type or "date"
    return True


def _compound(found: re.Match[str], draft: Draft) -> bool:
    """`two letters and four digits`: one run of signs after the other."""
    made = ""
    for count, kind in _RUN.findall(found[0]):
        number = amount(count)
        if not number or not 1 <= number.value <= 40:
            return False
        low = kind.lower()
        sign = (
            r"\d"
            if low.startswith(("digit", "num"))
            else "[A-Z0-9]"
            if low.startswith(("alphanum", "char"))
            else "[A-Z]"
        )
        made += f"{sign}{{{int(number.value)}}}" if number.value > 1 else sign
        if "lower" in found[0].lower():
            made = made.replace("A-Z", "a-z")
    dash = re.search(
        r"(?i)(?:separated by|with) an? (dash|hyphen|space|slash|underscore)|(?P<sign>[-/])(?= ?(?:and|"
        r"then|,|\d|[a-z]+ digits))",
        found[0],
    )
    draft.pattern = (
        made.replace("}", "}-", 1) if (dash and "dash" in dash[0]) or (dash and "hyphen" in dash[0]) else made
    )
    draft.type = "string"
    return True


_SIGNS = (
    r"(?:uppercase |capital |random |lowercase |upper-case |big )?(?:letters?|digits?|numbers?|"
    r"alphanumerics?|characters?|chars?)"
)
_RUN = re.compile(rf"(?i)\b({_N})[ -]{_SIGNS.replace('(?:letters?', '(letters?')}")
COMPOUND = (
    rf"\b{_N}[ -]{_SIGNS}(?:(?:,? (?:and|then|plus|followed by|and then|with)|,| \+|(?: and| then|,)? a "
    rf"(?:dash|hyphen)(?: and| then|,)?)"
    rf" {_N}[ -]{_SIGNS}){{1,4}}"
)
_BAND = r"(?:(?<![\w.-])(?:\d{1,4}\s?-\s?\d{1,4}|\d{1,4}\s?\+|[<>]=?\s?\d{1,4})(?![\w.%-]))"
BANDS = (
    rf"{_BAND}(?:\s*[|/]\s*(?:{_BAND}|[a-z]\w*))*\s*[|/]\s*{_BAND}(?:\s*[|/]\s*(?:{_BAND}|[a-z]\w*))*|"
    rf"{_BAND}(?:,\s*{_BAND})*,?\s+(?:or|and)\s+{_BAND}|{_BAND}(?:,\s*{_BAND}){{2,}}"
)
"""Ranges that are values themselves: `18-24, 25-34 or 35+`, `1-0 / 0-1 / draw`."""


def _bands(found: re.Match[str], draft: Draft) -> bool:
    bands = [
        item.strip() for item in re.split(r"\s*[|/,]\s*|\s+(?:or|and)\s+", restore(found[0])) if item.strip()
    ]
    if draft.values is not None or len(set(bands)) < 2:
        return False
    draft.values, draft.type = list(dict.fromkeys(re.sub(r"\s+", "", band) for band in bands)), "enum"
    return True


def _bare_example(found: re.Match[str], draft: Draft) -> bool:
    """`licence number LN-12345`: a code right behind the name of one."""
    named = re.search(
        r"(?i)\b(?:number|no|nr|code|id|ref|reference|plate|sku|serial|key|registration)\s*$",
        found.string[: found.start()],
    )
    return bool(named) and found["code"][0].isupper() and draft.values is None and _example(found, draft)


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"


def _weekdays(found: re.Match[str], draft: Draft) -> bool:
    """`Monday to Friday`: the days between, written as the first is."""
    names = [day if "day" in found["a"].lower() else day[:3] for day in _DAYS]
    first, last = (
        next(place for place, day in enumerate(_DAYS) if day.lower()[:3] == found[key].lower()[:3])
        for key in "ab"
    )
    if draft.values is not None or first >= last:
        return False
    draft.values, draft.type = list(names[first : last + 1]), "enum"
    return True


_Q = r"[\"'`]?"
SHAPES = (
    ("weekdays", rf"\b(?:from )?(?P<a>{_DAY})\s*(?:-|to|through|until)\s*(?P<b>{_DAY})\b", _weekdays),
    ("bands", BANDS, _bands),
    ("counter", r"(?<=\w )(?P<code>[A-Z]{1,6}[-/_]?\d{2,}(?:[-/]\d+)*)(?=\s*$)", _bare_example),
    ("so many signs", COMPOUND, _compound),
    (
        "example",
        rf"{_Q}(?P<code>{CODE}){_Q}[- ](?:format(?:ted)?|styled?|pattern|codes?|shaped?|like)\b",
        _example,
    ),
    (
        "date format",
        (
            r"(?:\b(?:as|in|format(?:ted)?(?: as)?|the format|style)\s*:?\s*)*\b(?P<format>(?:YYYY|"
            r"yyyy|dd|DD|MM|mm|Mon)[-/. ](?:MM|mm|Mon|MMM|dd|DD|YYYY|yyyy)(?:[-/. ](?:dd|DD|YYYY|yyyy|"
            r"yy|MM|mm))?(?:[ :T]*HH:mm(?::ss)?(?: [+-]\d{4}| Z)?)?)(?:\s*format)?(?![A-Za-z])"
        ),
        _date_format,
    ),
    (
        "regular expression",
        (
            r"(?:\b(?:matching|matches|regex|regexp|regular expression|pattern)\s*(?:is|of|:|"
            r"=)?\s*)(?P<re>[/`\"'^]?[\^\[\\(][^\s,;]{2,200})"
        ),
        _regex,
    ),
    (
        "counter",
        (
            rf"(?:\b(?:from|like|such as|e\.g\.|as|format|starting (?:at|with|"
            rf"from))\s+)?{_Q}(?P<code>{CODE}){_Q}\s*,?\s*(?:counting up|and (?:counting "
            rf")?up(?:wards)?|upwards?|and so forth|and so on|increasing|incrementing|"
            rf"sequential(?:ly)?|ascending|onwards?|consecutive(?:ly)?|running|\.\.\.(?=$|\s))"
        ),
        _example,
    ),
    (
        "counter",
        (
            rf"\b(?:sequential|incrementing|auto[- ]?increment(?:ing|ed)?|consecutive|counting up|"
            rf"running)\b[^,;]{{0,20}}?{_LIKE}\s*{_Q}(?P<code>{CODE}){_Q}"
        ),
        _example,
    ),
    (
        "first to last",
        (
            r"(?:\b(?:from|between)\s+)?\b(?P<a>[A-Za-z][A-Za-z_]*-?\d{1,12})\s*(?:to|\.\.\.?|-|and|"
            r"through)\s*(?P<b>[A-Za-z][A-Za-z_]*-?\d{1,12})\b"
        ),
        _series,
    ),
    (
        "first to last letter",
        (
            r"(?:\b(?:from|between)\s+)?\b(?P<p>[A-Za-z]{2,20}[- ])(?P<a>[A-Z])\s*(?:to|\.\.\.?|"
            r"through)\s*(?P<q>[A-Za-z]{2,20}[- ])(?P<b>[A-Z])\b"
        ),
        _letters,
    ),
    ("example", rf"{_LIKE}\s*{_Q}(?P<code>{CODE}){_Q}(?:[- ](?:format|style|pattern))?", _example),
    (
        "mask",
        (
            rf"{_Q}(?P<code>(?=[\w-]*(?:#{{2,}}|X{{2,}}|A{{3,}}|L{{3,"
            rf"}}))[\w#]+(?:[-/][\w#]+)*){_Q}\s*(?:format|style|pattern)?(?=\s|$|\))"
        ),
        _example,
    ),
    (
        "prefix and digits",
        (
            rf"{_Q}(?P<prefix>\d{{0,4}}[A-Za-z][A-Za-z\d]*[-_/]?|[#@]){_Q}\s*(?:\+|plus|followed by|then|"
            rf"and)\s*(?P<n>{_N})(?:\s*(?:-|to)\s*(?P<m>\d+))?[ -](?:random )?(?P<kind>digits?|"
            rf"letters?|numbers?|characters?|chars?|alphanumerics?)\b"
        ),
        _digits,
    ),
    (
        "so many signs",
        (
            rf"(?:\b(?:a|an|as|exactly|of|with|random)\s+)*(?<![\d-])(?P<n>{_N})(?:\s*(?:-|"
            rf"to)\s*(?P<m>\d+))?[ -](?:uppercase |capital |random |alphanumeric |hex(?:adecimal)? |"
            rf"lowercase )?(?P<kind>digits?|letters?|alphanumerics?|characters?|chars?)(?: "
            rf"alphanumeric)?\b(?![- ](?:long|max|after|country|currency|iso|code))(?: (?:string|"
            rf"number|code|long|pin))?"
        ),
        _digits,
    ),
    (
        "mask prefix",
        (
            rf"\b(?:starting|starts|beginning|begins|prefixed?)(?: "
            rf"with)?\s*{_Q}(?P<prefix>[A-Z][A-Za-z\d]*[-_/]?|[@#]){_Q}(?=\s|$|\))"
        ),
        _starting,
    ),
    (
        "counting",
        (
            r"\b(?:auto[- ]?increment(?:ing|ed)?|sequential|running number|consecutive|"
            r"counting up|counter(?=\s*(?:$|[,;(\d]|start|from|ids?\b|keys?\b|numbers?\b|that\b))|"
            r"incrementing|ascending|sequence)(?: (?:integers?|numbers?|ids?|"
            r"keys?))?(?:,? ?(?:starting |start )?(?:at|from|with) (?P<start>\d{1,18}))?"
        ),
        _counting,
    ),
    (
        "counting",
        (
            r"\b(?:starting|starts|start|counting)(?: up)? (?:at|from|with) (?P<start>\d{1,18})\b(?! "
            r"to \d| and \d)(?:,? and (?:increments?|incrementing|counts? up|goes? up|up)(?: by (?:1|"
            r"one))?)?"
        ),
        _counting,
    ),
)
