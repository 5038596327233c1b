"""Texts of jobs in every repository: one writer at a time, whose report counts while the claim is its own."""

from __future__ import annotations

from dataclasses import replace

from rowsmith.jobs.job import Documents, State
from rowsmith.jobs.repository import Owner
from rowsmith.llm import Usage

WRITTEN = Documents("{}", '{"written": 1}')


def test_texts_have_one_writer_and_their_job_starts_with_them(repository, make, owner):
    job = make(state=State.SCHEMA_VALIDATION, unwritten=True)
    make(state=State.SCHEMA_VALIDATION)
    (claimed,) = repository.claim_texts(owner, 8)
    assert (claimed.id, claimed.writer) == (job.id, owner)
    assert repository.claim_texts(owner, 8) == []
    assert repository.finish_texts(owner, claimed, WRITTEN, "n" * 64, 120.0)
    now = repository.job(job.id)
    assert (now.state, now.plan_hash, now.unwritten, now.writer) == (State.GENERATING, "n" * 64, False, None)
    assert repository.documents(job.seq) == WRITTEN
    assert not repository.finish_texts(owner, claimed, WRITTEN, "m" * 64, 121.0)


def test_no_chunk_is_claimed_before_the_texts_are_there(repository, make, owner):
    job = make(state=State.GENERATING, unwritten=True)
    assert not repository.work_waits(110.0)
    assert repository.claim(owner, 8, 110.0) == []
    (claimed,) = repository.claim_texts(owner, 8)
    assert repository.finish_texts(owner, claimed, WRITTEN, "n" * 64, 120.0)
    assert len(repository.claim(owner, 8, 130.0)) == job.total_chunks


def test_what_a_lost_server_was_writing_another_one_writes(repository, make, owner):
    make(state=State.GENERATING, unwritten=True)
    (claimed,) = repository.claim_texts(owner, 8)
    repository.register(Owner("n" * 32, "there", "", 1e12))
    repository.take_over(owner, 200.0, dead=True)
    assert [item.id for item in repository.claim_texts("n" * 32, 8)] == [claimed.id]
    assert not repository.finish_texts(owner, claimed, WRITTEN, "n" * 64, 210.0)


def test_a_pause_ends_the_claim_and_keeps_its_reason(repository, make, owner):
    job = make(state=State.GENERATING, unwritten=True)
    (claimed,) = repository.claim_texts(owner, 8)
    assert repository.stop_texts(owner, claimed.seq, "pause", "the key is refused", 120.0)
    now = repository.job(job.id)
    assert (now.state, now.error, now.writer) == (State.PAUSED, "the key is refused", None)
    assert repository.claim_texts(owner, 8) == []
    assert not repository.stop_texts(owner, claimed.seq, "pause", "again", 121.0)
    repository.move(job.seq, "resume", 130.0)
    assert repository.job(job.id).error is None
    assert len(repository.claim_texts(owner, 8)) == 1


def test_a_plan_that_changed_meanwhile_is_not_replaced(repository, make, owner):
    job = make(state=State.GENERATING, unwritten=True)
    (claimed,) = repository.claim_texts(owner, 8)
    repository.relayout(replace(job, plan_hash="q" * 64), Documents("{}", "{}"), 115.0)
    assert not repository.finish_texts(owner, claimed, WRITTEN, "n" * 64, 120.0)
    assert repository.job(job.id).plan_hash == "q" * 64


def test_what_calls_cost_adds_up(repository, make):
    job = make()
    for _ in range(3):
        repository.spend(job.seq, Usage(1, 10, 5, 0.25))
    now = repository.job(job.id)
    assert (now.model_calls, now.tokens_read, now.tokens_written, now.cost) == (3, 30, 15, 0.75)
    repository.budget(job.seq, 500, None)
    assert repository.documents(job.seq).spec == '{"max_tokens": 500}'
