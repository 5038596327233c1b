"""What a job is and which moves it may make. The moves are a table; what is not in it is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from rowsmith.errors import Conflict
from rowsmith.schema.job import JobStatus


class State(StrEnum):
    """Where a job stands. Users see `status`, which says `pending` for a held job too."""

    HELD = "held"
    """Made with `auto_start` false; waits to be resumed."""
    PENDING = "pending"
    """Waits for its turn."""
    SCHEMA_VALIDATION = "schema_validation"
    """A server checks that it can run the plan."""
    GENERATING = "generating"
    """Chunks are made, and then the file."""
    PAUSED = "paused"
    """Makes no new chunks until it is resumed; what is done is kept."""
    COMPLETED = "completed"
    """Every row is in the finished file."""
    FAILED = "failed"
    """Gave up for the reason in `error`; can be retried."""
    CANCELLED = "cancelled"
    """Stopped by its user; can be retried."""

    @property
    def status(self) -> JobStatus:
        """The word that users see."""
        return "pending" if self is State.HELD else self.value


Action = Literal["pause", "resume", "cancel", "retry", "check", "start", "complete", "fail"]
"""The first four are the user's, the others the server's."""

WAITING = (State.PENDING, State.SCHEMA_VALIDATION, State.GENERATING)
"""States in which a job is running or about to."""

FINAL = (State.COMPLETED, State.FAILED, State.CANCELLED)

MOVES: dict[tuple[State, Action], State] = {
    (State.HELD, "resume"): State.GENERATING,
    (State.HELD, "cancel"): State.CANCELLED,
    (State.HELD, "start"): State.GENERATING,  # all its chunks were made by hand; only the file is left
    **{(state, "pause"): State.PAUSED for state in WAITING},
    **{(state, "cancel"): State.CANCELLED for state in WAITING},
    **{(state, "fail"): State.FAILED for state in WAITING},
    (State.PENDING, "check"): State.SCHEMA_VALIDATION,
    (State.SCHEMA_VALIDATION, "start"): State.GENERATING,
    (State.GENERATING, "complete"): State.COMPLETED,
    (State.PAUSED, "resume"): State.GENERATING,
    (State.PAUSED, "cancel"): State.CANCELLED,
    (State.FAILED, "cancel"): State.CANCELLED,
    (State.FAILED, "retry"): State.GENERATING,
    (State.CANCELLED, "retry"): State.GENERATING,
}


class MoveRefused(Conflict):
    """The job's state does not allow this."""

    def __init__(self, state: State, action: Action) -> None:
        allowed = [
            verb for (at, verb) in MOVES if at is state and verb in ("pause", "resume", "cancel", "retry")
        ]
        hint = f"it can be: {', '.join(allowed)}" if allowed else "nothing can be done to it any more"
        super().__init__(f"cannot {action} a job that is {state.status}; {hint}")


def moved(state: State, action: Action) -> State:
    """Where a move leads: `moved(State.PAUSED, "resume")` is `State.GENERATING`; raises `MoveRefused`."""
    if (state, action) not in MOVES:
        raise MoveRefused(state, action)
    return MOVES[state, action]


@dataclass(frozen=True, slots=True)
class Job:
    """One job as it is stored. Times are seconds since 1970."""

    id: str
    tenant: str
    state: State
    output_format: str
    seed: int
    plan_hash: str
    chunk_size: int
    total_rows: int
    total_chunks: int
    store_url: str
    created_at: float
    updated_at: float
    seq: int = 0
    """The database's own number, in order of creation."""
    name: str | None = None
    idempotency_key: str | None = None
    request_hash: str = ""
    rows_done: int = 0
    chunks_done: int = 0
    bytes_done: int = 0
    error: str | None = None
    started_at: float | None = None
    completed_at: float | None = None
    active_seconds: float = 0.0
    """Time spent generating before `ran_since`."""
    ran_since: float | None = None
    """When it last began to generate; None while it does not."""
    event_seq: int = 0
    file_id: str | None = None
    """The file that completes the job, once all chunks are done."""
    unwritten: bool = False
    """Whether its plan waits for texts by a language model; no chunk is made before they are there."""
    writer: str | None = None
    """The server that has them written."""
    model_calls: int = 0
    tokens_read: int = 0
    tokens_written: int = 0
    cost: float = 0.0
    """Dollars spent on the model."""

    def to(self, action: Action, now: float, reason: str | None = None) -> Job:
        """The job after a move: `job.to("pause", now)`."""
        state = moved(self.state, action)
        running = state is State.GENERATING
        return replace(
            self,
            state=state,
            updated_at=now,
            started_at=self.started_at or (now if running else None),
            completed_at=now if state in FINAL else None,
            active_seconds=self.active(now),
            ran_since=now if running else None,
            error=reason if state in (State.FAILED, State.PAUSED) else None,
            writer=self.writer if state in (State.SCHEMA_VALIDATION, State.GENERATING) else None,
        )

    def active(self, now: float) -> float:
        """Seconds that it spent generating."""
        return self.active_seconds + (max(0.0, now - self.ran_since) if self.ran_since is not None else 0.0)


@dataclass(frozen=True, slots=True)
class Documents:
    """The long texts of a job, kept apart so that counting progress does not copy them."""

    spec: str
    plan: str
