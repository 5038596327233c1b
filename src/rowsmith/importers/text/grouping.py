"""Which comma pieces are one clause: lists that end in "or", weights in a row, shared nouns."""

from __future__ import annotations

import re

from rowsmith.importers.text import lexicon
from rowsmith.importers.text.choices import EQUAL
from rowsmith.importers.text.members import BOOLEAN
from rowsmith.importers.text.tokens import Piece, protect, restore

_STARTS = re.compile(
    r"(?i)\b(?:one of|either|any of|out of|among|is|are|can be|could be|may be|must be|being|from|"
    r"as|in|values?|of|:)\s+\S|:\s*\S"
)
_WEIGHT = re.compile(r"(?i)(?:\d\s?(?:%|percent\b))")
_NULL = re.compile(
    r"(?i)missing|null|empty|blank|\btrue\b|\bfilled|\bchance|unique|between|\bfrom\b|decimals|positive"
)
_PAIRED = (
    "first last start end begin starting ending min max minimum maximum shipping billing home work "
    "mobile birth death old new opening closing systolic diastolic gross net pickup dropoff pick-up "
    "drop-off check-in check-out checkin checkout origin destination source target sender receiver "
    "from to buy sell admission discharge departure arrival order delivery hire termination given "
    "family unit total created updated current previous planned actual low high indoor outdoor"
).split()
MAX_GROUP = 40


def pairs(pieces: list[Piece]) -> list[Piece]:
    """Give the first of two its noun: `first and last name` is `first name` and `last name`."""
    made = [part for piece in pieces for part in _slashed(piece)]
    for place in range(len(made) - 1):
        piece, following = made[place], made[place + 1]
        words, after = piece.text.split(), re.split(r"[(\d:=]", following.text)[0].split()
        if following.before not in ("&", ",") or not words or len(words) > 4 or len(after) < 2:
            continue
        if words[-1].lower() in _PAIRED and after[0].lower() in _PAIRED and following.before == "&":
            noun = next((word for word in after[1:4] if lexicon.known([word.lower()])), after[1])
            rest = following.text.partition(noun)[2]
            shared = (
                rest
                if not re.search(
                    rf"(?i)\b(?:{re.escape(words[-1])}|{re.escape(after[0])})\b|after|before|%", rest
                )
                else ""
            )
            made[place] = Piece(f"{piece.text} {noun}{shared}", piece.before)
    return made


def _slashed(piece: Piece) -> list[Piece]:
    """`lat/lon`: two columns, where both are names of numbers or moments."""
    several = re.match(
        r"(?i)^(?:two|three|four|five|six|\d) [a-z]\w+s \((?P<v>[^()]+)\)(?P<rest>.*)$", piece.text
    )
    if several and "," in several["v"] and not re.search(r"\d", several["v"]):
        names = [name.strip() for name in re.split(r",|\band\b", several["v"]) if name.strip()]
        return [
            Piece(f"{name}{several['rest']}", piece.before if not place else ",")
            for place, name in enumerate(names)
        ]
    found = re.match(r"(?i)^(\w+)\s?/\s?(\w+)(?=\s|$)(.*)$", piece.text)
    if not found or not all(
        lexicon.kind(found[place]) in ("float", "date", "datetime") or lexicon.is_identifier(found[place])
        for place in (1, 2)
    ):
        return [piece]
    return [Piece(f"{found[1]}{found[3]}", piece.before), Piece(f"{found[2]}{found[3]}", ",")]


def grouped(pieces: list[Piece]) -> list[Piece]:
    """Join pieces that are one clause; their separators are protected."""
    return _tails(_alternatives(_weights(_open_values(_cases(pieces)))))


def _join(pieces: list[Piece]) -> Piece:
    text = pieces[0].text
    for piece in pieces[1:]:
        text += (", " if piece.before != "&" else " and ") + piece.text
    return Piece(protect(text), pieces[0].before)


_OPENED = re.compile(
    r"(?i)(?:\b|^)(?:one of|out of|any of|among|either|chosen from|picked from|from the (?:list|"
    r"set)|values?:?|can be|options?:?|^(?:the )?[a-z][\w ]{1,30} (?:from|among|in)(?= [a-z]{2,}$)|"
    r"^(?:the )?[\w ]{2,30} are(?: all| only)?)\s*:?\s+(?P<v>[^,"
    r";()]{1,30})$"
)


def _open_values(pieces: list[Piece]) -> list[Piece]:
    """`country out of US`, `UK`, `CA`: values of the same shape that go on a list."""
    made: list[Piece] = []
    for piece in pieces:
        text = restore(piece.text)
        opened = _OPENED.search(restore(made[-1].text).split(", ")[0]) if made else None
        if opened and piece.before in (",", "&") and _same_shape(opened["v"], text, piece.before):
            made[-1] = _join([made[-1], piece])
        else:
            made.append(piece)
    return made


def _same_shape(first: str, text: str, before: str) -> bool:
    if re.match(r"(?i)or\s", text):
        return True
    text = re.sub(r"\s*\([\d/:,%. -]+\)$", "", text)
    if len(text.split()) > 3 or re.search(r"[():%]", text) or (re.match(r"(?i)(?:an?|the|their)\s", text)):
        return False
    if re.fullmatch(r"[\d.,$]+", first.strip()):
        return bool(re.match(r"[$]?\d[\d.,]*(?:\s+or\s+\d+)?(?:\s?[A-Za-z%°]{1,8})?$", text))
    if bool(re.search(r"\d", text)) is not bool(re.search(r"\d", first)):
        return False
    if lexicon.known(lexicon.tokens(text)) and not (first[:1].isupper() and text[:1].isupper()):
        return False
    return not (before == "&" and first[:1].isupper() != text[:1].isupper())


_BRANCH = re.compile(r"(?i)^(?:and )?(?:\S+ ){1,4}?(?:when|if|where|for)\b|^(?:or )?(?:otherwise|else)\b")
_CASE = re.compile(r"(?i)\b(?:when|if|for|where)\s+\S")


def _cases(pieces: list[Piece]) -> list[Piece]:
    """`grade is high when score is above 10`, `otherwise low`: branches of one rule."""
    made: list[Piece] = []
    for piece in pieces:
        text = restore(piece.text)
        first = restore(made[-1].text) if made else ""
        if (
            made
            and piece.before in (",", "&", ";")
            and _CASE.search(first)
            and (
                re.match(r"(?i)(?:or )?(?:otherwise|else)\b|[$€£]?\d[\d.,]* (?:for|if|when) [a-z]", text)
                or (_BRANCH.match(text) and re.match(r"\W|\d|null|empty", text) and "when" in first + text)
            )
        ):
            made[-1] = _join([made[-1], piece])
        else:
            made.append(piece)
    return made


def _weights(pieces: list[Piece]) -> list[Piece]:
    """`province with Ontario 40%`, `Quebec 22%`, `other 38%`: consecutive shares that belong together."""
    made: list[Piece] = []
    place = 0
    while place < len(pieces):
        run = [pieces[place]]
        if _is_weight(pieces[place].text, first=True):
            while place + len(run) < len(pieces) and len(run) < MAX_GROUP:
                following = pieces[place + len(run)]
                if following.before not in (",", "&", ";") or not _is_weight(following.text, first=False):
                    break
                run.append(following)
        if len(run) > 1 and (_sums(run) or _headed(run)):
            made.append(_join(run))
            place += len(run)
        elif len(run) == MAX_GROUP:
            made.extend(run)
            place += len(run)
        else:
            made.append(pieces[place])
            place += 1
    return made


def _is_weight(text: str, *, first: bool) -> bool:
    bare = re.sub(r"\([^()]*\)", lambda found: found[0] if "%" in found[0] else "", restore(text))
    if _NULL.search(bare) and not (
        first and re.search(r"%[^%]*$", bare) and not re.search(r"missing|null|empty|blank|chance", bare)
    ):
        return False
    if not first and re.match(
        r"(?i)(?:and )?(?:the )?(?:rest|remainder|remaining|others?|otherwise|everything else)\b", bare
    ):
        return len(bare.split()) < 7
    if not first and re.match(
        r"(?i)(?:an? |the )?(?:one (?:in|out of)|half|a third|a quarter|\d+ in \d+)\b", bare
    ):
        return True
    return len(_WEIGHT.findall(bare)) == 1 or (
        first and bool(re.search(r"(?i)\b(?:one|\d+) (?:in|out of) (?:\w+)\b.* (?:is|are) |\bmostly\b", bare))
    )


def _sums(run: list[Piece]) -> bool:
    shares = [
        float(number)
        for piece in run
        for number in re.findall(r"(\d+(?:\.\d+)?)\s?(?:%|percent\b)", restore(piece.text))
    ]
    return abs(sum(shares) - 100) < 1.5


def _headed(run: list[Piece]) -> bool:
    """A column's name with a value and its share, then values with shares; not one flag after the other."""
    first = restore(run[0].text)
    if re.match(r"(?i)(?:the )?(?:rest|remainder|remaining|others?)\b", run[-1].text):
        return True
    if re.search(r"[:=]\s*\S+.*%|\b(?:is|are|with)\s+[^%]*%", first):
        return True
    cut = lexicon.head(first)
    values = [restore(piece.text).split("%")[0].split()[:-1] for piece in run]
    if len(values[0]) >= 2 and all(
        len(words) == 1 and not lexicon.known(lexicon.tokens(words[0])) for words in values[1:]
    ):
        return True
    return (
        bool(cut)
        and bool(re.match(r"[A-Za-z]", cut[1]))
        and not any(
            lexicon.known(lexicon.tokens(re.sub(r"[\d.]+\s*%.*", "", piece.text))) for piece in run[1:]
        )
    )


def _alternatives(pieces: list[Piece]) -> list[Piece]:
    """`payment method cash`, `check or card`: walk back from the "or" to where the list begins."""
    made: list[Piece] = []
    for piece in pieces:
        bare = re.sub(r"\([^()]*\)|\"[^\"]*\"", "", restore(piece.text))
        if (
            re.search(r"(?i)(?:^|\s)or\s+\S", bare)
            and piece.before in (",", "&")
            and not re.search(
                (
                    r"(?i)\b(?:one of|either) .*\bor\b|or (?:more|less|older|later|above|below|null|"
                    r"fewer|higher)"
                ),
                bare,
            )
        ):
            start = _list_start(made, piece)
            if start is not None:
                run = [*made[start:], piece]
                del made[start:]
                made.append(_join(run))
                continue
        made.append(piece)
    return made


_OPEN_LIST = re.compile(
    r"(?i)\b(?:depend(?:s|ing|ent)? (?:on|upon)|based on|driven by|determined by|influenced by|"
    r"function of|varies (?:with|by)|(?:sum|total|product|average|mean|difference) (?:of|between)|"
    r"computed from|calculated from|derived from|correlated with|made (?:of|from)|combination "
    r"of)\s+[^\s()]+(?:\s[^\s()]+){0,3}$"
)


def _tails(pieces: list[Piece]) -> list[Piece]:
    """`price depends on area`, `rooms`, `city`: earlier columns that go on a list."""
    made: list[Piece] = []
    seen: set[str] = set()
    for piece in pieces:
        words = {lexicon.stem(word) for word in lexicon.tokens(restore(piece.text))}
        short = len(words) <= 3 and not re.search(r"\d", piece.text)
        if (
            made
            and piece.before in (",", "&")
            and short
            and words <= seen
            and _OPEN_LIST.search(restore(made[-1].text).split(",")[0])
        ):
            made[-1] = _join([made[-1], piece])
            continue
        seen |= {lexicon.stem(word) for word in lexicon.tokens(" ".join(restore(piece.text).split()[:4]))}
        made.append(piece)
    return made


def _list_start(made: list[Piece], last: Piece) -> int | None:
    own = EQUAL.sub("", re.sub(r"(?i)^or\s+", "", restore(last.text)))
    cut = lexicon.head(own.split(" or ")[0])
    if cut and not re.match(r"(?i)or\s", restore(last.text)):
        return None
    if all("%" in member for member in re.split(r"(?i)\s+or\s+", own)) and " or " in own:
        return None
    members_ = re.split(r"(?i)\s+or\s+", re.sub(r"\([^()]*\)", "", own).strip())
    if (
        len(members_) == 2
        and members_[1].strip().lower() in BOOLEAN
        and members_[0].split()[-1].lower() in BOOLEAN
    ):
        return None
    before = last.before
    for back in range(1, min(MAX_GROUP, len(made)) + 1):
        piece = made[-back]
        text = restore(piece.text)
        if before not in (",", "&") or re.search(r"[()]|\w/\w|\d\s*(?:-|\.\.+|to)\s*\d", text):
            return None
        named = lexicon.head(re.sub(r"(?i)^(?:and |an? |the |their |its )+", "", text))
        if named and len(named[1].split()) > 3 and not _STARTS.search(text):
            return None
        if named or _STARTS.search(text):
            return len(made) - back
        if len(text.split()) > 4:
            return None
        between = [restore(item.text) for item in made[len(made) - back + 1 :]] + re.split(
            r"(?i)\s+or\s+", own
        )
        if len(text.split()) == 2 and all(
            len(words.split()) == 1 and not lexicon.known([words.lower()]) for words in between
        ):
            return len(made) - back
        before = piece.before
    return None
