"""From words to SQL: `qty times price` -> `qty * price`, `days between a and b` -> `date_diff(...)`."""

from __future__ import annotations

import re

from rowsmith.importers.text import lexicon
from rowsmith.importers.text.draft import Draft
from rowsmith.importers.text.lookup import dated, find, find_all, numeric

_FUNCTIONS = set(
    (
        "round floor ceil ceiling abs sqrt ln log exp power pow greatest least upper lower concat "
        "substr coalesce length trim"
    ).split()
)
_WORDS = (
    (r"\bmultiplied by\b|\btimes\b|×|·|(?<=[\w)])\s+x\s+(?=[\w(])", " * "),
    (r"\bdivided by\b|÷|(?<=\w)\s+over\s+(?=\w)", " / "),
    (r"\bplus\b", " + "),
    (r"\bminus\b|\bless\b", " - "),
)
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d[\d,_]*(?:\.\d+)?\s*%?)|(?P<name>[^\W\d]\w*)|(?P<op>\|\||[-+*/(),%])|"
    r"(?P<quoted>'[^']*'|\"[^\"]*\"))"
)


def quote(name: str) -> str:
    """A field's name in SQL: as it is where that is safe, else in double quotes."""
    return (
        name
        if re.fullmatch(r"[a-z_][a-z0-9_]*", name) and name not in _RESERVED
        else '"' + name.replace('"', '""') + '"'
    )


_RESERVED = set(
    (
        "all and any as asc case cast check column create default desc distinct else end false for "
        "from group having in is join left like limit not null offset on or order primary references "
        "right select table then to true union unique using when where window with end desc user "
        "current_date"
    ).split()
)


def formula(text: str, target: Draft, columns: list[Draft]) -> tuple[str, list[str]] | None:
    """The SQL expression that the words say, and the columns in it; None where a part is not understood."""
    others = [draft for draft in columns if draft is not target]
    body = re.sub(r"^(?:just|simply|always|the|equal to)\s+", "", text.strip(" .;"), flags=re.IGNORECASE)
    for read in (_text_template, _percent_of, _between, _aggregate):
        made = read(body, target, others)
        if made:
            return made
    return _arithmetic(body, target, others)


def _between(text: str, target: Draft, columns: list[Draft]) -> tuple[str, list[str]] | None:
    """Of two moments: their distance in the unit that is said; of two numbers: one minus the other."""
    found = re.match(
        (
            r"(?i)(?:(?P<unit>days?|hours?|minutes?|seconds?|months?|years?|weeks?)|(?:the "
            r")?(?:(?:time|date) )?difference(?: in (?P<unit2>days|hours|minutes|months|"
            r"years))?)\s*(?:between|from|of|since)\s+(?:the )?(?P<what>.+)$"
        ),
        text,
    )
    if not found:
        return None
    what = re.split(r"(?i)\s+in\s+(?:days|hours|minutes|months|years)\b", found["what"])[0]
    pair = find_all(re.sub(r"(?i)\s+(?:to|until)\s+", " and ", what), columns)
    if len(pair) != 2:
        moments = [draft for draft in columns if dated(draft)]
        pair = moments if len(moments) == 2 else pair
    if len(pair) != 2:
        return None
    unit = (found["unit"] or found["unit2"] or "").lower().rstrip("s")
    return (
        _minus(pair[1], pair[0], target, unit)
        if dated(pair[0])
        else (f"{quote(pair[0].name)} - {quote(pair[1].name)}", [item.name for item in pair])
    )


def _minus(later: Draft, earlier: Draft, target: Draft, unit: str = "") -> tuple[str, list[str]]:
    if not unit:
        words = set(lexicon.tokens(target.name)) | set(lexicon.tokens(target.words)[:8])
        unit = next(
            (
                name
                for name in ("hour", "minute", "second", "month", "year", "week")
                if name in words or name + "s" in words or (name == "minute" and "min" in words)
            ),
            "day",
        )
    exact = {"hour": 3600.0, "minute": 60.0}.get(unit)
    sql = (
        f"date_diff('second', {quote(earlier.name)}, {quote(later.name)}) / {exact}"
        if exact and target.type == "float"
        else f"date_diff('{unit}', {quote(earlier.name)}, {quote(later.name)})"
    )
    return sql, [later.name, earlier.name]


def _aggregate(text: str, target: Draft, columns: list[Draft]) -> tuple[str, list[str]] | None:
    found = re.match(
        (
            r"(?i)(?:the )?(?P<op>sum|total|product|average|mean|ratio|quotient|maximum|"
            r"minimum)\s+(?:of|between)\s+(?P<what>.+)$"
        ),
        text,
    )
    if not found:
        return None
    what = found["what"]
    if re.search(
        (
            r"(?i)\b(?:them|all|everything|(?:two|three|four|five|six) \w+|the others?|the rest|those|"
            r"these|above|previous)\b"
        ),
        what,
    ):
        chosen = [
            draft
            for draft in columns
            if numeric(draft) and not draft.unique and not lexicon.is_identifier(draft.name)
        ]
        count = re.search(r"(?i)\b(two|three|four|five|six)\b", what)
        if count:
            chosen = chosen[-{"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}[count[1].lower()] :]
    else:
        chosen = find_all(what, columns)
    names = [quote(draft.name) for draft in chosen]
    if len(names) < 2:
        return None
    op = found["op"].lower()
    if op in ("ratio", "quotient"):
        sql = f"{names[0]} / nullif({names[1]}, 0)"
    elif op in ("maximum", "minimum"):
        sql = f"{'greatest' if op == 'maximum' else 'least'}({', '.join(names)})"
    else:
        joined = (" * " if op == "product" else " + ").join(names)
        sql = f"({joined}) / {len(names)}" if op in ("average", "mean") else joined
    return sql, [draft.name for draft in chosen]


def _percent_of(text: str, target: Draft, columns: list[Draft]) -> tuple[str, list[str]] | None:
    found = re.match(r"(?i)(?P<n>\d+(?:\.\d+)?)\s?% of (?:the |its |their )?(?P<what>.+)$", text)
    base = find(found["what"], columns) if found else None
    if not found or base is None or dated(base):
        return None
    base.type = base.type or "float"
    return f"{quote(base.name)} * {float(found['n']) / 100:g}", [base.name]


def _text_template(text: str, target: Draft, columns: list[Draft]) -> tuple[str, list[str]] | None:
    """`FIRSTNAME_LASTNAME@example.com`: literal text around the values of other columns."""
    body = text.strip("\"'` ")
    if "@" not in body and not re.search(r"\{\w+\}", body):
        return None
    if re.search(r"\s", body) and not re.search(r"\{\w+\}", body):
        body = re.sub(r"\s*\+\s*", "", body).replace('"', "").replace("'", "")
        if re.search(r"\s", body):
            return None
    lower = body == body.lower() and target.type == "email"
    local, at, host = body.partition("@")
    pieces: list[str] = []
    used: list[str] = []
    names = sorted(columns, key=lambda draft: -len(draft.name))
    while local:
        hit = next(
            (
                draft
                for draft in names
                if re.match(r"\{?" + re.escape(draft.name) + r"\}?", local, re.IGNORECASE)
            ),
            None,
        )
        word = re.match(r"[{<\[]?([A-Za-z]+)[}>\]]?", local)
        length = len(re.match(r"\{?" + re.escape(hit.name) + r"\}?", local, re.IGNORECASE)[0]) if hit else 0  # type: ignore[index]
        if hit is None and word:
            hit = find(word[1], columns) if len(word[1]) > 2 else None
            length = len(word[0])
        if hit:
            pieces.append(f"lower({quote(hit.name)})" if lower else quote(hit.name))
            used.append(hit.name)
            local = local[length:]
        else:
            length = len(word[0]) if word else 1
            pieces.append("'" + local[:length].replace("'", "''") + "'")
            local = local[length:]
    if not used:
        return None
    if at:
        pieces.append("'@" + host.replace("'", "''") + "'")
    return " || ".join(pieces), list(dict.fromkeys(used))


def _arithmetic(text: str, target: Draft, columns: list[Draft]) -> tuple[str, list[str]] | None:
    body = re.sub(r"(\([^()]*\)|\w+)\s*(?:\^|\*\*)\s*(\d+(?:\.\d+)?)", r"power(\1, \2)", text)
    for pattern, symbol in _WORDS:
        body = re.sub(pattern, symbol, body, flags=re.IGNORECASE)
    body = re.sub(r"(?i)\s*[,;]?\s*\b(?:rounded|in (?:dollars|euros|usd|days|hours))\b.*$", "", body)
    by_words = {" ".join(lexicon.tokens(draft.name)): draft for draft in columns}
    pieces: list[str] = []
    used: list[Draft] = []
    place = 0
    while place < len(body.rstrip()):
        found = _TOKEN.match(body, place)
        if not found:
            return None
        place = found.end()
        if found["name"]:
            name, place = _name(body, found, by_words, columns, place)
            if name is None:
                return None
            pieces.append(name if isinstance(name, str) else quote(name.name))
            if not isinstance(name, str):
                used.append(name)
        elif found["number"]:
            number = found["number"].replace(",", "").replace("_", "").strip()
            pieces.append(f"{float(number.rstrip('% ')) / 100:g}" if number.endswith("%") else number)
        elif found["quoted"]:
            pieces.append("'" + found["quoted"][1:-1].replace("'", "''") + "'")
        else:
            pieces.append(found["op"])
    if not used or (len(used) == 1 and len(pieces) == 1):
        return (quote(used[0].name), [used[0].name]) if used else None
    if len(used) == 2 and pieces[1:2] == ["-"] and len(pieces) == 3 and all(dated(draft) for draft in used):
        return _minus(used[0], used[1], target)
    if not _balanced(pieces):
        return None
    sql = re.sub(r"\s+", " ", " ".join(pieces)).replace("( ", "(").replace(" )", ")").replace(" ,", ",")
    return re.sub(r"\b(\w+) \(", lambda hit: f"{hit[1]}(" if hit[1] in _FUNCTIONS else hit[0], sql), list(
        dict.fromkeys(draft.name for draft in used)
    )


def _name(
    body: str, found: re.Match[str], by_words: dict[str, Draft], columns: list[Draft], place: int
) -> tuple[Draft | str | None, int]:
    """The longest run of words that is a column's name; a function's name stays."""
    run = re.match(r"[^\W\d]\w*(?: +[^\W\d]\w*){0,4}", body[found.start("name") :])
    words = run[0].split() if run else []
    if (
        len(words) == 1
        and words[0].lower() in _FUNCTIONS
        and body[place : place + 2].lstrip().startswith("(")
    ):
        return words[0].lower(), place
    for count in range(len(words), 0, -1):
        phrase = " ".join(words[:count])
        hit = by_words.get(" ".join(lexicon.tokens(phrase))) or (
            find(phrase, columns) if count == len(words) or count == 1 else None
        )
        if hit:
            run = re.compile(r"\s+".join(re.escape(word) for word in words[:count]))
            matched = run.match(body, found.start("name"))
            return hit, matched.end() if matched else place
    return None, place


def _balanced(pieces: list[str]) -> bool:
    depth, wants_value = 0, True
    for piece in pieces:
        if piece == "(":
            depth += 1
        elif piece == ")":
            depth -= 1
            if depth < 0 or wants_value:
                return False
        elif piece in ("+", "-", "*", "/", "%", ",", "||"):
            if wants_value and piece not in "+-":
                return False
            wants_value = True
        elif piece in _FUNCTIONS:
            wants_value = True
        else:
            if not wants_value:
                return False
            wants_value = False
    return depth == 0 and not wants_value
