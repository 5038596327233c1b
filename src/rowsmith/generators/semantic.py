"""What a semantic type is, and the decorator that makes one.

A semantic type is a pure function `(stream, rows, context, *, params) -> Arrow array`. Its keyword-only
parameters, with their annotations and defaults, are the type's parameters, their JSON Schema and their
documentation; its docstring is the description; its address is module and function: `person.email` is
`email` in `generators/person.py`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast, get_type_hints

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from rowsmith.errors import InvalidInput, Issue
from rowsmith.registry import Registry

if TYPE_CHECKING:
    from rowsmith.sampling.context import Context
    from rowsmith.sampling.streams import Rows, Stream

Draw = Callable[..., pa.Array]


@dataclass(frozen=True, slots=True)
class SemanticType:
    """One entry of the catalogue of types."""

    name: str
    draw: Draw
    version: int
    example: str
    description: str
    aliases: tuple[str, ...] = ()
    """Other field names that mean this type, in snake case: `("surname", "family_name")`."""
    defaults: Mapping[str, Any] | None = None
    """Parameters for a field inferred from its name: `{"min_value": 18, "max_value": 90}` for an age."""

    def __call__(self, stream: Stream, rows: Rows, context: Context, **params: Any) -> pa.Array:
        """The values of `rows`: an array of `rows.count` entries, no nulls unless the type makes them."""
        return self.draw(stream, rows, context, **params)

    @property
    def parameters(self) -> Mapping[str, inspect.Parameter]:
        """The keyword-only parameters by name."""
        return _parameters(self.draw)

    def check(self, params: Mapping[str, Any], path: str) -> dict[str, Any]:
        """Return the parameters checked, defaults left out; raise `InvalidInput` naming each wrong one."""
        if not params and all(item.default is not item.empty for item in self.parameters.values()):
            return {}
        try:
            model = _model(self.draw).model_validate(dict(params))
        except ValidationError as error:
            raise InvalidInput.of(
                Issue(
                    ".".join([path, "params", *map(str, item["loc"][:1])]),
                    str(item["type"]),
                    f"{self.name} has no such parameter; it has {', '.join(self.parameters) or 'none'}"
                    if item["type"] == "extra_forbidden"
                    else item["msg"].removeprefix("Value error, "),
                )
                for item in error.errors(include_url=False, include_context=False)
            ) from None
        return {name: getattr(model, name) for name in model.model_fields_set}

    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema of the parameters."""
        schema = _model(self.draw).model_json_schema()
        schema.pop("title", None)
        return schema


semantic_types: Registry[SemanticType] = Registry(
    "semantic type", package="rowsmith.generators", group="rowsmith.semantic_types", nested=True
)


def semantic_type(
    *,
    example: str,
    aliases: tuple[str, ...] = (),
    defaults: Mapping[str, Any] | None = None,
    version: int = 1,
) -> Callable[[Draw], Draw]:
    """Register the function below as a semantic type.

    `example` is a value as a user would see it. Raise `version` when the same plan would get other data.
    """

    def register(draw: Draw) -> Draw:
        family = _family(draw.__module__)
        name = f"{family}.{draw.__name__.rstrip('_')}"
        description = inspect.cleandoc(draw.__doc__ or "")
        semantic_types.add(name, SemanticType(name, draw, version, example, description, aliases, defaults))
        return draw

    return register


def _family(module: str) -> str:
    """`person` for `rowsmith.generators.person`, `numeric` for `rowsmith.generators.numeric.bell`."""
    home, _, inside = module.partition("rowsmith.generators.")
    return inside.partition(".")[0] if inside and not home else module.rpartition(".")[2]


@lru_cache(maxsize=1024)
def _parameters(draw: Draw) -> Mapping[str, inspect.Parameter]:
    found = inspect.signature(draw).parameters
    return {name: item for name, item in found.items() if item.kind is inspect.Parameter.KEYWORD_ONLY}


@lru_cache(maxsize=1024)
def _model(draw: Draw) -> type[BaseModel]:
    hints = get_type_hints(draw, include_extras=True)
    fields = {
        name: (hints[name], ... if item.default is inspect.Parameter.empty else item.default)
        for name, item in _parameters(draw).items()
    }
    config = ConfigDict(extra="forbid", allow_inf_nan=False, strict=False)
    return create_model(draw.__name__, __config__=config, **cast("dict[str, Any]", fields))
