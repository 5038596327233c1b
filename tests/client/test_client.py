"""The client against a real server: typed answers, the library's errors, progress, downloads that go on."""

from __future__ import annotations

import asyncio
import hashlib
import inspect

import httpx2
import pytest

from rowsmith.client import AsyncClient, Client, NotAllowed
from rowsmith.errors import Conflict, InvalidInput, NotFound, Unavailable
from rowsmith.schema import DataSchema
from tests.api_server.conftest import SPEC, Server

KEY = "acme-key-1"
SCHEMA = SPEC["schema"]
OPTIONS = {"total_rows": 500, "chunk_size": 100, "seed": 7}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(
        tmp_path_factory.mktemp("server"),
        {"ROWSMITH_API_KEYS": f"acme={KEY},acme:read=reader-key-1", "ROWSMITH_EXECUTOR": "threads"},
    )
    yield running
    running.client.close()
    running.stop()


@pytest.fixture(scope="module")
def client(server):
    with Client(server.url, key=KEY) as found:
        yield found


@pytest.fixture(scope="module")
def finished(client):
    job = client.create(SCHEMA, output_format="csv", name="users", **OPTIONS)
    assert client.wait(job.job_id).status == "completed"
    return job.job_id


def test_from_words_to_a_file(client, tmp_path):
    found = client.extract("50 users with name and age 18-80")
    assert isinstance(found.data_schema, DataSchema)
    assert client.validate(found.data_schema).valid
    assert len(client.preview(found.data_schema, rows=3).data) == 3
    assert client.quote(found.data_schema, total_rows=50).rows == 50
    job = client.create(found.data_schema, total_rows=50, output_format="jsonl")
    seen = []
    done = client.wait(job.job_id, progress=lambda progress: seen.append(progress.rows_generated))
    assert (done.status, seen[-1]) == ("completed", 50)
    steps = []
    path = client.download(job.job_id, tmp_path / "users.jsonl", progress=lambda *step: steps.append(step))
    assert len(path.read_text().splitlines()) == 50
    assert steps[-1] == (path.stat().st_size, path.stat().st_size)


def test_errors_are_those_of_the_library(client, server, finished):
    with pytest.raises(NotFound):
        client.get("unknown")
    with pytest.raises(Conflict):
        client.control(finished, "pause")
    with pytest.raises(InvalidInput) as caught:
        client.create({"fields": [{"name": "a", "type": "int"}]}, total_rows=1)
    assert caught.value.issues[0].path == "schema.fields.a.type"
    with Client(server.url, key="wrong-key") as stranger, pytest.raises(NotAllowed):
        stranger.list()
    with Client(server.url, key="reader-key-1") as reader, pytest.raises(NotAllowed):
        reader.delete(finished)
    with Client("http://127.0.0.1:9") as nobody, pytest.raises(Unavailable, match="cannot reach"):
        nobody.list()


def test_rows_chunks_reports_and_lists(client, finished):
    assert client.chunk(finished, 0, limit=2).data == client.rows(finished, limit=2)["data"]
    assert client.make_chunk(finished, 0).rows_generated == 100
    assert client.report(finished)["manifest"]["seed"] == 7
    assert finished in {job.job_id for job in client.list(status="completed").jobs}


def test_events_are_followed_to_the_end(client, finished):
    events = list(client.follow(finished))
    assert [event.id for event in events] == list(range(1, len(events) + 1))
    assert "done" in {event.event for event in events}
    assert list(client.follow(finished, after=events[-2].id)) == events[-1:]


def test_a_download_goes_on_where_it_was_cut(server, finished, tmp_path):
    asked = []

    class Cut(httpx2.HTTPTransport):
        """Breaks the first download after some bytes."""

        def handle_request(self, request):
            answer = super().handle_request(request)
            if request.method == "GET" and request.url.path.endswith("/download"):
                asked.append(request.headers.get("range"))
                if len(asked) == 1:
                    stream = answer.stream

                    def some():
                        for block in stream:
                            yield block[:1000]
                            raise httpx2.ReadError("cut")

                    return httpx2.Response(200, headers=answer.headers, content=some())
            return answer

    with Client(server.url, key=KEY, transport=Cut()) as client:
        path = client.download(finished, tmp_path / "users.csv")
        whole = client.prepare(finished)
    assert asked[0] is None
    assert asked[1].startswith("bytes=")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == whole.checksum
    assert [item.name for item in tmp_path.iterdir()] == ["users.csv"]


def test_a_damaged_part_is_noticed(client, finished, tmp_path):
    info = client.prepare(finished)
    (tmp_path / f".a.csv.{info.checksum[:16]}.part").write_bytes(b"x" * 100)
    with pytest.raises(Unavailable, match="damaged"):
        client.download(finished, tmp_path / "a.csv")
    assert client.download(finished, tmp_path / "a.csv").stat().st_size == info.file_size_bytes


def test_both_colours_have_the_same_methods():
    def shape(cls):
        return {
            name: [
                (item.name, item.default, item.kind) for item in inspect.signature(method).parameters.values()
            ]
            for name, method in vars(cls).items()
            if inspect.isfunction(method) and not name.startswith("_")
        }

    assert shape(Client) == shape(AsyncClient)


def test_the_async_client_does_the_same(server, tmp_path):
    async def run():
        async with AsyncClient(server.url, key=KEY) as client:
            found = await client.extract("20 users with name and age 18-80")
            job = await client.create(found.data_schema, total_rows=20)
            events = [event async for event in client.follow(job.job_id)]
            done = await client.wait(job.job_id)
            path = await client.download(job.job_id, tmp_path / "a.csv")
            with pytest.raises(NotFound):
                await client.get("unknown")
            return events, done, path

    events, done, path = asyncio.run(run())
    assert (events[-1].event, done.status) == ("done", "completed")
    assert len(path.read_text().splitlines()) == 21


def test_the_command_line_works_on_a_server(server, tmp_path, monkeypatch):
    from click.testing import CliRunner

    from rowsmith.cli import app

    monkeypatch.setenv("ROWSMITH_KEY", KEY)
    here = CliRunner()
    local, remote = tmp_path / "local.csv", tmp_path / "remote.csv"
    request = ["generate", "30 users with name and age 18-80", "--seed", "7", "-q", "--today", "2026-01-01"]
    assert here.invoke(app, [*request, "-o", str(local)], catch_exceptions=False).exit_code == 0
    done = here.invoke(app, [*request, "-o", str(remote), "--server", server.url], catch_exceptions=False)
    assert done.exit_code == 0
    assert local.read_bytes() == remote.read_bytes()
    listed = here.invoke(app, ["jobs", "--server", server.url, "list"], catch_exceptions=False)
    job = listed.output.split()[0]
    shown = here.invoke(app, ["jobs", "--server", server.url, "show", job], catch_exceptions=False)
    assert "100.0 %" in shown.output
    again = tmp_path / "again.csv"
    here.invoke(
        app, ["jobs", "--server", server.url, "download", job, "-o", str(again)], catch_exceptions=False
    )
    assert again.read_bytes() == local.read_bytes()
