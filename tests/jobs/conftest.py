"""Repositories of every kind."""

from __future__ import annotations

import os
import secrets
import sys
from dataclasses import replace

import pytest

from rowsmith.jobs.job import Documents, Job, State
from rowsmith.jobs.repository import Owner
from rowsmith.jobs.sql import SqlRepository, memory_repository


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    """Worker processes find the package and the tests' tasks."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def repository(request, tmp_path):
    if request.param == "memory":
        made = memory_repository()
    elif request.param == "sqlite":
        made = SqlRepository(f"sqlite:///{tmp_path}/jobs.db")
    else:
        made = SqlRepository(request.getfixturevalue("postgres_url"))
    yield made
    made.close()


@pytest.fixture
def make(repository):
    """Store a job: `make(chunks=5, tenant="a", state=State.GENERATING)`."""

    def build(
        chunks=3, tenant="local", state=State.PENDING, key=None, request_hash="", at=100.0, unwritten=False
    ):
        job = Job(
            id=secrets.token_hex(16), tenant=tenant, state=State.PENDING, output_format="csv", seed=7,
            plan_hash="p" * 64, chunk_size=10, total_rows=chunks * 10, total_chunks=chunks,
            store_url="memory://", created_at=at, updated_at=at, idempotency_key=key,
            request_hash=request_hash, unwritten=unwritten,
        )  # fmt: skip
        if state is State.HELD:
            job = replace(job, state=state)
        stored, _ = repository.create(job, Documents("{}", "{}"))
        for action in WAYS[state]:
            stored = repository.move(stored.seq, action, at)
        return stored

    return build


WAYS = {
    State.HELD: [],
    State.PENDING: [],
    State.SCHEMA_VALIDATION: ["check"],
    State.GENERATING: ["check", "start"],
    State.PAUSED: ["check", "start", "pause"],
    State.COMPLETED: ["check", "start", "complete"],
    State.FAILED: ["check", "start", "fail"],
    State.CANCELLED: ["check", "start", "cancel"],
}


@pytest.fixture
def owner(repository):
    repository.register(Owner("o" * 32, "here", "", 1e12))
    return "o" * 32
