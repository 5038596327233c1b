"""Answers that fit a model's context: never more than `MAX_ANSWER` bytes, whatever was asked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mcp_types import CallToolResult, ContentBlock, ResourceLink, TextContent
from pydantic import BaseModel

MAX_ANSWER = 8_000
"""Bytes of a whole tool answer as JSON: text, structured content and links together."""

MAX_SAMPLE = 10
"""Rows that an answer shows at most."""


def answer(
    structured: BaseModel,
    text: str,
    links: Iterable[ResourceLink] = (),
    meta: Mapping[str, Any] | None = None,
) -> CallToolResult:
    """A tool's answer: words for the model, the same as data for programs, and links to what is large."""
    content: list[ContentBlock] = [TextContent(type="text", text=text), *links]
    data = structured.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return CallToolResult(content=content, structured_content=data, _meta=dict(meta) if meta else None)


def size(value: object) -> int:
    """Bytes of a value as JSON."""
    return len(compact(value).encode("utf-8", "surrogatepass"))


def compact(value: object) -> str:
    """A value as JSON without spaces: `{"a":1}`."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def clip(text: str, limit: int) -> str:
    """A text of at most so many bytes; what is cut ends in an ellipsis: `clip("abcdef", 5)` is `ab...`."""
    data = text.encode("utf-8", "replace")
    return data.decode() if len(data) <= limit else data[: limit - 3].decode("utf-8", "ignore") + "..."


def first(items: Iterable[str], budget: int, each: int = 300) -> list[str]:
    """As many texts from the front as fit, each clipped; the rest is counted in one last line."""
    texts = list(items)
    chosen: list[str] = []
    for text in texts:
        shown = clip(text, each)
        budget -= len(shown.encode()) + 4
        if budget < 0:
            chosen.append(f"... and {len(texts) - len(chosen)} more")
            break
        chosen.append(shown)
    return chosen


def fitting(items: Sequence[Any], budget: int) -> list[Any]:
    """As many items from the front as fit into so many bytes of JSON."""
    chosen: list[Any] = []
    for item in items:
        budget -= size(item) + 1
        if budget < 0:
            break
        chosen.append(item)
    return chosen
