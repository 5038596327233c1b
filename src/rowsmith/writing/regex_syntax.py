"""Regular expressions, the regular part of them, read into a tree.

Literals, escapes, classes, groups, alternatives, quantifiers, and anchors at the two ends. What a finite
machine cannot do (look-around, references back, word boundaries) is refused by name and position.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rowsmith.errors import InvalidInput

PRINTABLE = frozenset(map(chr, range(32, 127)))
DIGITS = frozenset("0123456789")
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
WORD = DIGITS | LETTERS | {"_"}
_CLASSES = {"d": DIGITS, "w": WORD, "s": frozenset(" ")}
_CONTROL = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a", "0": "\0"}
_CODES = {"x": 2, "u": 4, "U": 8}
_QUANTIFIERS = {"?": (0, 1), "*": (0, None), "+": (1, None)}
_REFUSED_GROUPS = {
    "?=": "look-ahead", "?!": "look-ahead", "?<=": "look-behind", "?<!": "look-behind",
    "?P=": "a reference back", "?(": "a condition",
}  # fmt: skip
_MOST_REPEATS = 10_000
_MOST_NESTING = 50
_MOST_CLASS = 70_000


@dataclass(frozen=True, slots=True)
class Symbols:
    """Any one of these characters."""

    chars: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sequence:
    """One part after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Any one of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """The part `low` to `high` times; None for no limit."""

    part: Node
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Anchor:
    """`^` or `$`, at a position of the pattern."""

    sign: str
    at: int


Node = Symbols | Sequence | Choice | Repeat | Anchor


def parse(pattern: str) -> Node:
    """The tree of a pattern without its anchors; `InvalidInput` for what is not supported."""
    reader = _Reader(pattern)
    tree = reader.choice(0)
    if reader.at < len(pattern):
        reader.refuse("a closing parenthesis without its opening one", "escape it as \\)")
    return _unanchored(tree, pattern, first=True, last=True)


def refusal(pattern: str, at: int, what: str, advice: str) -> InvalidInput:
    """The error for something in a pattern that cannot be made."""
    shown = pattern if len(pattern) <= 80 else pattern[:77] + "..."
    return InvalidInput(f"pattern {shown!r}: {what} at position {at} is not supported; {advice}")


@dataclass(slots=True)
class _Reader:
    """A recursive-descent reader; `at` is the next character."""

    pattern: str
    at: int = 0
    ignore_case: bool = field(default=False)

    def refuse(self, what: str, advice: str, at: int | None = None) -> None:
        raise refusal(self.pattern, self.at if at is None else at, what, advice)

    def peek(self, text: str) -> bool:
        return self.pattern.startswith(text, self.at)

    def take(self) -> str:
        if self.at >= len(self.pattern):
            self.refuse("the end", "complete the pattern, or escape a last backslash as \\\\")
        self.at += 1
        return self.pattern[self.at - 1]

    def choice(self, depth: int) -> Node:
        if depth > _MOST_NESTING:
            self.refuse(f"nesting deeper than {_MOST_NESTING}", "flatten the groups")
        parts = [self.sequence(depth)]
        while self.peek("|"):
            self.at += 1
            parts.append(self.sequence(depth))
        return parts[0] if len(parts) == 1 else Choice(tuple(parts))

    def sequence(self, depth: int) -> Node:
        parts: list[Node] = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            parts.append(self.quantified(self.atom(depth)))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def quantified(self, part: Node) -> Node:
        start = self.at
        bounds = self.quantifier()
        if bounds is None:
            return part
        low, high = bounds
        if isinstance(part, Anchor):
            self.refuse("a repeated anchor", "remove the quantifier", start)
        if high is not None and high < low:
            self.refuse(f"{{{low},{high}}}", "swap the two numbers", start)
        if max(low, high or 0) > _MOST_REPEATS:
            self.refuse(f"more than {_MOST_REPEATS} repeats", "lower the number", start)
        if self.at < len(self.pattern) and self.pattern[self.at] in "?+":
            self.at += 1
        again = self.at
        if self.quantifier() is not None:
            self.refuse("a quantifier after a quantifier", "put a group around the first", again)
        return Repeat(part, low, high)

    def quantifier(self) -> tuple[int, int | None] | None:
        if self.at >= len(self.pattern):
            return None
        sign = self.pattern[self.at]
        if sign in _QUANTIFIERS:
            self.at += 1
            return _QUANTIFIERS[sign]
        end = self.pattern.find("}", self.at)
        if sign != "{" or end < 0:
            return None
        low, comma, high = self.pattern[self.at + 1 : end].partition(",")
        plain = all(text.isascii() and text.isdigit() for text in (low, high) if text)
        if not plain or not (low or high) or len(low) > 9 or len(high) > 9:
            return None
        self.at = end + 1
        return int(low or 0), int(high) if high else (None if comma else int(low))

    def atom(self, depth: int) -> Node:
        start = self.at
        sign = self.take()
        if sign == "(":
            return self.group(start, depth)
        if sign == "[":
            return self.symbols(self.char_class(start), start)
        if sign == ".":
            return Symbols(PRINTABLE)
        if sign in "^$":
            return Anchor(sign, start)
        if sign in "?*+":
            self.refuse("a quantifier with nothing before it", f"escape it as \\{sign}", start)
        if sign == "\\":
            return self.escape(start)
        return self.symbols({sign}, start)

    def symbols(self, chars: set[str] | frozenset[str], start: int) -> Symbols:
        if self.ignore_case:
            chars = {same for char in chars for same in (char, char.lower(), char.upper()) if len(same) == 1}
        if not chars:
            self.refuse("a class without characters", "name at least one printable character", start)
        if any("\ud800" <= char <= "\udfff" for char in chars):
            self.refuse("a surrogate", "write the character itself", start)
        return Symbols(frozenset(chars))

    def group(self, start: int, depth: int) -> Node:
        outer = self.ignore_case
        if self.peek("?"):
            self.group_head(start)
        if self.pattern[start : self.at].endswith(")"):
            return Sequence(())
        inner = self.choice(depth + 1)
        if not self.peek(")"):
            self.refuse("a group without its end", "add the closing parenthesis", start)
        self.at += 1
        self.ignore_case = outer
        return inner

    def group_head(self, start: int) -> None:
        advice = "rewrite the pattern without it"
        for head, what in _REFUSED_GROUPS.items():
            if self.peek(head):
                self.refuse(f"{what} ({head}", advice, start)
        if self.peek("?#"):
            self.skip_past(")", start)
        elif self.peek("?P<") or self.peek("?<"):
            self.skip_past(">", start)
        elif self.peek("?:") or self.peek("?>"):
            self.at += 2
        elif (self.peek("?i)") and start == 0) or self.peek("?i:"):
            self.at += 3
            self.ignore_case = True
        else:
            self.refuse(f"the group ({self.pattern[self.at : self.at + 4]}", advice, start)

    def skip_past(self, sign: str, start: int) -> None:
        end = self.pattern.find(sign, self.at)
        if end < 0:
            self.refuse("a group without its end", "add the closing parenthesis", start)
        self.at = end + 1

    def escape(self, start: int) -> Node:
        sign = self.take()
        if sign in "AZz":
            return Anchor("^" if sign == "A" else "$", start)
        if sign in "bB":
            self.refuse(f"a word boundary (\\{sign})", "leave it out; values are matched as a whole", start)
        if sign in "123456789k":
            self.refuse(f"a reference back (\\{sign})", "repeat the group instead", start)
        return self.symbols(self.escaped(sign, start), start)

    def escaped(self, sign: str, start: int) -> frozenset[str] | set[str]:
        """The characters that an escape stands for, in a class or outside."""
        if sign in _CLASSES:
            return _CLASSES[sign]
        if sign.lower() in _CLASSES:
            return PRINTABLE - _CLASSES[sign.lower()]
        if sign in _CONTROL:
            return {_CONTROL[sign]}
        if sign in _CODES:
            digits = self.pattern[self.at : self.at + _CODES[sign]]
            if len(digits) == _CODES[sign] and all(digit in "0123456789abcdefABCDEF" for digit in digits):
                self.at += len(digits)
                if int(digits, 16) <= 0x10FFFF:
                    return {chr(int(digits, 16))}
            self.refuse(f"the code \\{sign}{digits}", "write \\x41, \\u0041 or the character itself", start)
        if sign.isascii() and sign.isalnum():
            self.refuse(
                f"the escape \\{sign}", f"write {sign} without the backslash if you mean the letter", start
            )
        return {sign}

    def char_class(self, start: int) -> set[str] | frozenset[str]:
        negated = self.peek("^")
        self.at += negated
        found: set[str] = set()
        first = True
        while first or not self.peek("]"):
            if self.peek("[:") and self.pattern.find(":]", self.at) > 0:
                self.refuse("a POSIX class", "write the characters, such as a-zA-Z")
            low = self.class_member(start)
            first = False
            if len(low) == 1 and self.peek("-") and not self.pattern.startswith("-]", self.at):
                self.at += 1
                high = self.class_member(start)
                found |= self.char_range(low, high, start)
            else:
                found |= low
        self.at += 1
        if negated and self.ignore_case:
            found |= {same for char in found for same in (char.lower(), char.upper())}
        return PRINTABLE - found if negated else found

    def class_member(self, start: int) -> set[str] | frozenset[str]:
        if self.at >= len(self.pattern):
            self.refuse("a class without its end", "add the closing bracket", start)
        at = self.at
        sign = self.take()
        if sign != "\\":
            return {sign}
        sign = self.take()
        return {"\b"} if sign == "b" else self.escaped(sign, at)

    def char_range(
        self, low: set[str] | frozenset[str], high: set[str] | frozenset[str], start: int
    ) -> set[str]:
        (first,), last = low, max(high)
        if len(high) != 1 or first > last:
            self.refuse(f"the range {first}-{last}", "order its two ends, or escape the dash", start)
        if ord(last) - ord(first) > _MOST_CLASS:
            self.refuse("a range of more than 70,000 characters", "narrow it", start)
        codes = range(ord(first), ord(last) + 1)
        return {chr(code) for code in codes if not 0xD800 <= code <= 0xDFFF}


def _unanchored(node: Node, pattern: str, *, first: bool, last: bool) -> Node:
    """The tree without anchors, each of which must stand at its end of the whole."""
    if isinstance(node, Anchor):
        if first if node.sign == "^" else last:
            return Sequence(())
        raise refusal(
            pattern,
            node.at,
            f"the anchor {node.sign} inside the pattern",
            "move it to the end of the pattern",
        )
    if isinstance(node, Choice):
        return Choice(tuple(_unanchored(part, pattern, first=first, last=last) for part in node.parts))
    if isinstance(node, Repeat):
        once = node.high == 1 and node.low == 1
        return Repeat(
            _unanchored(node.part, pattern, first=first and once, last=last and once), node.low, node.high
        )
    if isinstance(node, Sequence):
        begin = next((i for i, part in enumerate(node.parts) if not isinstance(part, Anchor)), 0)
        end = len(node.parts) - next(
            (i for i, part in enumerate(node.parts[::-1]) if not isinstance(part, Anchor)), 0
        )
        return Sequence(tuple(
            _unanchored(part, pattern, first=first and place <= begin, last=last and place >= end - 1)
            for place, part in enumerate(node.parts)
        ))  # fmt: skip
    return node
