"""Event streams: every listener sees every event once, in order, and the stream ends when the job does."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import threading
import time

import httpx2
import pytest

from tests.api_server.conftest import SPEC, running
from tests.api_server.test_errors import assert_problem


def parse(text):
    """The events of a stream as (id, name, data)."""
    found = []
    for block in text.replace("\r", "").split("\n\n"):
        lines = dict(
            line.split(": ", 1) for line in block.split("\n") if ": " in line and not line.startswith(":")
        )
        if "id" in lines:
            found.append((int(lines["id"]), lines["event"], json.loads(lines["data"])))
    return found


def test_a_finished_jobs_stream_replays_and_ends(client, finished):
    answer = client.get(f"/jobs/{finished}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-cache"
    events = parse(answer.text)
    assert [event[0] for event in events] == list(range(1, len(events) + 1))
    assert {event[1] for event in events} >= {"status", "chunk", "done"}
    done = next(at for at, event in enumerate(events) if event[1] == "done")
    assert events[done][2]["status"] == "completed"
    assert all("file" in event[2] for event in events[done + 1 :])  # formats that were made later


def test_a_stream_ends_although_another_file_was_made_after_the_job(client):
    job = client.post("/jobs", json=SPEC).json()["job_id"]
    client.get(f"/jobs/{job}?wait=60")
    assert client.get(f"/jobs/{job}/download?format=jsonl&wait=60").status_code == 200
    events = parse(client.get(f"/jobs/{job}/events").text)
    assert [event[1] for event in events[-2:]] == ["done", "status"]
    assert events[-1][2]["file"] == "jsonl"
    manager = client.app_.state.services.manager
    assert [event.id for event in manager.follow(job)] == [event[0] for event in events]
    assert list(manager.follow(job, after=events[-1][0])) == []


def test_a_stream_goes_on_after_the_last_event_seen(client, finished):
    everything = parse(client.get(f"/jobs/{finished}/events").text)
    for seen in (0, 1, len(everything) - 1):
        rest = parse(client.get(f"/jobs/{finished}/events", headers={"last-event-id": str(seen)}).text)
        assert rest == everything[seen:]
    beyond = client.get(f"/jobs/{finished}/events", headers={"last-event-id": "999999"})
    assert (beyond.status_code, parse(beyond.text)) == (200, [])


@pytest.mark.parametrize("said", ["-1", "x", "9" * 30])
def test_a_last_event_id_that_is_none_is_refused(client, finished, said):
    assert_problem(client.get(f"/jobs/{finished}/events", headers={"last-event-id": said}), 422)


def test_a_stream_of_an_unknown_job_is_a_404(client):
    assert_problem(client.get("/jobs/unknown/events"), 404)


def test_more_streams_than_allowed_are_told_to_come_again(tmp_path):
    with running(tmp_path, max_streams=1) as client:
        job = client.post("/jobs", json={**SPEC, "auto_start": False}).json()["job_id"]
        with client.app_.state.services.streams.taken():
            assert_problem(client.get(f"/jobs/{job}?wait=1"), 503)


class Listener:
    """A client of one stream that comes back after what it saw, as browsers do."""

    def __init__(self):
        self.seen = []
        self.comments = 0

    async def listen(self, client, path, *, until_done=True):
        headers = {"last-event-id": str(self.seen[-1])} if self.seen else {}
        try:
            async with client.stream("GET", path, headers=headers) as answer:
                assert answer.status_code == 200
                async for line in answer.aiter_lines():
                    if line.startswith("id: "):
                        self.seen.append(int(line[4:]))
                    self.comments += line.startswith(":")
        except httpx2.TransportError:
            return False
        return True


def test_fifty_listeners_see_every_event_through_a_restart(serve, tmp_path):
    server = serve()
    files_before = None
    spec = {**SPEC, "total_rows": 4000, "auto_start": False}
    job = server.client.post("/jobs", json=spec).json()["job_id"]
    path = f"/jobs/{job}/events"
    listeners = [Listener() for _ in range(50)]

    async def first():
        nonlocal files_before
        limits = httpx2.Limits(max_connections=100)
        async with httpx2.AsyncClient(base_url=server.url, timeout=60, limits=limits) as client:
            files_before = len(os.listdir(f"/proc/{server.process.pid}/fd"))
            tasks = [asyncio.create_task(one.listen(client, path)) for one in listeners]
            await client.post(f"/jobs/{job}/chunks/0")
            while not all(one.seen for one in listeners):
                await asyncio.sleep(0.05)
            await client.post(f"/jobs/{job}/chunks/1")
            stopping = threading.Thread(target=server.stop)
            began = time.monotonic()
            stopping.start()
            await asyncio.gather(*tasks)  # open streams end by themselves
            stopping.join()
            assert time.monotonic() - began < 15
            assert server.process.returncode in (0, -signal.SIGTERM)

    asyncio.run(first())
    again = serve()

    async def second():
        limits = httpx2.Limits(max_connections=100)
        async with httpx2.AsyncClient(base_url=again.url, timeout=60, limits=limits) as client:
            before = len(os.listdir(f"/proc/{again.process.pid}/fd"))
            tasks = [asyncio.create_task(one.listen(client, path)) for one in listeners]
            await client.post(f"/jobs/{job}/control", json={"action": "resume"})
            await asyncio.gather(*tasks)
            detail = (await client.get(f"/jobs/{job}")).json()
            return before, detail

    before, detail = asyncio.run(second())
    assert detail["status"] == "completed"
    everything = list(range(1, detail["last_event_id"] + 1))
    for one in listeners:
        assert one.seen == everything
    deadline = time.monotonic() + 20
    while len(os.listdir(f"/proc/{again.process.pid}/fd")) > before + 30 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert (
        len(os.listdir(f"/proc/{again.process.pid}/fd")) <= before + 30
    )  # workers' pipes and the database's


def test_a_silent_stream_is_kept_open_by_comments(serve):
    server = serve(ROWSMITH_HEARTBEAT_SECONDS="0.05")
    job = server.client.post("/jobs", json={**SPEC, "auto_start": False}).json()["job_id"]
    with server.client.stream("GET", f"/jobs/{job}/events") as answer:
        comments = 0
        for line in answer.iter_lines():
            comments += line == ": ping"
            if comments == 3:
                break
