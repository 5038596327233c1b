"""What calls cost, who keeps count, and how far one piece of work may go."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Protocol

from rowsmith.llm.failures import BudgetSpent, ModelTrouble

MAX_CALLS = 8
"""Calls for one piece of work, whatever goes wrong."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What was spent: `Usage(calls=1, input_tokens=420, output_tokens=1800, cost=0.0046)`; cost in dollars."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0

    @property
    def tokens(self) -> int:
        """Read and written together."""
        return self.input_tokens + self.output_tokens

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cost + other.cost,
        )


class Ledger(Protocol):
    """Keeps a budget. It is asked before a call and told after it."""

    @property
    def busy(self) -> bool:
        """Whether something is set aside, of which a part may come back."""
        ...

    def reserve(self, expected: Usage) -> None:
        """Set aside what a call may cost; raises `BudgetSpent` where that is more than is left."""
        ...

    def settle(self, expected: Usage, spent: Usage) -> None:
        """Enter what the call cost in place of what was set aside."""
        ...


class Answers(Protocol):
    """Where answers are kept, so that none is paid for twice."""

    def get(self, key: str) -> str | None:
        """The kept answer."""
        ...

    def put(self, key: str, text: str) -> None:
        """Keep an answer; the first one kept under a key stays."""
        ...


class MemoryAnswers:
    """Answers in this process's memory."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        """The kept answer."""
        return self.kept.get(key)

    def put(self, key: str, text: str) -> None:
        """Keep an answer."""
        self.kept.setdefault(key, text)


class Tally:
    """A ledger in memory: `Tally(max_tokens=50_000)`; what was spent is in `.spent`."""

    def __init__(
        self, max_tokens: int | None = None, max_cost: float | None = None, spent: Usage | None = None
    ) -> None:
        self.spent = spent or Usage()
        self._most = (max_tokens, max_cost)
        self._reserved = Usage()
        self._lock = threading.Lock()

    @property
    def busy(self) -> bool:
        """Whether something is set aside."""
        return self._reserved.calls > 0

    def reserve(self, expected: Usage) -> None:
        """Set aside what a call may cost."""
        with self._lock:
            after = self.spent + self._reserved + expected
            most_tokens, most_cost = self._most
            if most_tokens is not None and after.tokens > most_tokens:
                raise BudgetSpent(
                    f"the budget of {most_tokens:,} tokens does not reach for the next call: "
                    f"{self.spent.tokens:,} are spent and it may take {expected.tokens:,}; raise max_tokens"
                )
            if most_cost is not None and after.cost > most_cost:
                raise BudgetSpent(
                    f"the budget of ${most_cost:.4f} does not reach for the next call: ${self.spent.cost:.4f} "
                    f"is spent and it may cost ${expected.cost:.4f}; raise max_cost"
                )
            self._reserved = self._reserved + expected

    def settle(self, expected: Usage, spent: Usage) -> None:
        """Enter what the call cost."""
        with self._lock:
            minus = Usage(-expected.calls, -expected.input_tokens, -expected.output_tokens, -expected.cost)
            self._reserved = self._reserved + minus
            self.spent = self.spent + spent


totals = Tally()
"""Everything that this process spent, for the metrics."""


@dataclass(slots=True)
class Piece:
    """One piece of work: `Piece("the reviews")`, with its ledger, its kept answers and the calls it made."""

    what: str
    ledger: Ledger = field(default_factory=Tally)
    answers: Answers = field(default_factory=MemoryAnswers)
    calls: int = 0
    most: int = MAX_CALLS
    trouble: ModelTrouble | None = None
    """What to say when the calls are used up and the last of them did get an answer."""

    def begin(self, last: ModelTrouble | None) -> None:
        """Count a call; raises the last trouble once there were enough of them."""
        if self.calls >= self.most:
            message = f"{self.what} took {self.calls} calls and was not done"
            raise last or self.trouble or ModelTrouble(message)
        self.calls += 1
