"""Texts of jobs: written before the first chunk, kept as they come, paid once, within a budget."""

from __future__ import annotations

import csv
import random
import threading
from hashlib import sha256

import pytest

import rowsmith as rs
from job_servers import Server
from model_servers import FAULTS, KEY
from rowsmith.errors import Conflict, InvalidInput
from rowsmith.jobs import janitor
from rowsmith.llm import ModelConfig
from rowsmith.llm.usage import MAX_CALLS
from rowsmith.schema.job import JobSpecificationInput
from rowsmith.storage import open_store
from services import until

PRODUCTS = [f"item{n}" for n in range(6)]
REVIEWS = {
    "name": "reviews",
    "fields": [
        {"name": "id", "type": "integer", "constraints": {"unique": True}},
        {"name": "product", "type": "enum", "constraints": {"enum_values": PRODUCTS}},
        {"name": "body", "constraints": {"max_length": 90},
         "text": {"mode": "pool", "prompt": "a review", "size": 50, "by": ["product"]}},
    ],
}  # fmt: skip
QUESTIONS = 12
"""Two of twenty-five texts for each product."""


def texts_of(prompt, _shape):
    """Different texts for each question, which name the product that they were asked for."""
    about = next(name for name in PRODUCTS if f'"{name}"' in prompt)
    digests = (sha256(f"{prompt}{n}".encode()).hexdigest() for n in range(25))
    return {"values": [f"{about} {digest[:20]} {digest[20:50]}" for digest in digests]}


def asked(rows=3000, **more):
    return JobSpecificationInput(schema=REVIEWS, total_rows=rows, seed=3, chunk_size=rows // 50, **more)


@pytest.fixture
def manager(server, config, tmp_path):
    """A manager that works on jobs, with the model behind `server`."""
    server.answer = texts_of
    opened = []

    def build(**more):
        model = config(**more)
        opened.append(rs.JobManager(rs.JobsConfig(data_dir=tmp_path / "jobs", workers=1, model=model)))
        opened[-1].start()
        return opened[-1]

    yield build
    for each in opened:
        each.close()


def bodies(manager, job_id, tmp_path):
    with manager.save(job_id, tmp_path / "out.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["body"].startswith(row["product"] + " ") for row in rows)
    return [row["id"] for row in rows]


def test_a_job_is_made_at_once_and_written_while_it_is_checked(server, manager):
    server.hold = threading.Event()
    jobs = manager()
    job_id = jobs.create(asked()).job_id
    until(lambda: server.busy)
    assert jobs.get(job_id).status == "schema_validation"
    with pytest.raises(Conflict, match="texts first"):
        jobs.chunks.rows(jobs.job(job_id), None)
    server.hold.set()
    assert jobs.wait(job_id, 60).status == "completed"
    assert jobs.get(job_id).progress.tokens == server.tokens


def test_a_provider_that_fails_for_good_pauses_the_job_and_resume_goes_on(server, manager, tmp_path):
    server.draw_fault = lambda: "503" if len(server.answered) >= 5 else None
    jobs = manager(concurrency=2)
    job_id = jobs.create(asked()).job_id
    paused = jobs.wait(job_id, 60)
    assert (paused.status, "google is failing" in paused.progress.error_message) == ("paused", True)
    assert max(server.prompts.count(prompt) for prompt in server.prompts) <= MAX_CALLS
    until(lambda: not server.busy)
    before = dict(server.answered)
    server.draw_fault = lambda: None
    jobs.control(job_id, "resume")
    assert jobs.wait(job_id, 60).status == "completed"
    assert all(server.answered[prompt] == 1 for prompt in before)
    assert len(server.answered) == QUESTIONS
    assert len(set(bodies(jobs, job_id, tmp_path))) == 3000


@pytest.mark.parametrize("how", ["bad", "revoked"])
def test_a_key_that_is_refused_pauses_the_job_and_is_in_no_word_of_it(server, manager, how):
    server.key = "another" if how == "bad" else KEY
    if how == "revoked":

        def answer(prompt, shape):
            server.key = "another"
            return texts_of(prompt, shape)

        server.answer = answer
    jobs = manager(concurrency=1)
    job_id = jobs.create(asked()).job_id
    detail = jobs.wait(job_id, 60)
    assert (detail.status, "does not accept the key" in detail.progress.error_message) == ("paused", True)
    assert KEY not in detail.model_dump_json() + repr(jobs.events(job_id))


def test_a_budget_pauses_the_job_before_it_is_passed(server, manager):
    jobs = manager(prices=(1.0, 2.0))
    quote = jobs.quote(asked())
    assert quote.tokens > 0
    assert quote.money > 0
    for budget, word in (({"max_tokens": 6_000}, "max_tokens"), ({"max_cost": 0.008}, "max_cost")):
        job_id = jobs.create(asked(**budget)).job_id
        detail = jobs.wait(job_id, 60)
        assert (detail.status, word in detail.progress.error_message) == ("paused", True)
        until(lambda: not server.busy)
        assert 0 < detail.progress.tokens <= budget.get("max_tokens", 10**9)
        assert 0 < detail.progress.cost <= budget.get("max_cost", 1.0)
        with pytest.raises(InvalidInput, match="goes with resume"):
            jobs.control(job_id, "cancel", max_tokens=1)
        jobs.control(job_id, "resume", **dict.fromkeys(budget, 1_000_000))
        assert jobs.wait(job_id, 60).status == "completed"


def test_the_answers_stay_as_long_as_their_job(manager):
    jobs = manager()
    job_id = jobs.create(asked()).job_id
    assert jobs.wait(job_id, 60).status == "completed"
    (told,) = jobs.files.report(jobs.job(job_id))["receipt"]["texts"]
    assert (told["field"], told["texts"], told["offered"], told["distinct_rate"]) == ("body", 300, 300, 1.0)
    store = open_store(jobs.job(job_id).store_url)
    folder = f"jobs/{job_id}/text"
    assert len(list(store.list(folder))) == QUESTIONS
    assert janitor.sweep(jobs.repository, store, grace=-60) == []
    jobs.delete(job_id)
    assert list(store.list(folder)) == []


def test_after_a_kill_no_answer_that_came_is_asked_for_again(server, tmp_path):
    """The server of jobs is killed with answers in its store and further calls under way."""
    let_go, lock, count = threading.Event(), threading.Lock(), 0

    def answer(prompt, shape):
        nonlocal count
        with lock:
            count += 1
            held = count > 7
        if held:
            let_go.wait(60)
        return texts_of(prompt, shape)

    server.answer = answer
    settings = {
        "model": "google:gemini-3.8-flash", "model_base_url": server.url, "model_backoff": 0.01,
        "model_concurrency": 3, "lease_seconds": 2,
    }  # fmt: skip
    worker = Server(tmp_path, **settings)
    worker.settings["GEMINI_API_KEY"] = KEY
    model = ModelConfig("google:gemini-3.8-flash", key=KEY)
    manager = rs.JobManager(rs.JobsConfig(data_dir=tmp_path, model=model))
    try:
        worker.start()
        job_id = manager.create(asked(rows=100)).job_id
        store, folder = open_store(manager.job(job_id).store_url), f"jobs/{job_id}/text"
        until(lambda: server.busy == 3 and len(list(store.list(folder))) == 7, 60)
        paid = dict(server.answered)
        assert len(paid) == 7
        worker.kill("server")
        let_go.set()
        worker.start()
        assert manager.wait(job_id, 60).status == "completed"
    finally:
        let_go.set()
        worker.kill("server")
        manager.close()
    assert [server.prompts.count(prompt) for prompt in paid] == [1] * 7
    assert len(server.prompts) == QUESTIONS + 3  # the three that were under way


def faulty(server, manager, tmp_path, seed, share):
    draw = random.Random(seed)
    kinds = [fault for fault in FAULTS if fault != "slow"] + ["slow"]
    server.retry_after = "0"
    server.draw_fault = lambda: draw.choice(kinds) if draw.random() < share else None
    jobs = manager(timeout=0.5)
    job_id = jobs.create(asked()).job_id
    paused = 0
    while jobs.wait(job_id, 60).status == "paused":
        paused += 1
        assert jobs.get(job_id).progress.error_message
        jobs.control(job_id, "resume")
    assert jobs.get(job_id).status == "completed"
    assert max(server.prompts.count(prompt) for prompt in server.prompts) <= MAX_CALLS * (1 + paused)
    ids = bodies(jobs, job_id, tmp_path)
    assert len(ids) == len(set(ids)) == 3000
    assert jobs.get(job_id).chunks.done == 50


def test_faults_mixed_at_random_lose_and_double_no_row(server, manager, tmp_path):
    faulty(server, manager, tmp_path, seed=5, share=0.3)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_many_faults_mixed_at_random_lose_and_double_no_row(server, manager, tmp_path, seed):
    faulty(server, manager, tmp_path, seed, share=0.6)
