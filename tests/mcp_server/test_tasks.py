"""The tasks extension over the job table."""

from __future__ import annotations

from typing import Any, Literal

import anyio
import pytest
from mcp.client import advertise
from mcp.client.extension import ClientExtension, ResultClaim
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, Request, Result
from pydantic import ConfigDict

from rowsmith.mcp_server.tasks import EXTENSION

from .conftest import USERS, connected

pytestmark = pytest.mark.anyio


class Anything(Result):
    model_config = ConfigDict(extra="allow")


class TaskMade(Result):
    model_config = ConfigDict(extra="allow", populate_by_name=True)
    result_type: Literal["task"] = "task"
    taskId: str
    status: str


async def ask(session, method, **params) -> dict[str, Any]:
    found = await session.send_request(Request[dict[str, Any], str](method=method, params=params), Anything)
    return found.model_dump(by_alias=True, exclude_unset=True) | (found.model_extra or {})


class Polling(ClientExtension):
    """A client that waits for its tasks by asking."""

    identifier = EXTENSION

    def __init__(self):
        self.made = []

    def claims(self):
        return [ResultClaim(result_type="task", model=TaskMade, resolve=self._resolve)]

    async def _resolve(self, made, context):
        self.made.append(made)
        while (found := await ask(context.session, "tasks/get", taskId=made.taskId))["status"] == "working":
            await anyio.sleep(found["pollIntervalMs"] / 20_000)
        assert found["status"] == "completed", found
        return CallToolResult.model_validate(found["result"])


async def test_a_client_with_tasks_gets_a_handle_and_comes_back_for_the_file(server):
    polling = Polling()
    async with connected(server, extensions=[polling]) as connection:
        said = await connection.data("run_job", schema=USERS, total_rows=3_000, seed=7)
        task = polling.made[0].model_dump() | (polling.made[0].model_extra or {})
        assert task["taskId"] == said["job_id"]
        assert {"createdAt", "lastUpdatedAt", "ttlMs", "pollIntervalMs"} <= set(task)
        assert said["file"]["total_rows"] == 3_000
        assert (await connection.data("list_jobs"))["total"]


async def test_a_task_can_be_cancelled_and_that_again(server):
    async with connected(server, extensions=[Polling()]) as connection:
        session = connection.client.session
        made = await session.call_tool(
            "run_job", {"schema": USERS, "total_rows": 500_000_000}, allow_claimed=True
        )
        for _ in range(2):
            said = await ask(session, "tasks/cancel", taskId=made.taskId)
            assert not {"taskId", "status", "result"} & set(said)
        found = await ask(session, "tasks/get", taskId=made.taskId)
        assert (found["status"], found.get("result")) == ("cancelled", None)
        assert await ask(session, "tasks/update", taskId=made.taskId, inputResponses={"none": {}}) is not None


async def test_a_job_that_failed_is_an_answer_that_is_an_error(server, manager):
    async with connected(server, extensions=[Polling()]) as connection:
        job = await connection.data("create_job", schema=USERS, total_rows=5, auto_start=False)
        await connection.data("control_job", job_id=job["job_id"], action="resume")
        manager.repository.move(manager.job(job["job_id"]).seq, "fail", 0.0, "the disk is full")
        found = await ask(connection.client.session, "tasks/get", taskId=job["job_id"])
    assert found["status"] == "completed"
    assert found["result"]["isError"]
    assert "the disk is full" in found["statusMessage"]


async def test_questions_come_before_the_task(server):
    from mcp_types import ElicitResult

    async def answer(*_):
        return ElicitResult(action="accept", content={"total_rows": 40})

    polling = Polling()
    async with connected(server, extensions=[polling], elicitation_callback=answer) as connection:
        said = await connection.data("run_job", schema=USERS)
    assert said["progress"]["total_rows"] == 40
    assert len(polling.made) == 1


async def test_arguments_that_are_wrong_make_no_task(server):
    polling = Polling()
    async with connected(server, extensions=[polling]) as connection:
        await connection.refused("run_job", schema={"fields": []}, total_rows=5)
    assert not polling.made


@pytest.mark.parametrize("method", ["tasks/get", "tasks/update", "tasks/cancel"])
async def test_unknown_and_foreign_tasks_are_the_same_and_undeclared_clients_are_told(server_of, method):
    more = {"inputResponses": {}} if method == "tasks/update" else {}
    async with connected(server_of("acme")) as acme:
        job_id = (await acme.data("create_job", schema=USERS, total_rows=1))["job_id"]
        with pytest.raises(MCPError) as told:
            await ask(acme.client.session, method, taskId=job_id, **more)
        assert told.value.code == -32021
        assert EXTENSION in told.value.error.data["requiredCapabilities"]["extensions"]
    async with connected(server_of("rival"), extensions=[advertise(EXTENSION)]) as rival:
        for task_id in (job_id, "nothing"):
            with pytest.raises(MCPError) as told:
                await ask(rival.client.session, method, taskId=task_id, **more)
            assert (told.value.code, told.value.error.message) == (-32602, "there is no such task")


async def test_a_client_without_tasks_waits_for_the_answer(server, mode):
    async with connected(server, mode) as connection:
        assert (await connection.data("run_job", schema=USERS, total_rows=10))["status"] == "completed"
        capabilities = connection.client.server_capabilities
        assert EXTENSION in (capabilities.extensions or {}) or mode == "legacy"
