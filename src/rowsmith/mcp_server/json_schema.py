"""JSON Schemas short enough for a context."""

from __future__ import annotations

from typing import Any


def plain(schema: dict[str, Any]) -> dict[str, Any]:
    """A JSON Schema without titles and empty defaults: what is left is what a reader needs."""
    return _without(schema, names=False)


def _without(node: Any, *, names: bool) -> Any:
    """Under `properties` and `$defs` the keys are names, and a field may be called `title`."""
    if isinstance(node, dict):
        return {
            key: _without(value, names=key in ("properties", "$defs") and not names)
            for key, value in node.items()
            if names or not (key == "title" or (key == "default" and value in (None, [], {})))
        }
    return [_without(item, names=False) for item in node] if isinstance(node, list) else node
