"""Whatever the arguments are, the answer is a result or a clear error, and it fits."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mcp import Client

from rowsmith.mcp_server.desk import Desk
from rowsmith.mcp_server.refusals import ERROR
from rowsmith.mcp_server.server import build_server
from rowsmith.mcp_server.tools import ALL_TOOLS

from .conftest import USERS, text

HOSTILE = [
    "", " ", "\x00", "../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1:1/",
    "$(reboot)",
    "'; DROP TABLE jobs; --", "{{7*7}}", "%s%n", "\u202e\u0000", "\ud800", "x" * 3_000, "null", "[]", "{}",
    "1e400",
    "-1", "rowsmith://drafts/../jobs", "rowsmith://jobs/x", "__proto__", "\U0001f4a5",
]  # fmt: skip

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.integers(-3, 12), st.floats(),
    st.text(max_size=20),
    st.sampled_from(HOSTILE),
)  # fmt: skip
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
fields = st.fixed_dictionaries(
    {"name": st.text(max_size=6) | st.sampled_from(["id", "email", "age"])},
    optional={
        "type": st.sampled_from(
            ["string", "integer", "float", "date", "email", "enum", "array", "object", "odd"]
        ),
        "semantic_type": st.sampled_from(["person.age", "internet.email", "no.such"]) | scalars,
        "constraints": st.dictionaries(
            st.sampled_from(
                ["unique", "min_value", "max_value", "min_length", "pattern", "enum_values", "odd"]
            ),
            values,
        ),
        "expression": st.sampled_from(["1", "age + 1", "read_csv('/etc/passwd')", "now()", "(((", ""])
        | scalars,
        "params": values,
    },
)
schemas = st.fixed_dictionaries(
    {"fields": st.lists(fields, max_size=4)}, optional={"name": scalars, "locale": scalars, "tables": values}
)


def fitting(node: dict[str, Any], root: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that a JSON Schema describes, roughly."""
    if "$ref" in node:
        return fitting(root["$defs"][node["$ref"].rpartition("/")[2]], root)
    if "anyOf" in node:
        return st.one_of([fitting(part, root) for part in node["anyOf"]])
    if "enum" in node or "const" in node:
        return st.sampled_from(node.get("enum") or [node["const"]])
    match node.get("type"):
        case "integer":
            return st.integers(node.get("minimum", -5), min(node.get("maximum", 5_000), 5_000))
        case "number":
            return st.floats(0, 0.05)
        case "string":
            return st.text(max_size=20) | st.sampled_from(HOSTILE) | st.just("3 users with email and age")
        case "boolean":
            return st.booleans()
        case "array":
            return st.lists(fitting(node.get("items", {}), root), max_size=3)
        case "object":
            return st.dictionaries(st.text(max_size=5), values, max_size=3)
        case "null":
            return st.none()
        case _:
            return values


def arguments(tool) -> st.SearchStrategy[dict[str, Any]]:
    """Arguments on the tool's schema, off it, and mixed."""
    schema = tool.parameters
    described = {
        name: st.one_of(schemas, st.just(USERS), values) if name == "schema" else fitting(part, schema)
        for name, part in schema["properties"].items()
    }
    good = st.fixed_dictionaries(
        {name: described[name] for name in schema.get("required", ())},
        optional={name: part for name, part in described.items() if name not in schema.get("required", ())},
    )
    odd = st.dictionaries(st.sampled_from([*described, "rows", "path", "__class__"]), values, max_size=4)
    return st.one_of(good, st.builds(lambda a, b: {**a, **b}, good, odd), odd)


@pytest.fixture(scope="module")
def call(manager):
    """Call a tool of a server that stays open: `call("list_jobs", {})`."""
    server = build_server(Desk(jobs=lambda: manager, shares_disk=True))
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(Client(server)) as client:
        seen: list[str] = []

        def ask(name: str, given_: dict[str, Any]):
            if name in ("run_job", "get_job_progress"):
                given_ = {**given_, "wait_seconds": 0}
            result = portal.call(client.call_tool, name, given_)
            if result.structured_content and "job_id" in result.structured_content:
                seen.append(result.structured_content["job_id"])
            return result

        made = ask("create_job", {"schema": USERS, "total_rows": 3, "auto_start": False})
        ask.known = made.structured_content["job_id"]
        yield ask
        for job_id in set(seen):
            portal.call(client.call_tool, "control_job", {"job_id": job_id, "action": "cancel"})


@pytest.mark.parametrize("tool", ALL_TOOLS, ids=lambda tool: tool.name)
def test_any_arguments_give_a_result_or_a_clear_error(call: Callable[..., Any], tool) -> None:
    @settings(
        max_examples=40, deadline=None, derandomize=True, database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )  # fmt: skip
    @given(arguments(tool), st.booleans())
    def check(chosen: dict[str, Any], real_job: bool) -> None:
        if real_job and "job_id" in tool.parameters["properties"]:
            chosen = {**chosen, "job_id": call.known}
        result = call(tool.name, chosen)
        size = len(json.dumps(result.model_dump(mode="json", by_alias=True, exclude_none=True)).encode())
        assert size < 8_000, size
        assert text(result)
        if result.is_error:
            assert result.meta[ERROR]["status"] in (403, 404, 409, 422, 429, 503), text(result)
            assert "Traceback" not in text(result)

    check()


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: ascii(text)[:20])
def test_a_path_a_url_or_a_command_is_only_data(call, hostile, tmp_path) -> None:
    for name in ("job_id",):
        said = call("get_job_progress", {name: hostile})
        assert said.is_error
        assert said.meta[ERROR]["status"] in (404, 422)
    said = call("create_job", {"schema": hostile, "total_rows": 1})
    assert said.is_error
    assert "root:" not in text(said)
