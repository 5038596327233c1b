"""What the conformance suite asks of tasks, in short and without npm: the same fixtures, in this process."""

from __future__ import annotations

import anyio
import pytest
from mcp.client import advertise
from mcp.shared.exceptions import MCPError
from mcp_types import ElicitResult

from rowsmith.mcp_server.desk import Desk
from rowsmith.mcp_server.tasks import EXTENSION

from .conformance_server import build
from .conftest import connected, text
from .test_tasks import Polling, ask

pytestmark = pytest.mark.anyio


@pytest.fixture
def fixtures(manager):
    return build(Desk(jobs=lambda: manager))


async def begin(session, name, **arguments):
    made = await session.call_tool(name, arguments, allow_claimed=True, allow_input_required=True)
    assert made.result_type == "task"
    return made.taskId


async def settled(session, task_id, *states):
    with anyio.fail_after(10):
        while (found := await ask(session, "tasks/get", taskId=task_id))["status"] not in states:
            await anyio.sleep(0.01)
    return found


ENDS = ("completed", "failed", "cancelled")


async def test_an_error_of_the_tool_completes_and_a_fault_of_the_protocol_fails(fixtures):
    async with connected(fixtures, extensions=[Polling()]) as connection:
        session = connection.client.session
        found = await settled(session, await begin(session, "failing_job"), *ENDS)
        assert (found["status"], found["result"]["isError"]) == ("completed", True)
        found = await settled(session, await begin(session, "protocol_error_job"), *ENDS)
        assert (found["status"], found["error"]["message"]) == ("failed", "a fault")
        assert "result" not in found


async def test_a_running_task_is_cancelled(fixtures):
    async with connected(fixtures, extensions=[Polling()]) as connection:
        session = connection.client.session
        task_id = await begin(session, "slow_compute", seconds=60)
        await ask(session, "tasks/cancel", taskId=task_id)
        assert (await settled(session, task_id, *ENDS))["status"] == "cancelled"


async def test_questions_are_answered_one_by_one(fixtures):
    async with connected(fixtures, extensions=[Polling()]) as connection:
        session = connection.client.session
        task_id = await begin(session, "multi_input")
        found = await settled(session, task_id, "input_required")
        assert set(found["inputRequests"]) == {"one", "two"}
        answer = {"action": "accept", "content": {"name": "x"}}
        await ask(session, "tasks/update", taskId=task_id, inputResponses={"one": answer, "unknown": answer})
        found = await settled(session, task_id, "input_required")
        assert set(found["inputRequests"]) == {"two"}
        await ask(session, "tasks/update", taskId=task_id, inputResponses={"two": answer})
        assert (await settled(session, task_id, *ENDS))["status"] == "completed"


async def test_a_form_before_the_task_reaches_its_result(fixtures):
    async def answer(*_):
        return ElicitResult(action="accept", content={"name": "Alice"})

    async with connected(fixtures, extensions=[Polling()], elicitation_callback=answer) as connection:
        assert "Alice" in text(await connection.call("test_tool_with_task"))


async def test_a_tool_that_is_only_a_task_names_what_the_client_lacks(fixtures):
    async with connected(fixtures) as connection:
        assert text(await connection.call("slow_compute", seconds=0, label="it")) == "it took 0.0 s"
        with pytest.raises(MCPError) as told:
            await connection.call("failing_job")
    assert told.value.code == -32021


@pytest.mark.parametrize("method", ["tasks/list", "tasks/result"])
async def test_methods_of_the_older_tasks_are_unknown(fixtures, method):
    async with connected(fixtures, extensions=[advertise(EXTENSION)]) as connection:
        with pytest.raises(MCPError) as told:
            await ask(connection.client.session, method, taskId="x")
    assert told.value.code == -32601
