"""Every repository keeps the same promises."""

from __future__ import annotations

import threading

import pytest

from rowsmith.errors import Conflict, NotFound
from rowsmith.jobs.job import Documents, Job, State
from rowsmith.jobs.repository import (
    MAX_LOSSES,
    MAX_TRIES,
    Chunk,
    DataFile,
    Failure,
    Finished,
    Owner,
    OwnerLost,
    Query,
)  # fmt: skip
from rowsmith.jobs.sql import SqlRepository, chunk_rows


def done(claim, rows=10):
    return Finished(claim, f"key-{claim.number}-{claim.attempt}", 100, "5" * 64, rows)


def run_all(repository, owner, now=110.0):
    count = 0
    while claims := repository.claim(owner, 8, now):
        count += len(repository.finish(owner, [done(item) for item in claims], now))
    return count


def test_a_job_is_read_back_with_its_documents(repository, make):
    job = make(chunks=4)
    assert repository.job(job.id) == job == repository.job_at(job.seq)
    assert repository.documents(job.seq) == Documents("{}", "{}")
    assert repository.chunk_counts(job.seq) == {"pending": 4}
    assert [item.number for item in repository.chunks(job.seq)] == [0, 1, 2, 3]


def test_a_foreign_job_does_not_exist(repository, make):
    job = make(tenant="a")
    unknown = pytest.raises(NotFound, match="there is no job")
    with unknown:
        repository.job(job.id, "b")
    with pytest.raises(NotFound):
        repository.job("0" * 32)
    assert repository.job(job.id, "a") == job


def test_jobs_are_listed_newest_first_in_pages(repository, make):
    jobs = [make(tenant="a") for _ in range(5)] + [make(tenant="b")]
    repository.move(jobs[1].seq, "cancel", 200.0)
    page, total = repository.jobs(Query("a", limit=2, offset=1))
    assert ([item.id for item in page], total) == ([jobs[3].id, jobs[2].id], 5)
    found, total = repository.jobs(Query("a", states=(State.CANCELLED,)))
    assert ([item.id for item in found], total) == ([jobs[1].id], 1)
    assert repository.jobs(Query(None))[1] == 6


def test_ten_creations_with_one_key_make_one_job(repository, make):
    barrier, made = threading.Barrier(10), []

    def create():
        barrier.wait()
        made.append(make(key="same", tenant="a").id)

    threads = [threading.Thread(target=create) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 10
    assert len(set(made)) == 1
    assert repository.jobs(Query("a"))[1] == 1
    assert make(key="same", tenant="b").id not in made


def test_a_key_for_another_request_is_refused(repository, make):
    make(key="k", request_hash="one")
    with pytest.raises(Conflict, match="'k' was used for another request"):
        make(key="k", request_hash="two")


def test_only_generating_jobs_give_chunks(repository, make, owner):
    for state in State:
        make(state=state)
    claims = repository.claim(owner, 100, 100.0)
    assert len(claims) == 3
    assert {repository.job_at(item.job).state for item in claims} == {State.GENERATING}


def test_no_chunk_is_given_twice(repository, make):
    job = make(chunks=200, state=State.GENERATING)
    barrier, taken, lock = threading.Barrier(4), [], threading.Lock()

    def work(name):
        repository.register(Owner(name, "here", "", 1e12))
        barrier.wait()
        while claims := repository.claim(name, 7, 100.0):
            with lock:
                taken.extend(item.number for item in claims)

    threads = [threading.Thread(target=work, args=(f"{n}" * 32,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(200))
    assert repository.chunk_counts(job.seq) == {"running": 200}


def test_tenants_share_fairly_and_old_jobs_come_first(repository, make, owner):
    first = make(chunks=50, tenant="a", state=State.GENERATING)
    second = make(chunks=50, tenant="a", state=State.GENERATING)
    other = make(chunks=3, tenant="b", state=State.GENERATING)
    assert {item.job for item in repository.claim(owner, 4, 100.0)} == {first.seq, other.seq}
    by_job = [item.job for item in repository.claim(owner, 8, 100.0)]
    assert by_job.count(other.seq) == 1  # its last one
    assert second.seq not in by_job


def test_finishing_counts_rows_and_says_so(repository, make, owner):
    job = make(chunks=3, state=State.GENERATING)
    claims = repository.claim(owner, 2, 100.0)
    assert repository.finish(owner, [done(item) for item in claims], 120.0) == [done(item) for item in claims]
    now = repository.job_at(job.seq)
    assert (now.rows_done, now.chunks_done, now.bytes_done, now.updated_at) == (20, 2, 200, 120.0)
    chunk = repository.chunk(job.seq, 0)
    assert (chunk.state, chunk.key, chunk.rows, chunk.finished_at) == ("done", "key-0-1", 10, 120.0)
    kinds = [event.kind for event in repository.events(job.seq)]
    assert kinds == ["status", "status", "status", "chunk", "chunk", "progress"]
    last = repository.events(job.seq)[-1].data
    assert last == {"rows_generated": 20, "total_rows": 30, "chunks_completed": 2, "total_chunks": 3}


def test_event_ids_grow_by_one_and_replay_from_any(repository, make, owner):
    job = make(chunks=30, state=State.GENERATING)
    run_all(repository, owner)
    events = repository.events(job.seq)
    assert [event.id for event in events] == list(range(1, len(events) + 1))
    assert repository.events(job.seq, after=7) == events[7:]
    assert repository.events(job.seq, after=7, limit=2) == events[7:9]
    assert repository.events(job.seq, after=len(events)) == []


def test_a_report_counts_once(repository, make, owner):
    job = make(state=State.GENERATING)
    claim = repository.claim(owner, 1, 100.0)[0]
    assert repository.finish(owner, [done(claim)], 101.0)
    assert repository.finish(owner, [done(claim)], 102.0) == []
    assert repository.job_at(job.seq).rows_done == 10


def test_a_report_of_a_lost_lease_does_not_count(repository, make, owner):
    job = make(state=State.GENERATING)
    old = repository.claim(owner, 1, 100.0)[0]
    assert repository.take_over(owner, 100.0, dead=True) == 1
    repository.register(Owner("n" * 32, "there", "", 1e12))
    new = repository.claim("n" * 32, 1, 100.0)[0]
    assert (new.number, new.attempt) == (old.number, old.attempt + 1)
    assert repository.finish(owner, [done(old)], 101.0) == []
    assert not repository.fail(owner, old, Failure("late"), 101.0)
    repository.give_back(owner, [old])
    assert repository.finish("n" * 32, [done(new)], 102.0) == [done(new)]
    assert repository.job_at(job.seq).rows_done == 10
    assert repository.chunk(job.seq, 0).key == "key-0-2"


def test_a_live_lease_is_not_taken_over(repository, make):
    make(state=State.GENERATING)
    repository.register(Owner("a" * 32, "h", "", 150.0))
    repository.claim("a" * 32, 2, 100.0)
    assert repository.take_over("a" * 32, 149.0, dead=False) == 0
    assert repository.renew("a" * 32, 200.0)
    assert repository.take_over("a" * 32, 151.0, dead=False) == 0
    assert repository.take_over("a" * 32, 201.0, dead=False) == 2
    assert not repository.renew("a" * 32, 300.0)
    with pytest.raises(OwnerLost):
        repository.claim("a" * 32, 1, 202.0)
    assert repository.owners() == []


def test_a_chunk_that_always_loses_its_server_fails(repository, make):
    job = make(chunks=1, state=State.GENERATING)
    for turn in range(MAX_LOSSES):
        name = f"{turn:032d}"
        repository.register(Owner(name, "h", "", 1e12))
        assert len(repository.claim(name, 1, 100.0)) == 1
        repository.take_over(name, 100.0, dead=True)
    assert repository.chunk(job.seq, 0).state == "failed"
    repository.settle(101.0, lambda _: 10)
    assert "server was lost" in repository.job_at(job.seq).error


def test_a_failure_is_tried_again_later_and_then_fails_the_job(repository, make, owner):
    job = make(chunks=1, state=State.GENERATING)
    for turn in range(1, MAX_TRIES):
        claim = repository.claim(owner, 1, 100.0 * turn)[0]
        assert repository.fail(owner, claim, Failure("no room", retry_at=100.0 * turn + 5), 100.0)
        assert repository.claim(owner, 1, 100.0 * turn + 4) == []
        assert not repository.work_waits(100.0 * turn + 4)
        assert repository.work_waits(100.0 * turn + 6)
    claim = repository.claim(owner, 1, 1000.0)[0]
    repository.fail(owner, claim, Failure("no room", retry_at=1005.0), 1000.0)
    failed = repository.job_at(job.seq)
    assert (failed.state, failed.error) == (State.FAILED, "chunk 0: no room")
    assert [event.kind for event in repository.events(job.seq)][-2:] == ["status", "done"]
    assert repository.move(job.seq, "retry", 2000.0).state is State.GENERATING
    assert run_all(repository, owner, 2000.0) == 1
    assert repository.job_at(job.seq).error is None


def test_a_retry_counts_anew_what_is_under_way(repository, make, owner):
    job = make(chunks=2, state=State.GENERATING)
    for turn in range(1, MAX_TRIES):
        claims = repository.claim(owner, 2, 100.0 * turn)
        for claim in claims:
            repository.fail(owner, claim, Failure("no room", retry_at=0.0), 100.0)
    first, second = repository.claim(owner, 2, 1000.0)
    repository.fail(owner, first, Failure("no room", retry_at=0.0), 1000.0)
    repository.move(job.seq, "retry", 1001.0)
    repository.fail(owner, second, Failure("no room", retry_at=0.0), 1002.0)  # from before the retry
    assert repository.job_at(job.seq).state is State.GENERATING
    assert run_all(repository, owner, 1003.0) == 2


def test_a_failure_that_repeats_by_nature_fails_at_once(repository, make, owner):
    job = make(chunks=2, state=State.GENERATING)
    claims = repository.claim(owner, 2, 100.0)
    repository.fail(owner, claims[0], Failure("this cannot be"), 100.0)
    assert repository.job_at(job.seq).state is State.FAILED
    assert repository.finish(owner, [done(claims[1])], 101.0)  # what was under way is kept
    repository.move(job.seq, "retry", 102.0)
    assert run_all(repository, owner) == 1


def test_what_is_given_back_is_given_out_again(repository, make, owner):
    make(state=State.GENERATING)
    claims = repository.claim(owner, 3, 100.0)
    repository.give_back(owner, claims[1:])
    again = repository.claim(owner, 3, 100.0)
    assert [(item.number, item.attempt, item.tries) for item in again] == [(1, 2, 0), (2, 2, 0)]


def test_one_chunk_can_be_taken_by_number(repository, make, owner):
    job = make(chunks=3, state=State.HELD)
    claim = repository.claim_one(owner, job.seq, 2)
    assert claim.number == 2
    assert repository.claim_one(owner, job.seq, 2) is None
    repository.finish(owner, [done(claim)], 101.0)
    assert repository.claim_one(owner, job.seq, 2) is None
    with pytest.raises(NotFound):
        repository.chunk(job.seq, 3)


def test_a_plan_can_change_until_a_chunk_is_begun(repository, make, owner):
    job = make(chunks=3, state=State.HELD)
    values = {name: getattr(job, name) for name in job.__dataclass_fields__}
    other = Job(**values | {"total_chunks": 6, "chunk_size": 5, "plan_hash": "q" * 64})
    assert repository.relayout(other, Documents("new", "plan"), 101.0).total_chunks == 6
    assert repository.chunk_counts(job.seq) == {"pending": 6}
    assert repository.documents(job.seq) == Documents("new", "plan")
    repository.claim_one(owner, job.seq, 0)
    with pytest.raises(Conflict, match="cannot change any more"):
        repository.relayout(other, Documents("", ""), 102.0)


def test_waiting_jobs_are_let_in_by_their_tenants_limit(repository, make):
    a = [make(tenant="a") for _ in range(3)]
    b = make(tenant="b")
    checked = repository.settle(110.0, lambda _: 2)
    assert [job.seq for job in checked] == [a[0].seq, a[1].seq, b.seq]
    assert {job.state for job in checked} == {State.SCHEMA_VALIDATION}
    for job in checked:
        repository.move(job.seq, "start", 111.0)
    assert repository.settle(112.0, lambda _: 2) == []
    assert repository.job_at(a[2].seq).state is State.PENDING


def test_a_job_whose_server_died_while_checking_is_checked_again(repository, make):
    job = make(state=State.SCHEMA_VALIDATION)
    assert [found.seq for found in repository.settle(110.0, lambda _: 2)] == [job.seq]


@pytest.mark.parametrize("start", [State.GENERATING, State.HELD])
def test_when_all_chunks_are_done_the_file_is_made_and_the_job_is_complete(repository, make, owner, start):
    job = make(chunks=2, state=start)
    claims = [repository.claim_one(owner, job.seq, number) for number in (0, 1)]
    repository.finish(owner, [done(claim) for claim in claims], 101.0)
    for _ in range(3):
        repository.settle(102.0, lambda _: 5)
    assert repository.job_at(job.seq).state is State.GENERATING
    assert repository.work_waits(103.0)
    file = repository.claim_file(owner, 103.0)
    assert (file.format, file.table, file.attempt) == ("csv", "", 1)
    assert repository.claim_file(owner, 103.0) is None
    made = DataFile(
        file.id, file.job, "csv", attempt=1, key="k", size=9, sha256="a" * 64, rows=20, notes=("x",)
    )
    assert repository.finish_file(owner, made, [Chunk(1, "done", key="new", size=1, sha256="z")], 104.0)
    assert not repository.finish_file(owner, made, [], 104.0)
    job = repository.job_at(job.seq)
    assert (job.state, job.completed_at) == (State.COMPLETED, 104.0)
    ready = repository.files(job.seq)[0]
    assert (ready.state, ready.key, ready.notes) == ("ready", "k", ("x",))
    assert repository.chunk(job.seq, 1).key == "new"
    assert [event.kind for event in repository.events(job.seq)][-2:] == ["status", "done"]


def test_a_job_without_chunks_is_completed_by_its_file_alone(repository, make, owner):
    job = make(chunks=0, state=State.GENERATING)
    repository.settle(102.0, lambda _: 5)
    file = repository.claim_file(owner, 103.0)
    assert repository.finish_file(owner, file, [], 104.0)
    assert repository.job_at(job.seq).state is State.COMPLETED


def test_a_file_that_cannot_be_made_fails_its_job_and_retry_makes_it(repository, make, owner):
    job = make(chunks=0, state=State.GENERATING)
    repository.settle(102.0, lambda _: 5)
    for turn in range(MAX_TRIES):
        file = repository.claim_file(owner, 200.0 + turn)
        assert repository.fail_file(owner, file, Failure("no room", retry_at=200.5 + turn), 200.0)
    failed = repository.job_at(job.seq)
    assert (failed.state, failed.error) == (State.FAILED, "making the csv file: no room")
    repository.move(job.seq, "retry", 300.0)
    file = repository.claim_file(owner, 301.0)
    assert repository.finish_file(owner, file, [], 302.0)
    assert repository.job_at(job.seq).state is State.COMPLETED


def test_a_file_of_a_dead_server_is_made_by_another(repository, make, owner):
    job = make(chunks=0, state=State.GENERATING)
    repository.settle(102.0, lambda _: 5)
    old = repository.claim_file(owner, 103.0)
    assert repository.take_over(owner, 103.0, dead=True) == 1
    repository.register(Owner("n" * 32, "there", "", 1e12))
    new = repository.claim_file("n" * 32, 104.0)
    assert (new.id, new.attempt) == (old.id, 2)
    assert not repository.finish_file(owner, old, [], 105.0)
    assert repository.job_at(job.seq).state is State.GENERATING
    assert repository.finish_file("n" * 32, new, [], 106.0)


def test_a_file_is_asked_for_once_and_forced_anew(repository, make, owner):
    job = make(chunks=0, state=State.COMPLETED)
    first = repository.request_file(DataFile("1" * 32, job.seq, "json", created_at=1.0), force=False)
    assert (
        repository.request_file(DataFile("2" * 32, job.seq, "json", created_at=2.0), force=True).id
        == first.id
    )
    repository.finish_file(owner, repository.claim_file(owner, 3.0), [], 4.0)
    assert (
        repository.request_file(DataFile("3" * 32, job.seq, "json", created_at=5.0), force=False).state
        == "ready"
    )
    forced = repository.request_file(DataFile("4" * 32, job.seq, "json", created_at=6.0), force=True)
    assert (forced.id, forced.state) == ("4" * 32, "queued")
    repository.finish_file(owner, repository.claim_file(owner, 7.0), [], 8.0)
    assert [item.state for item in repository.files(job.seq)] == ["ready", "replaced"]


def test_a_removed_job_is_gone_with_all_that_was_its(repository, make, owner):
    job = make(state=State.GENERATING)
    claim = repository.claim(owner, 1, 100.0)[0]
    with pytest.raises(Conflict, match="cancel it before"):
        repository.remove(job.seq)
    repository.move(job.seq, "cancel", 101.0)
    repository.remove(job.seq)
    assert repository.job_at(job.seq) is None
    assert repository.chunks(job.seq) == []
    assert repository.finish(owner, [done(claim)], 102.0) == []
    assert make().seq > job.seq


def test_usage_is_what_a_tenant_takes(repository, make, owner):
    make(chunks=3, tenant="a", state=State.GENERATING)
    make(chunks=2, tenant="a")
    make(chunks=9, tenant="b")
    repository.finish(owner, [done(repository.claim(owner, 1, 100.0)[0])], 101.0)
    usage = repository.usage("a")
    assert (usage.running, usage.rows, usage.bytes) == (2, 40, 100)


def test_moves_at_once_leave_a_state_of_the_table(repository, make):
    job = make(state=State.GENERATING)
    barrier, won = threading.Barrier(6), []

    def control(action):
        barrier.wait()
        try:
            repository.move(job.seq, action, 200.0)
        except Conflict:
            return
        won.append(action)

    threads = [threading.Thread(target=control, args=(action,)) for action in ["pause"] * 3 + ["cancel"] * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won.count("cancel") == 1
    assert won.count("pause") <= 1
    assert repository.job_at(job.seq).state is State.CANCELLED


def test_a_database_is_upgraded_on_opening_and_matches_the_tables(repository):
    from alembic.autogenerate import compare_metadata
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from rowsmith.jobs.sql.tables import metadata
    from rowsmith.jobs.sql.upgrade import HEAD, upgrade

    upgrade(repository.database)
    config = Config()
    config.set_main_option("script_location", "rowsmith.jobs:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD
    with repository.database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_database_of_a_newer_version_is_refused(tmp_path):
    from sqlalchemy import text

    url = f"sqlite:///{tmp_path}/new.db"
    first = SqlRepository(url)
    with first.database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    first.close()
    with pytest.raises(Conflict, match="version 9999"):
        SqlRepository(url)


@pytest.mark.parametrize("repository", ["postgres"], indirect=True)
def test_a_claim_that_ends_after_its_server_was_struck_off_is_freed(repository, make, owner):
    """A server froze within its claim and wakes when its work is another's; SQLite has one writer at a time."""
    job = make(chunks=3, state=State.GENERATING)
    with repository.database.write() as frozen:
        assert len(chunk_rows.claim(frozen, owner, 2, 110.0)) == 2
        assert repository.take_over(owner, 110.0, dead=True) == 0
    assert repository.chunk_counts(job.seq) == {"pending": 1, "running": 2}
    assert repository.free_strays() == 2
    assert repository.free_strays() == 0
    repository.register(Owner("p" * 32, "there", "", 1e12))
    assert run_all(repository, "p" * 32) == 3
