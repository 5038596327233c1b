"""The public test model: `test:words` answers every question at once, from the shape that was asked for.

It needs no key and no network, and the same question gets the same answer.
"""

from __future__ import annotations

import json
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING, Any

from rowsmith.llm.config import ModelConfig
from rowsmith.llm.provider import Provider, providers

if TYPE_CHECKING:
    import httpx2
    from pydantic_ai.models import Model

_WORDS = (
    "amber birch copper dusk ember fern granite harbor indigo juniper kelp linen maple north olive pebble "
    "quartz river saffron timber umber velvet willow yarrow zinc quiet bright early steady narrow gentle hollow"
).split()


def fill(shape: dict[str, Any], draw: Random) -> Any:
    """A value of a JSON Schema: `fill({"type": "integer", "minimum": 3}, Random(7))`."""
    if "enum" in shape:
        return draw.choice(shape["enum"])
    kind = shape.get("type")
    kind = next(item for item in kind if item != "null") if isinstance(kind, list) else kind
    if kind == "object":
        return {name: fill(inner, draw) for name, inner in shape.get("properties", {}).items()}
    if kind == "array":
        return [fill(shape.get("items", {}), draw) for _ in range(shape.get("minItems", 1))]
    low = shape.get("minimum", 0)
    if kind == "integer":
        return draw.randint(int(low), int(shape.get("maximum", low + 1000)))
    if kind == "number":
        return round(draw.uniform(low, shape.get("maximum", low + 1000)), 2)
    if kind == "boolean":
        return draw.random() < 0.5
    text = " ".join(draw.choices(_WORDS, k=6)).capitalize()
    return text[: shape.get("maxLength", 200)]


def _open(config: ModelConfig, _: httpx2.AsyncClient) -> Model:
    from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart
    from pydantic_ai.models.function import AgentInfo, FunctionModel

    def answer(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        wanted = info.model_request_parameters.output_object
        parts = [part for message in messages for part in message.parts]
        asked = "".join(str(part.content) for part in parts if part.part_kind == "user-prompt")
        seed = int.from_bytes(sha256(asked.encode()).digest()[:8])
        filled = fill(wanted.json_schema if wanted else {}, Random(seed))
        return ModelResponse(parts=[TextPart(json.dumps(filled))])

    return FunctionModel(answer, model_name=config.name, profile={"supports_json_schema_output": True})


providers.add(
    "test",
    Provider(
        name="test",
        description="Answers from the shape that is asked for; no key, no network.",
        open=_open,
        needs_key=False,
    ),
)
