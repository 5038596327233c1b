"""A missing row count is asked of the user, where the client can ask."""

from __future__ import annotations

import pytest
from mcp_types import ElicitResult

from .conftest import USERS, connected

pytestmark = pytest.mark.anyio


def user(action, content=None):
    asked = []

    async def answer(_, params):
        asked.append(params)
        return ElicitResult(action=action, content=content)

    return answer, asked


async def test_the_user_is_asked_once_and_the_answer_taken(server, mode):
    answer, asked = user("accept", {"total_rows": 12})
    async with connected(server, mode, elicitation_callback=answer) as connection:
        said = await connection.data("create_job", schema=USERS)
        assert said["progress"]["total_rows"] == 12
        said = await connection.data("run_job", user_input="users with email and age")
        assert said["progress"]["rows_generated"] == 12
    assert len(asked) == 2
    assert "users" in asked[0].message
    assert set(asked[0].requested_schema["properties"]) == {"total_rows"}


@pytest.mark.parametrize("action", ["decline", "cancel"])
async def test_a_user_who_does_not_answer_gets_no_job(server, mode, action):
    answer, asked = user(action)
    async with connected(server, mode, elicitation_callback=answer) as connection:
        assert "total_rows" in await connection.refused("create_job", schema=USERS)
    assert asked


async def test_nothing_is_asked_that_was_said(server, mode):
    answer, asked = user("accept", {"total_rows": 12})
    tables = {"tables": [{"name": "a", "rows": 3, "fields": USERS["fields"]}]}
    async with connected(server, mode, elicitation_callback=answer) as connection:
        await connection.data("create_job", schema=USERS, total_rows=3)
        assert (await connection.data("create_job", schema=tables))["progress"]["total_rows"] == 3
        said = await connection.data("run_job", user_input="7 users with email")
        assert said["progress"]["rows_generated"] == 7
        await connection.refused("create_job", schema={"fields": []})
    assert not asked


async def test_a_nonsense_answer_is_a_clear_error(server, mode):
    answer, _ = user("accept", {"total_rows": -5})
    async with connected(server, mode, elicitation_callback=answer) as connection:
        assert "does not match" in await connection.refused("create_job", schema=USERS)


async def test_a_client_that_cannot_ask_is_told_what_is_missing(server, mode):
    async with connected(server, mode) as connection:
        assert "ask the user" in await connection.refused("create_job", schema=USERS)
