"""The state table, over all pairs."""

from __future__ import annotations

import pytest

from rowsmith.jobs.job import MOVES, MoveRefused, State, moved

CONTRACT = {
    ("held", "resume"): "generating",
    ("held", "cancel"): "cancelled",
    ("pending", "pause"): "paused",
    ("pending", "cancel"): "cancelled",
    ("schema_validation", "pause"): "paused",
    ("schema_validation", "cancel"): "cancelled",
    ("generating", "pause"): "paused",
    ("generating", "cancel"): "cancelled",
    ("paused", "resume"): "generating",
    ("paused", "cancel"): "cancelled",
    ("failed", "cancel"): "cancelled",
    ("failed", "retry"): "generating",
    ("cancelled", "retry"): "generating",
}


@pytest.mark.parametrize("action", ["pause", "resume", "cancel", "retry"])
@pytest.mark.parametrize("state", State)
def test_users_may_make_the_moves_of_the_contract_and_no_others(state, action):
    wanted = CONTRACT.get((state.value, action))
    if wanted is None:
        with pytest.raises(MoveRefused, match=f"cannot {action} a job that is {state.status}"):
            moved(state, action)
    else:
        assert moved(state, action).value == wanted


def test_no_move_leaves_a_completed_job():
    assert not [action for state, action in MOVES if state is State.COMPLETED]


def test_users_see_the_seven_statuses():
    assert {state.status for state in State} == {
        "pending", "schema_validation", "generating", "paused", "completed", "failed", "cancelled",
    }  # fmt: skip


@pytest.mark.parametrize("state", State)
def test_a_repository_makes_exactly_the_tables_moves(repository, make, state):
    for action in ("pause", "resume", "cancel", "retry", "check", "start", "complete", "fail"):
        job = make(state=state)
        before = repository.events(job.seq)
        if (state, action) in MOVES:
            after = repository.move(job.seq, action, 200.0, "because")
            assert after.state is MOVES[state, action]
            assert repository.job_at(job.seq) == after
            assert len(repository.events(job.seq)) > len(before)
        else:
            with pytest.raises(MoveRefused):
                repository.move(job.seq, action, 200.0)
            assert repository.job_at(job.seq) == job
            assert repository.events(job.seq) == before
