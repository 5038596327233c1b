"""Reading along a run of tokens: words, names, lists in parentheses, and the text between two places."""

from __future__ import annotations

from sqlglot.tokenizer_core import Token, TokenType


class Pieces:
    """A place in a run of tokens: `Pieces(text, tokens).name()` reads `public.users` as `users`."""

    def __init__(self, tokens: tuple[Token, ...], dialect: str) -> None:
        self._tokens = tokens
        self._dialect = dialect
        self.at = 0

    @property
    def done(self) -> bool:
        """Whether everything is read."""
        return self.at >= len(self._tokens)

    def word(self, ahead: int = 0) -> str:
        """A word in capitals, without moving; empty past the end and for what is quoted."""
        place = self.at + ahead
        if place >= len(self._tokens):
            return ""
        token = self._tokens[place]
        quoted = token.token_type in (TokenType.STRING, TokenType.IDENTIFIER)
        return "" if quoted else token.text.upper()

    def take(self, *words: str) -> bool:
        """Step over these words, if they are next: `take("IF", "NOT", "EXISTS")`."""
        if all(self.word(ahead) == word for ahead, word in enumerate(words)):
            self.at += len(words)
            return True
        return False

    def one_of(self, *words: str) -> str:
        """Step over any one of these words and say which; empty where none is next."""
        found = self.word()
        if found and found in words:
            self.at += 1
            return found
        return ""

    def name(self) -> str:
        """A name, the last part of a qualified one; empty where there is none."""
        found = ""
        while not self.done:
            token = self._tokens[self.at]
            if token.token_type in (TokenType.L_PAREN, TokenType.R_PAREN, TokenType.COMMA, TokenType.EQ):
                break
            self.at += 1
            found = self._folded(token)
            if self.done or self._tokens[self.at].token_type != TokenType.DOT:
                break
            self.at += 1
        return found

    def _folded(self, token: Token) -> str:
        bare = token.token_type not in (TokenType.IDENTIFIER, TokenType.STRING)
        return token.text.lower() if bare and self._dialect == "postgres" else token.text

    def group(self) -> list[tuple[Token, ...]] | None:
        """The items of a list in parentheses, which is stepped over; None where none is next."""
        if self.done or self._tokens[self.at].token_type != TokenType.L_PAREN:
            return None
        self.at += 1
        items = self._items(closing=True)
        self.at += 1
        return items

    def rest(self) -> list[tuple[Token, ...]]:
        """What is left, cut at its commas."""
        return self._items(closing=False)

    def left(self) -> tuple[Token, ...]:
        """The tokens that are left, as they are."""
        return self._tokens[self.at :]

    def _items(self, *, closing: bool) -> list[tuple[Token, ...]]:
        items: list[tuple[Token, ...]] = []
        run: list[Token] = []
        depth = 0
        while not self.done:
            token = self._tokens[self.at]
            if depth == 0 and closing and token.token_type == TokenType.R_PAREN:
                break
            if depth == 0 and token.token_type == TokenType.COMMA:
                items += [tuple(run)] if run else []
                run = []
            else:
                run.append(token)
                depth += (token.token_type in _OPEN) - (token.token_type in _CLOSE)
            self.at += 1
        return [*items, tuple(run)] if run else items


_OPEN = (TokenType.L_PAREN, TokenType.L_BRACKET)
_CLOSE = (TokenType.R_PAREN, TokenType.R_BRACKET)
