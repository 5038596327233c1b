"""From the text of a list to columns: split, join what belongs together, read, attach what has no name."""

from __future__ import annotations

import re

from rowsmith.importers.text import lexicon, naming, weights
from rowsmith.importers.text.by_value import value_range
from rowsmith.importers.text.clauses import read_clause
from rowsmith.importers.text.draft import Draft, Request
from rowsmith.importers.text.grouping import grouped, pairs
from rowsmith.importers.text.inside import read, told
from rowsmith.importers.text.spans import shield
from rowsmith.importers.text.statements import statement, unknown_type
from rowsmith.importers.text.tokens import Piece, restore, split

MAX_TEXT, MAX_PIECES = 32_000, 2_100
_MEASURES = {
    "priced": "price",
    "costing": "cost",
    "aged": "age",
    "weighing": "weight",
    "dated": "date",
    "rated": "rating",
    "earning": "salary",
    "worth": "value",
}
_PARTICIPLES = re.compile(
    rf"(?i)[,\s]+(?:and )?({'|'.join(_MEASURES)})(?: at)?\s+(?=between|from|\$?\d|in\b|at least|"
    rf"up to|under|over)"
)


def read_columns(text: str, request: Request, known: list[Draft] | None = None) -> list[Draft]:
    """The columns of one table, in the order of the text; clauses about earlier ones go to those."""
    columns = known if known is not None else []
    chain: list[Draft] = []
    if len(text) > MAX_TEXT:
        request.warnings.append(f"only the first {MAX_TEXT:,} characters of the list were read")
        text = text[: text.rfind(" ", 0, MAX_TEXT) + 1 or MAX_TEXT]
    text = _ASIDE.sub(lambda found: f" ({found[1]}) " if _aside(found) else found[0], text)
    pieces = split(shield(_PARTICIPLES.sub(lambda found: f", {_MEASURES[found[1].lower()]} ", text)))
    if len(pieces) > MAX_PIECES:
        request.warnings.append(f"only the first {MAX_PIECES:,} clauses of {len(pieces):,} were read")
    for piece in grouped(pairs(pieces[:MAX_PIECES])):
        count = len(columns)
        if piece.before not in (",", "&"):
            chain = []
        read_piece(piece, columns, request)
        chain.extend(columns[count:])
        if (
            len(columns) > count
            and len(chain) > 1
            and re.match(
                r"(?i)[\w -]{2,40}? (?:are|both|all|each)\b(?!.*\bwhere\b)|[^,]*\beach$", restore(piece.text)
            )
            and not re.search(r"where|with|%.*%", piece.text)
        ):
            _share_facts(chain, piece)
    return columns


def _share_facts(chain: list[Draft], piece: Piece) -> None:
    """`a, b and c are optional`: what is said of the last is said of those before it."""
    last = chain[-1]
    for place in range(len(chain) - 2, -1, -1):
        if told(chain[place]):
            return
        for slot in (
            "type",
            "min",
            "max",
            "null_rate",
            "nullable",
            "unique",
            "distribution",
            "mean",
            "std",
            "decimals",
            "values",
            "weights",
            "true_share",
            "unit",
            "open_min",
            "open_max",
        ):
            setattr(chain[place], slot, getattr(last, slot))


MAX_LEFT = 200
_ASIDE = re.compile(
    r"(?<=[a-z]) - ((?=[^-\n]*(?:,|\bor\b|/))(?=[^-\n]*[A-Za-z])[^-\n]{3,80}?) -(?=\s*(?:and\b|,|$|\w))"
)


def _aside(found: re.Match[str]) -> bool:
    """Whether what stands between two dashes is about the words before it; `a - 1 to 5, b - up to 9` is not."""
    last = found[1].rpartition(",")[2].strip()
    return not ("," in found[1] and re.match(r"\s*\S", found.string[found.end() :]) and (_named(last)))


def _named(words: str) -> bool:
    return "_" in words or lexicon.known(lexicon.tokens(words))


def read_piece(piece: Piece, columns: list[Draft], request: Request) -> None:
    """One clause: a new column, more about the one before, or not understood."""
    text = restore(piece.text).strip(" .")
    if not text:
        return
    if statement(text, columns, request) or about_known(text, columns, request):
        return
    draft = unknown_type(text, request) or read_clause(text, request)
    if naming.usable(draft.name) or (
        draft.name and (len(draft.name) == 1 or re.match(r"(?i)columns? \w+", text))
    ):
        size, low = len(draft.name), draft.name.lower()
        same = next((item for item in columns if len(item.name) == size and item.name.lower() == low), None)
        if same is None and value_range(draft, columns):
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


def merge(draft: Draft, text: str, request: Request) -> None:
    """Read more about a column that is known already."""
    draft.words += ", " + text
    listed = weights.weighted(text, draft.values) if draft.values else None
    if listed:
        weights.set_weights(draft, *listed)
        return
    if weights.twice(draft, text):
        return
    read(re.sub(r"^(?:of which|where|which|that|and|but|with)\s+", "", text), draft, request)


def about_known(text: str, columns: list[Draft], request: Request) -> bool:
    """A later clause whose subject is a column read before: `the email must be unique`."""
    if not columns:
        return False
    found = re.match(
        (
            r"(?i)^(?:(?:the|all|and|make|set|let|both|each|every)\s+)*[\"'`]?(?P<name>[\w -]{2,"
            r"40}?)[\"'`]?(?:s|es)?(?: (?:column|field|values?))?\s+(?P<rest>(?:is|are|must|should|"
            r"has|have|can|may|will|be|follows?|never|always|comes?|ranges?|depends?|needs? to)\b.*)$"
        ),
        text,
    )
    if not found:
        return False
    name = naming.column_name(found["name"])
    target = next(
        (
            item
            for item in columns
            if item.name.lower() in (name.lower(), lexicon.singular(name))
            or lexicon.tokens(item.name) == lexicon.tokens(name)
        ),
        None,
    )
    if target is None:
        return False
    merge(target, found["rest"], request)
    return True
