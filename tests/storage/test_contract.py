"""Every store keeps the same promises."""

from __future__ import annotations

import errno
import io
import os
import threading
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.errors import InvalidInput
from rowsmith.storage import MissingObject, ObjectExists, StoreFull, StoreUnavailable, open_store
from rowsmith.storage.keys import chunk_key, file_key, job_of
from rowsmith.storage.store import Reader, checked_key, put

BIG = 21 * (1 << 20)


@pytest.fixture(params=["disk", "memory", "s3"])
def store(request, tmp_path):
    if request.param == "disk":
        return open_store((tmp_path / "objects").as_uri())
    if request.param == "memory":
        return open_store(f"memory://{tmp_path.name}-{id(request)}")
    return open_store(request.getfixturevalue("s3_url"))


def content(store, key, *span):
    return b"".join(store.read(key, *span))


def test_an_object_is_read_back_as_it_was_written(store):
    stored = put(store, "jobs/a/one", b"hello")
    assert (stored.size, stored.sha256) == (5, sha256(b"hello").hexdigest())
    assert content(store, "jobs/a/one") == b"hello"
    found = store.head("jobs/a/one")
    assert (found.key, found.size) == ("jobs/a/one", 5)
    assert found.modified > 0


def test_an_empty_object_is_an_object(store):
    put(store, "jobs/a/empty", b"")
    assert content(store, "jobs/a/empty") == b""
    assert store.head("jobs/a/empty").size == 0


def test_a_taken_key_stays_as_it_is(store):
    put(store, "jobs/a/one", b"first")
    with pytest.raises(ObjectExists, match="never overwritten"):
        put(store, "jobs/a/one", b"second")
    assert content(store, "jobs/a/one") == b"first"


def test_of_many_writers_to_one_key_one_wins(store):
    start, won = threading.Barrier(6), []

    def write(text):
        start.wait()
        try:
            put(store, "jobs/a/race", text)
        except ObjectExists:
            return
        won.append(text)

    threads = [threading.Thread(target=write, args=(b"%d" % n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won == [content(store, "jobs/a/race")]


def test_a_write_that_fails_leaves_nothing(store):
    with pytest.raises(RuntimeError), store.create("jobs/a/half") as sink:
        sink.write(b"x" * 1000)
        raise RuntimeError
    with pytest.raises(MissingObject):
        store.head("jobs/a/half")
    assert list(store.list()) == []


def test_a_large_write_that_fails_leaves_nothing(store):
    with pytest.raises(RuntimeError), store.create("jobs/a/half") as sink:
        sink.write(b"x" * BIG)
        raise RuntimeError
    assert list(store.list()) == []


def test_an_object_is_not_there_before_it_is_complete(store):
    with store.create("jobs/a/slow") as sink:
        sink.write(b"x" * 100)
        assert list(store.list()) == []
    assert [item.key for item in store.list()] == ["jobs/a/slow"]


def test_large_objects_arrive_whole_and_once(store):
    block = bytes(range(256)) * 4096
    with store.create("jobs/a/large") as sink:
        for _ in range(21):
            sink.write(block)
    stored = sink.stored()
    assert stored.size == BIG == store.head("jobs/a/large").size
    digest = sha256()
    for part in store.read("jobs/a/large"):
        digest.update(part)
    assert digest.hexdigest() == stored.sha256
    with pytest.raises(ObjectExists), store.create("jobs/a/large") as sink:
        sink.write(b"y" * BIG)
    assert content(store, "jobs/a/large", BIG - 3, BIG) == block[-3:]


@pytest.mark.parametrize(("start", "stop"), [(0, 5), (3, 7), (9, 10), (4, None), (0, None), (5, 5), (8, 99)])
def test_a_range_is_that_part_of_the_whole(store, start, stop):
    put(store, "jobs/a/digits", b"0123456789")
    assert content(store, "jobs/a/digits", start, stop) == b"0123456789"[start:stop]


def test_listing_keeps_to_the_folder(store):
    for key in ("jobs/a/one", "jobs/a/two", "jobs/ab/three"):
        put(store, key, key.encode())
    assert sorted(item.key for item in store.list("jobs/a")) == ["jobs/a/one", "jobs/a/two"]
    assert sorted(item.size for item in store.list()) == [10, 10, 13]
    assert list(store.list("jobs/none")) == []


def test_deleting_what_is_gone_is_fine(store):
    put(store, "jobs/a/one", b"1")
    put(store, "jobs/a/two", b"2")
    store.delete(["jobs/a/one", "jobs/a/none", "jobs/a/two"])
    store.delete(["jobs/a/one"])
    assert list(store.list()) == []


def test_what_is_not_there_is_said_by_its_key(store):
    with pytest.raises(MissingObject, match="jobs/a/none"):
        content(store, "jobs/a/none")
    with pytest.raises(MissingObject, match="jobs/a/none"):
        content(store, "jobs/a/none", 4, 4) if store.url.startswith("s3") else store.head("jobs/a/none")


def test_another_opening_of_the_url_is_the_same_store(store):
    put(store, "jobs/a/one", b"1")
    assert content(open_store(store.url), "jobs/a/one") == b"1"


def test_a_signed_link_is_the_stores_own_or_none(store):
    put(store, "jobs/a/one", b"1")
    link = store.sign("jobs/a/one", 60)
    assert (link is not None) == store.url.startswith("s3")
    if link:
        assert "jobs/a/one" in link


@pytest.mark.parametrize(
    "key", ["", "/etc/passwd", "a/../b", "a//b", ".hidden", "a/", "A", "a b", "a\nb", "ü"]
)
def test_only_keys_of_ours_are_taken(store, key):
    with pytest.raises(ValueError, match="no key of ours"):
        put(store, key, b"")


@settings(max_examples=50)
@given(st.uuids(), st.integers(0, 10**6), st.integers(1, 1000), st.uuids())
def test_made_keys_are_keys_and_tell_their_job(job, number, attempt, owner):
    for key in (
        chunk_key(job.hex, number, attempt, owner.hex),
        file_key(job.hex, owner.hex, attempt, "data.csv"),
    ):
        assert checked_key(key) == key
        assert job_of(key) == job.hex
    assert chunk_key(job.hex, number, attempt, owner.hex) != chunk_key(
        job.hex, number, attempt + 1, owner.hex
    )


def test_a_reader_is_a_file_over_blocks():
    reader = io.BufferedReader(Reader(iter([b"ab", b"", b"cdefg"])))
    assert reader.read(3) == b"abc"
    assert reader.read() == b"defg"


def test_unknown_stores_are_refused_with_what_there_is():
    for url in ("ftp://x/y", "s3://", "plain"):
        with pytest.raises(InvalidInput, match="file:///folder"):
            open_store(url)


def test_drafts_of_the_killed_are_swept_from_the_disk(tmp_path):
    store = open_store((tmp_path / "swept").as_uri())
    draft = tmp_path / "swept" / ".unfinished" / "dead"
    draft.write_bytes(b"half")
    os.utime(draft, (1000, 1000))
    with store.create("jobs/a/live") as sink:
        sink.write(b"x")
        assert store.sweep(before=2000) == 1
    assert content(store, "jobs/a/live") == b"x"
    assert not draft.exists()


def test_a_full_disk_is_named_and_leaves_nothing(tmp_path, monkeypatch):
    store = open_store((tmp_path / "full").as_uri())

    def no_room(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(StoreFull, match=r"no space left in .*make room"):
        put(store, "jobs/a/one", b"1")
    assert list((tmp_path / "full" / ".unfinished").iterdir()) == []
    assert list(store.list()) == []


def test_a_store_that_cannot_be_reached_is_unavailable(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    monkeypatch.setattr("rowsmith.storage.open._options", lambda _: {
        "client_options": {"allow_http": True}, "retry_config": {"max_retries": 0},
    })  # fmt: skip
    with pytest.raises(StoreUnavailable, match="cannot use s3://nowhere/x"):
        put(open_store("s3://nowhere/x"), "jobs/a/one", b"1")
