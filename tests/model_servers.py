"""Servers on real sockets that speak as model providers do: Gemini, OpenAI's chat, Anthropic; with faults."""

from __future__ import annotations

import json
import random
import re
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from contextlib import contextmanager, suppress
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from rowsmith.llm.providers.test import fill

KEY = "sk-right-and-secret-0123456789"

Answer = Callable[[str, dict[str, Any]], Any]


def filled(prompt: str, shape: dict[str, Any]) -> Any:
    """Whatever has the shape; the same prompt gets the same answer."""
    return fill(shape, random.Random(int.from_bytes(sha256(prompt.encode()).digest()[:8])))


class ModelServer(ThreadingHTTPServer):
    """Answers questions; `faults` are met by one request each, then `answer` is asked."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, answer: Answer = filled) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.faults: deque[str] = deque()
        self.draw_fault: Callable[[], str | None] = lambda: None
        self.key: str | None = KEY
        self.prompts: list[str] = []
        """Of all requests for an answer, good or bad."""
        self.answered: Counter[str] = Counter()
        """How often each prompt got its whole answer."""
        self.bodies: list[str] = []
        self.times: list[float] = []
        self.tokens = 0
        self.retry_after = "1"
        self.slow = threading.Event()
        self.busy = self.most_busy = 0
        self.hold: threading.Event | None = None
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def fault(self) -> str | None:
        with self.lock:
            return self.faults.popleft() if self.faults else self.draw_fault()

    def handle_error(self, request, client_address) -> None:
        """A client that went away is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ModelServer

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        if not self._key_is_good():
            return self._refuse_key()
        if self.path.startswith("/v1beta/models/"):
            return self._json(200, {"name": self.path.removeprefix("/v1beta/"), "inputTokenLimit": 1000000})
        if self.path.endswith("/models"):
            return self._json(200, {"data": [{"id": "m"}], "object": "list", "has_more": False})
        return self._json(404, {"error": {"code": 404, "message": "no such thing"}})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        spoken = next((speech for pattern, speech in _SPEECH if re.search(pattern, self.path)), None)
        if spoken is None:
            return self._json(404, {"error": {"code": 404, "message": f"no {self.path}"}})
        if not self._key_is_good():
            return self._refuse_key()
        read, wrap = spoken
        prompt, shape = read(body)
        with self.server.lock:
            self.server.prompts.append(prompt)
            self.server.bodies.append(json.dumps(body, ensure_ascii=False))
            self.server.times.append(time.monotonic())
            self.server.busy += 1
            self.server.most_busy = max(self.server.most_busy, self.server.busy)
        try:
            if self.server.hold is not None:
                self.server.hold.wait(60)
            fault = self.server.fault()
            if fault is not None and _FAULTS[fault](self, prompt, shape, wrap):
                return None
            self._answer(prompt, json.dumps(self.server.answer(prompt, shape), ensure_ascii=False), wrap)
        finally:
            with self.server.lock:
                self.server.busy -= 1
        return None

    def _answer(self, prompt: str, text: str, wrap: Callable[..., Any], **how: Any) -> None:
        read, written = len(prompt) // 4 + 1, len(text) // 4 + 1
        with self.server.lock:
            self.server.answered[prompt] += 1
            self.server.tokens += read + written
        self._json(200, wrap(text, read, written, **how))

    def _key_is_good(self) -> bool:
        given = self.headers.get("x-goog-api-key") or self.headers.get("x-api-key")
        given = given or (self.headers.get("authorization") or "").removeprefix("Bearer ")
        return self.server.key is None or given == self.server.key

    def _refuse_key(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        if length and self.command == "GET":
            self.rfile.read(length)
        if "v1beta" in self.path:
            detail = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
            given = self.headers.get("x-goog-api-key")
            return self._json(
                400,
                {
                    "error": {
                        "code": 400,
                        "message": f"API key not valid: {given}",
                        "status": "INVALID_ARGUMENT",
                        "details": [detail],
                    }
                },
            )
        return self._json(
            401, {"type": "error", "error": {"type": "authentication_error", "message": "invalid x-api-key"}}
        )

    def _json(self, status: int, document: Any, **headers: str) -> None:
        self._send(status, json.dumps(document).encode(), "application/json", **headers)

    def _send(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


def _gemini_in(body):
    shape = body["generationConfig"].get("responseJsonSchema") or body["generationConfig"]["responseSchema"]
    return "".join(p["text"] for c in body["contents"] for p in c["parts"]), shape


def _gemini_out(text, read, written, finish="STOP"):
    counted = {"promptTokenCount": read, "candidatesTokenCount": written, "totalTokenCount": read + written}
    candidate = {
        "content": {"role": "model", "parts": [{"text": text}] if text else []},
        "finishReason": finish,
        "index": 0,
    }
    return {
        "candidates": [candidate],
        "usageMetadata": counted,
        "modelVersion": "gemini-3.8-flash",
        "responseId": "r",
    }


def _openai_in(body):
    prompt = "".join(m["content"] for m in body["messages"] if m["role"] == "user")
    return prompt, body["response_format"]["json_schema"]["schema"]


def _openai_out(text, read, written, finish="STOP"):
    finish = {"STOP": "stop", "SAFETY": "content_filter", "MAX_TOKENS": "length"}[finish]
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}
    counted = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
    return {
        "id": "c",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [choice],
        "usage": counted,
    }


def _anthropic_in(body):
    parts = [
        p
        for m in body["messages"]
        for p in (m["content"] if isinstance(m["content"], list) else [{"text": m["content"]}])
    ]
    shape = (body.get("output_config") or {}).get("format") or body.get("output_format")
    return "".join(p["text"] for p in parts), shape["schema"]


def _anthropic_out(text, read, written, finish="STOP"):
    finish = {"STOP": "end_turn", "SAFETY": "refusal", "MAX_TOKENS": "max_tokens"}[finish]
    return {
        "id": "m", "type": "message", "role": "assistant", "model": "claude-haiku-5-5", "stop_reason": finish, "stop_sequence": None,
        "content": [{"type": "text", "text": text}] if text else [], "usage": {"input_tokens": read, "output_tokens": written},
    }  # fmt: skip


_SPEECH = [
    (r"/v1beta/models/[\w.-]+:generateContent", (_gemini_in, _gemini_out)),
    (r"^/v1/chat/completions$", (_openai_in, _openai_out)),
    (r"/v1/messages", (_anthropic_in, _anthropic_out)),
]


def _status(code: int, word: str, *, waits: bool = False):
    def fault(handler, prompt, shape, wrap) -> bool:
        more = {"retry_after": handler.server.retry_after} if waits else {}
        handler._json(code, {"error": {"code": code, "message": "busy", "status": word}}, **more)
        return True

    return fault


def _text(make: Callable[[str], str], finish: str = "STOP"):
    """An answer that is whole for the interface and wrong in itself."""

    def fault(handler, prompt, shape, wrap) -> bool:
        good = json.dumps(handler.server.answer(prompt, shape))
        text = make(good)
        read, written = len(prompt) // 4 + 1, len(text) // 4 + 1
        handler.server.tokens += read + written
        handler._json(200, wrap(text, read, written, finish=finish))
        return True

    return fault


def _cut(handler, prompt, shape, wrap) -> bool:
    body = json.dumps(wrap(json.dumps(handler.server.answer(prompt, shape)), 1, 1)).encode()
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.send_header("content-length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])
    handler.close_connection = True
    return True


def _truncated(handler, prompt, shape, wrap) -> bool:
    body = json.dumps(wrap(json.dumps(handler.server.answer(prompt, shape)), 1, 1)).encode()
    handler._send(200, body[: len(body) // 2], "application/json")
    return True


def _html(handler, prompt, shape, wrap) -> bool:
    handler._send(200, b"<html><body>Welcome to the hotel's network</body></html>", "text/html")
    return True


def _slow(handler, prompt, shape, wrap) -> bool:
    """No answer until the client has gone away."""
    handler.connection.settimeout(30)
    with suppress(OSError):
        handler.connection.recv(1)
    handler.close_connection = True
    return True


def _empty(handler, prompt, shape, wrap) -> bool:
    whole = wrap("", 5, 0)
    if "candidates" in whole:
        whole["candidates"] = []
    handler._json(200, whole)
    return True


def _blocked(handler, prompt, shape, wrap) -> bool:
    handler._json(200, wrap("", 5, 0, finish="SAFETY"))
    return True


_FAULTS: dict[str, Callable[..., bool]] = {
    "429": _status(429, "RESOURCE_EXHAUSTED", waits=True),
    "500": _status(500, "INTERNAL"),
    "503": _status(503, "UNAVAILABLE"),
    "slow": _slow,
    "cut": _cut,
    "truncated": _truncated,
    "malformed": _text(lambda good: good[:-1] + ",,"),
    "shape": _text(lambda _: '["a list", "of something else"]'),
    "wrong": _text(
        lambda _: '{"unexpected": true, "values": 7, "rows": "none", "templates": {}, "tables": 1}'
    ),
    "nan": _text(lambda good: '{"values": NaN, "rows": [Infinity]}'),
    "too_long": _text(lambda good: good[: len(good) // 2], finish="MAX_TOKENS"),
    "safety": _blocked,
    "empty": _empty,
    "html": _html,
}
FAULTS = tuple(_FAULTS)


@contextmanager
def serving(answer: Answer = filled):
    """A server for as long as the block runs."""
    server = ModelServer(answer)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
