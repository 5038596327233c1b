"""Our HTTP service with the tools, resources and prompts that the public conformance suite asks for.

`python -m mcp_server.conformance_server FOLDER` prints the address. The suite talks to the server object, the
tasks extension and the transport of the product; only what it calls by name is added here.
"""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
import struct
import sys
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import mcp_types as types
import uvicorn
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.server import require_client_extension
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, InputRequiredResult, TextContent

from rowsmith.mcp_server import server as product
from rowsmith.mcp_server.job_tasks import JobTasks
from rowsmith.mcp_server.tasks import EXTENSION, Task, Tasks, handed_over, wants_task


def said(*texts: str, **more: Any) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text) for text in texts], **more)


def form(message: str, **properties: str) -> types.ElicitRequest:
    schema = {
        "type": "object", "properties": {name: {"type": kind} for name, kind in properties.items()},
        "required": list(properties),
    }  # fmt: skip
    return types.ElicitRequest(params=types.ElicitRequestFormParams(message=message, requested_schema=schema))


def sampling(question: str, tokens: int) -> types.CreateMessageRequest:
    message = types.SamplingMessage(role="user", content=TextContent(type="text", text=question))
    return types.CreateMessageRequest(
        params=types.CreateMessageRequestParams(messages=[message], max_tokens=tokens)
    )


class Memory:
    """A board of tasks in memory, before that of the jobs."""

    def __init__(self, jobs: JobTasks) -> None:
        self.jobs = jobs
        self.works: dict[str, dict[str, Any]] = {}

    def begin(self, work, questions=None) -> CallToolResult:
        task_id, now = secrets.token_hex(16), datetime.now(UTC)
        entry = {
            "made": now,
            "changed": now,
            "questions": questions or {},
            "answers": {},
            "result": None,
            "error": None,
        }
        entry["answered"] = asyncio.Event()
        if not entry["questions"]:
            entry["answered"].set()
        entry["work"] = asyncio.create_task(self._run(entry, work))
        self.works[task_id] = entry
        return said("working", _meta=handed_over(task_id))

    async def _run(self, entry, work) -> None:
        try:
            await entry["answered"].wait()
            entry["result"] = await work(entry["answers"])
        except MCPError as error:
            entry["error"] = error.error
        entry["changed"] = datetime.now(UTC)

    async def find(self, task_id: str) -> Task | None:
        entry = self.works.get(task_id)
        if entry is None:
            return await self.jobs.find(task_id)
        status = "working"
        if entry["work"].cancelled():
            status = "cancelled"
        elif entry["work"].done():
            status = "failed" if entry["error"] else "completed"
        elif entry["questions"]:
            status = "input_required"
        questions = {
            key: asked.model_dump(mode="json", by_alias=True, exclude_none=True)
            for key, asked in entry["questions"].items()
        }
        return Task(
            task_id, status, entry["made"], entry["changed"], lives_ms=3_600_000, result=entry["result"],
            error=entry["error"], questions=questions,
        )  # fmt: skip

    async def cancel(self, task_id: str) -> None:
        entry = self.works.get(task_id)
        if entry is None:
            return await self.jobs.cancel(task_id)
        entry["work"].cancel()
        await asyncio.wait([entry["work"]])
        return None

    async def update(self, task_id: str, answers) -> None:
        entry = self.works.get(task_id)
        for key in [key for key in answers if entry and key in entry["questions"]]:
            entry["answers"][key] = answers[key]
            del entry["questions"][key]
            if not entry["questions"]:
                entry["answered"].set()


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
        + chunk(b"IEND", b"")
    )


def wav() -> bytes:
    return (
        b"RIFF"
        + struct.pack("<I", 38)
        + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
        + b"data"
        + struct.pack("<I", 2)
        + b"\x80\x80"
    )


IMAGE = types.ImageContent(type="image", data=base64.b64encode(png()).decode(), mime_type="image/png")
AUDIO = types.AudioContent(type="audio", data=base64.b64encode(wav()).decode(), mime_type="audio/wav")


def embedded(uri: str, text: str, kind: str = "text/plain") -> types.EmbeddedResource:
    return types.EmbeddedResource(
        type="resource", resource=types.TextResourceContents(uri=uri, text=text, mime_type=kind)
    )


def add_content(  # noqa: C901 - a list of fixtures
    server,
) -> None:
    tool = server.tool

    @tool()
    def test_simple_text() -> CallToolResult:
        """Text."""
        return said("This is a simple text response for testing.")

    @tool()
    def test_image_content() -> CallToolResult:
        """An image."""
        return CallToolResult(content=[IMAGE])

    @tool()
    def test_audio_content() -> CallToolResult:
        """A sound."""
        return CallToolResult(content=[AUDIO])

    @tool()
    def test_embedded_resource() -> CallToolResult:
        """A resource."""
        return CallToolResult(
            content=[embedded("test://embedded-resource", "This is an embedded resource content.")]
        )

    @tool()
    def test_multiple_content_types() -> CallToolResult:
        """Several."""
        data = embedded(
            "test://mixed-content-resource", json.dumps({"test": "data", "value": 123}), "application/json"
        )
        return CallToolResult(
            content=[TextContent(type="text", text="Multiple content types test:"), IMAGE, data]
        )

    @tool()
    def test_error_handling() -> CallToolResult:
        """An error."""
        raise ToolError("This tool intentionally returns an error for testing")

    @tool()
    async def test_tool_with_progress(ctx: Context) -> CallToolResult:
        """Progress."""
        for step in (0, 50, 100):
            await ctx.report_progress(step, 100)
            await asyncio.sleep(0.05)
        return said("done")

    @tool()
    def test_missing_capability(ctx: Context) -> CallToolResult:
        """Needs sampling."""
        capabilities = ctx.client_capabilities
        if capabilities is None or capabilities.sampling is None:
            raise MCPError(
                code=-32021, message="sampling is needed", data={"requiredCapabilities": {"sampling": {}}}
            )
        return said("fine")

    @tool()
    async def test_trigger_tool_change(ctx: Context) -> CallToolResult:
        """Tells listeners of tools."""
        await ctx.notify_tools_changed()
        return said("told")

    @tool()
    async def test_trigger_prompt_change(ctx: Context) -> CallToolResult:
        """Tells listeners of prompts."""
        await ctx.notify_prompts_changed()
        return said("told")

    resource = server.resource

    @resource("test://static-text", mime_type="text/plain")
    def static_text() -> str:
        """Text."""
        return "This is the content of the static text resource."

    @resource("test://static-binary", mime_type="image/png")
    def static_binary() -> bytes:
        """An image."""
        return png()

    @resource("test://template/{id}/data", mime_type="application/json")
    def template(id: str) -> str:  # noqa: A002
        """A template."""
        return json.dumps({"id": id, "templateTest": True, "data": f"Data for ID: {id}"})

    prompt = server.prompt

    @prompt()
    def test_simple_prompt() -> str:
        """Simple."""
        return "This is a simple prompt for testing."

    @prompt()
    def test_prompt_with_arguments(arg1: str, arg2: str) -> str:
        """Two arguments."""
        return f"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'"

    @prompt()
    def test_prompt_with_embedded_resource(resourceUri: str) -> list[Any]:  # noqa: N803
        """A resource inside."""
        content = embedded(resourceUri, "Embedded resource content for testing.")
        return [
            {"role": "user", "content": content.model_dump(mode="json", by_alias=True, exclude_none=True)},
            {
                "role": "user",
                "content": {"type": "text", "text": "Please process the embedded resource above."},
            },
        ]

    @prompt()
    def test_prompt_with_image() -> list[Any]:
        """An image inside."""
        return [
            {"role": "user", "content": IMAGE.model_dump(mode="json", by_alias=True, exclude_none=True)},
            {"role": "user", "content": {"type": "text", "text": "Please analyze the image above."}},
        ]


def content_of(answer: Any) -> dict[str, Any] | None:
    """What a user put into a form."""
    return answer.content if isinstance(answer, types.ElicitResult) and answer.action == "accept" else None


def add_questions(  # noqa: C901 - a list of fixtures
    server,
) -> None:
    tool = server.tool
    name = form("What is your name?", name="string")

    @tool()
    def test_input_required_result_elicitation(ctx: Context) -> CallToolResult | InputRequiredResult:
        """A form."""
        found = content_of((ctx.input_responses or {}).get("user_name"))
        return (
            said(f"Hello, {found['name']}!")
            if found
            else InputRequiredResult(input_requests={"user_name": name})
        )

    @tool()
    def test_input_required_result_sampling(ctx: Context) -> CallToolResult | InputRequiredResult:
        """A question to the model."""
        found = (ctx.input_responses or {}).get("capital_question")
        if found is None:
            return InputRequiredResult(
                input_requests={"capital_question": sampling("What is the capital of France?", 100)}
            )
        return said(found.content.text)

    @tool()
    def test_input_required_result_list_roots(ctx: Context) -> CallToolResult | InputRequiredResult:
        """The roots."""
        found = (ctx.input_responses or {}).get("client_roots")
        if found is None:
            return InputRequiredResult(input_requests={"client_roots": types.ListRootsRequest()})
        return said(", ".join(str(root.uri) for root in found.roots))

    def with_state(ctx: Context, state: str) -> CallToolResult | InputRequiredResult:
        if ctx.request_state == state and (ctx.input_responses or {}).get("confirm"):
            return said("state-ok")
        return InputRequiredResult(
            input_requests={"confirm": form("Please confirm", ok="boolean")}, request_state=state
        )

    @tool()
    def test_input_required_result_request_state(ctx: Context) -> CallToolResult | InputRequiredResult:
        """State."""
        return with_state(ctx, "asked")

    @tool()
    def test_input_required_result_tampered_state(ctx: Context) -> CallToolResult | InputRequiredResult:
        """Sealed state."""
        return with_state(ctx, "sealed")

    @tool()
    def test_input_required_result_multiple_inputs(ctx: Context) -> CallToolResult | InputRequiredResult:
        """Three questions."""
        asked = {
            "user_name": name, "greeting": sampling("Generate a greeting", 50),
            "client_roots": types.ListRootsRequest(),
        }  # fmt: skip
        if set(asked) <= set(ctx.input_responses or {}):
            return said("all there")
        return InputRequiredResult(input_requests=asked, request_state="several")

    @tool()
    def test_input_required_result_multi_round(ctx: Context) -> CallToolResult | InputRequiredResult:
        """Two rounds."""
        answers = ctx.input_responses or {}
        if ctx.request_state == "second" and "step2" in answers:
            return said("both steps done")
        if ctx.request_state == "first" and "step1" in answers:
            question = form("Step 2: What is your favorite color?", color="string")
            return InputRequiredResult(input_requests={"step2": question}, request_state="second")
        question = form("Step 1: What is your name?", name="string")
        return InputRequiredResult(input_requests={"step1": question}, request_state="first")

    @tool()
    def test_input_required_result_capabilities(ctx: Context) -> CallToolResult | InputRequiredResult:
        """Only what the client can."""
        capabilities = ctx.client_capabilities or types.ClientCapabilities()
        asked: dict[str, Any] = {}
        if capabilities.elicitation is not None:
            asked["user_name"] = name
        if capabilities.sampling is not None:
            asked["greeting"] = sampling("Generate a greeting", 50)
        return InputRequiredResult(input_requests=asked) if asked else said("nothing to ask")

    @server.prompt()
    def test_input_required_result_prompt(ctx: Context) -> str | InputRequiredResult:
        """Asks first."""
        found = content_of((ctx.input_responses or {}).get("user_context"))
        if found is None:
            question = form("What context should the prompt use?", context="string")
            return InputRequiredResult(input_requests={"user_context": question})
        return f"The context is {found['context']}."


def add_tasks(  # noqa: C901 - a list of fixtures
    server, board: Memory
) -> None:
    tool = server.tool

    @tool()
    def greet(name: str) -> CallToolResult:
        """At once."""
        return said(f"Hello, {name}!")

    @tool()
    async def slow_compute(ctx: Context, seconds: float = 0, label: str = "") -> CallToolResult:
        """Slowly."""

        async def work(_):
            await asyncio.sleep(seconds)
            return said(f"{label} took {seconds} s")

        return board.begin(work) if wants_task(ctx) else await work({})

    @tool()
    async def failing_job(ctx: Context) -> CallToolResult:
        """Ends in an error; only as a task."""
        require_client_extension(ctx.request_context, EXTENSION)

        async def work(_):
            await asyncio.sleep(0.3)
            return said("it failed", is_error=True)

        return board.begin(work)

    @tool()
    async def protocol_error_job(ctx: Context) -> CallToolResult:
        """Ends in a fault."""
        require_client_extension(ctx.request_context, EXTENSION)

        async def work(_):
            raise MCPError(code=-32603, message="a fault")

        return board.begin(work)

    async def confirmed(answers):
        return said(f"answered: {sorted(answers)}")

    @tool()
    async def confirm_delete(ctx: Context, filename: str = "") -> CallToolResult:
        """Asks while it runs."""
        require_client_extension(ctx.request_context, EXTENSION)
        return board.begin(confirmed, {"confirm": form(f"Delete {filename}?", confirm="boolean")})

    @tool()
    async def multi_input(ctx: Context) -> CallToolResult:
        """Asks twice at once."""
        require_client_extension(ctx.request_context, EXTENSION)
        return board.begin(
            confirmed, {"one": form("One?", name="string"), "two": form("Two?", name="string")}
        )

    @tool()
    async def test_tool_with_task(ctx: Context) -> CallToolResult | InputRequiredResult:
        """Asks, then becomes a task."""
        require_client_extension(ctx.request_context, EXTENSION)
        found = content_of((ctx.input_responses or {}).get("user_name"))
        if found is None:
            return InputRequiredResult(
                input_requests={"user_name": form("What is your name?", name="string")}
            )

        async def work(_):
            return said(f"Hello, {found['name']}!")

        return board.begin(work)


def build(desk, *, keys=()):
    board = Memory(JobTasks(desk))
    server = product.RowsmithServer(desk, extensions=[Tasks(board)], keys=keys)
    add_content(server)
    add_questions(server)
    add_tasks(server, board)
    return server


def main() -> None:
    product.build_server = build
    from rowsmith.api_server.app import create_app
    from rowsmith.api_server.settings import ServerSettings

    settings = ServerSettings(data_dir=Path(sys.argv[1]), executor="threads", workers=1, rate_limit="off")
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=0, log_config=None, lifespan="on"))

    async def serve() -> None:
        running = asyncio.create_task(server.serve())
        while not server.started and not running.done():
            await asyncio.sleep(0.01)
        print(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", flush=True)
        await running

    asyncio.run(serve())


if __name__ == "__main__":
    main()
