"""JSON Schemas of every draft: what is generated validates, or the schema is refused with a reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import validators
from jsonschema.validators import Draft202012Validator

from rowsmith import library
from rowsmith.errors import InvalidInput
from rowsmith.importers import import_content

CORPUS = Path(__file__).parents[2].parent / "shared/corpus/jsonschema"
DRAFT4, DRAFT7 = "http://json-schema.org/draft-04/schema#", "http://json-schema.org/draft-07/schema#"
DRAFT6 = "http://json-schema.org/draft-06/schema#"
DRAFT2019, DRAFT2020 = (f"https://json-schema.org/draft/{year}/schema" for year in ("2019-09", "2020-12"))
DRAFTS = {"4": DRAFT4, "6": DRAFT6, "7": DRAFT7, "2019": DRAFT2019, "2020": DRAFT2020}


def documents(schema: Any, tmp_path: Path, rows: int = 300) -> list[Any]:
    """What is generated, as the jsonl writer writes it; every document has been checked."""
    found = import_content("json_schema", json.dumps(schema))
    library.write(found.schema, tmp_path / "a.jsonl", rows=rows, seed=5)
    made = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    kind = validators.validator_for(schema, default=Draft202012Validator)
    checker = kind(schema, format_checker=kind.FORMAT_CHECKER)
    items = isinstance(schema, dict) and schema.get("type") == "array"
    for document in [made[: schema.get("maxItems", rows)]] if items else made:
        assert not [
            f"{list(error.absolute_path)}: {error.message}" for error in checker.iter_errors(document)
        ]
    assert library.verify(found.schema, tmp_path / "a.jsonl", rows=rows).broken == ()
    return made


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.schema.json")), ids=lambda path: path.name)
def test_the_documents_of_the_corpus_validate(path: Path, tmp_path: Path) -> None:
    made = documents(json.loads(path.read_text()), tmp_path)
    if path.name.startswith("payment"):
        assert {row["method"]["kind"] for row in made} == {"card", "iban"}


def one(**schema: Any) -> dict[str, Any]:
    return {"properties": {"a": schema}, "required": ["a"], "type": "object"}


SMALL: dict[str, dict[str, Any]] = {
    "string": one(type="string"), "integer": one(type="integer"), "number": one(type="number"),
    "boolean": one(type="boolean"), "null": one(type="null"), "object": one(type="object"), "array": one(type="array"),
    "types": one(type=["string", "integer"]), "nullable": one(type=["string", "null"]),
    "nullable object": one(type=["object", "null"], properties={"x": {"type": "integer"}}),
    "minimum": one(type="integer", minimum=5000), "maximum": one(type="integer", maximum=-7),
    "exclusive": one(type="number", exclusiveMinimum=0, exclusiveMaximum=1),
    "exclusive integers": one(type="integer", exclusiveMinimum=0, exclusiveMaximum=2),
    "narrow": one(type="number", minimum=0.001, maximum=0.0011), "one number": one(type="number", minimum=2, maximum=2),
    "multipleOf": one(type="integer", multipleOf=7), "multipleOf cents": one(type="number", multipleOf=0.01),
    "multipleOf both": one(allOf=[{"multipleOf": 2}, {"multipleOf": 3}], type="integer", minimum=1, maximum=50),
    "minLength": one(type="string", minLength=40), "maxLength": one(type="string", maxLength=1),
    "empty string": one(type="string", maxLength=0), "pattern": one(type="string", pattern="^[a-z]{3}-\\d+$"),
    "pattern inside": one(type="string", pattern="\\d"), "pattern and length": one(pattern="^a+$", minLength=5, maxLength=6),
    "two patterns": one(allOf=[{"pattern": "^[a-c]{4}$"}, {"pattern": "a"}]),
    "enum": one(enum=["x", "y"]), "enum of all types": one(enum=["x", 1, None, True, 1.5, [1], {"k": 2}]),
    "enum with null": one(enum=["x", None]), "enum kept": one(enum=["x", 1, "long"], type="string", maxLength=2),
    "const": one(const=3), "const object": one(const={"b": [1, {"c": None}]}), "const false": one(const=False),
    "example": one(type="string", examples=["red", "green"]), "default": one(type="integer", default=4),
    "nested": one(type="object", properties={"x": one(type="integer", maximum=3)}, required=["x"]),
    "items": one(type="array", items={"type": "integer", "minimum": 3}, minItems=2, maxItems=3),
    "items of objects": one(type="array", items=one(type="string", format="email")),
    "tuple": one(type="array", prefixItems=[{"type": "string"}, {"type": "integer"}], items=False, minItems=2),
    "uniqueItems": one(type="array", items={"enum": [1, 2, 3]}, uniqueItems=True, minItems=3),
    "contains": one(type="array", items={"type": "integer"}, contains={"minimum": 900}),
    "minContains": one(type="array", contains={"const": 5}, minContains=2, maxContains=3),
    "no items": one(type="array", maxItems=0), "matrix": one(type="array", items={"type": "array", "items": {"type": "number"}}),
    "oneOf": one(oneOf=[{"type": "string", "format": "uuid"}, {"type": "integer"}]),
    "oneOf overlapping": one(oneOf=[{"type": "integer", "multipleOf": 3}, {"type": "integer", "multipleOf": 5}]),
    "anyOf null": one(anyOf=[{"type": "integer"}, {"type": "null"}]),
    "anyOf": one(anyOf=[{"type": "string", "maxLength": 3}, {"type": "boolean"}]),
    "allOf": one(allOf=[{"type": "integer"}, {"minimum": 10}, {"maximum": 12}]),
    "allOf objects": {"allOf": [one(type="integer"), {"properties": {"b": {"type": "string"}}, "required": ["b"]}]},
    "not": one(type="integer", minimum=0, maximum=9, **{"not": {"enum": [1, 2, 3]}}),
    "not type": one(**{"not": {"type": ["object", "array", "null", "string"]}}),
    "if then else": {**one(enum=["us", "de"]), "if": {"properties": {"a": {"const": "us"}}},
                     "then": {"properties": {"zip": {"pattern": "^\\d{5}$"}}, "required": ["zip"]},
                     "else": {"properties": {"zip": {"pattern": "^D-\\d{5}$"}}}},
    "dependentRequired": {**one(type="string"), "dependentRequired": {"a": ["b"]}},
    "dependentSchemas": {**one(type="integer"), "dependentSchemas": {"a": {"properties": {"b": {"const": 1}}, "required": ["b"]}}},
    "dependencies": {"$schema": DRAFT7, **one(type="integer"), "dependencies": {"a": ["c"]}},
    "additionalProperties": {**one(type="integer"), "additionalProperties": False},
    "a map": one(type="object", additionalProperties={"type": "integer"}),
    "patternProperties": one(type="object", patternProperties={"^x-[a-z]{2}$": {"type": "boolean"}}, additionalProperties=False, minProperties=2),
    "patternProperties meet properties": {"properties": {"a1": {"type": "integer"}}, "patternProperties": {"\\d$": {"minimum": 5}}, "type": "object"},
    "propertyNames": one(type="object", propertyNames={"pattern": "^[A-Z]{3}$"}, minProperties=1, additionalProperties={"type": "string"}),
    "minProperties": {**one(type="integer"), "minProperties": 3}, "maxProperties": {**one(type="integer"), "properties": {"a": {"type": "integer"}, "b": {}, "c": {}}, "maxProperties": 2},
    "required only": {"type": "object", "required": ["x", "y"]}, "anything": one(), "true": {"properties": {"a": True}},
    "false is left out": {"properties": {"a": {"type": "integer"}, "b": False}},
    "$defs": {"$defs": {"n": {"type": "integer", "maximum": 3}}, **one(**{"$ref": "#/$defs/n"})},
    "ref beside": {"$defs": {"n": {"type": "integer"}}, **one(**{"$ref": "#/$defs/n", "minimum": 3, "maximum": 4})},
    "ref alone in draft 7": {"$schema": DRAFT7, "definitions": {"n": {"type": "integer"}}, **one(**{"$ref": "#/definitions/n", "type": "string"})},
    "anchor": {"$defs": {"n": {"$anchor": "here", "type": "boolean"}}, **one(**{"$ref": "#here"})},
    "$id": {"$id": "https://x.test/root", "$defs": {"n": {"$id": "n", "type": "boolean"}}, **one(**{"$ref": "n"})},
    "recursive": {"properties": {"v": {"type": "integer"}, "next": {"$ref": "#"}}, "required": ["v"], "type": "object"},
    "tree": {"$defs": {"t": {"type": "object", "properties": {"v": {"type": "integer"}, "below": {"type": "array", "items": {"$ref": "#/$defs/t"}}}, "required": ["v"]}}, "$ref": "#/$defs/t"},
    "draft 4 bounds": {"$schema": DRAFT4, **one(type="integer", minimum=0, exclusiveMinimum=True, maximum=2, exclusiveMaximum=True)},
    "draft 4 id": {"$schema": DRAFT4, "id": "http://x.test/a#", "definitions": {"n": {"type": "integer"}}, **one(**{"$ref": "#/definitions/n"})},
    "draft 6 tuple": {"$schema": DRAFT6, **one(type="array", items=[{"const": 1}, {"type": "string"}], additionalItems=False)},
    "draft 2019 recursion": {"$schema": DRAFT2019, "$recursiveAnchor": True, "type": "object", "properties": {"v": {"type": "string"}, "c": {"$recursiveRef": "#"}}},
    "root oneOf": {"oneOf": [{**one(const="x"), "additionalProperties": False}, {"properties": {"b": {"type": "integer"}}, "required": ["b"], "additionalProperties": False}], "type": "object"},
    "root list": {"type": "array", "items": one(type="integer"), "minItems": 2},
    "root oneOf of required": {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
    "oneOf of required": one(type="object", properties={"x": {"type": "integer"}, "y": {"type": "integer"}, "z": {"type": "integer"}}, oneOf=[{"required": ["x"]}, {"required": ["y", "z"]}]),
    "unevaluated": {**one(type="integer"), "unevaluatedProperties": False},
}  # fmt: skip
FORMATS = [
    "date", "date-time", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uri",
    "uri-reference", "iri", "iri-reference", "uuid", "json-pointer", "relative-json-pointer", "regex", "uri-template",
]  # fmt: skip


@pytest.mark.parametrize("name", SMALL)
def test_small_schemas_make_only_valid_documents(name: str, tmp_path: Path) -> None:
    documents(SMALL[name], tmp_path, rows=100)


@pytest.mark.parametrize("draft", DRAFTS)
def test_the_common_keywords_in_every_draft(draft: str, tmp_path: Path) -> None:
    parts = {
        "n": SMALL["multipleOf"],
        "s": SMALL["pattern"],
        "l": SMALL["items"],
        "e": SMALL["enum with null"],
    }
    schema = {"$schema": DRAFTS[draft], "type": "object", "required": list(parts)}
    documents(
        schema | {"properties": {key: part["properties"]["a"] for key, part in parts.items()}}, tmp_path
    )


def test_every_format_is_kept_alone_and_with_a_length(tmp_path: Path) -> None:
    alone = {f"{name} alone": {"type": "string", "format": name} for name in FORMATS}
    short = {
        f"{name} long": {"type": "string", "format": name, "minLength": 24}
        for name in ("email", "uri", "hostname")
    }
    documents(
        {"type": "object", "properties": alone | short, "required": [*alone, *short]}, tmp_path, rows=100
    )


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ({"type": "string"}, "not_a_table"),
        (False, "not_a_table"),
        ({"type": "array", "items": {"type": "integer"}}, "contradiction"),
        ({"type": "object", "additionalProperties": False}, "not_a_table"),
        ({"type": "object", "properties": {"a": False}, "required": ["a"]}, "contradiction"),
        ({"type": "object", "properties": {"a": {"type": "integer", "minimum": 3, "maximum": 1}}, "required": ["a"]}, "contradiction"),
        ({"properties": {"a": {"$ref": "https://elsewhere.test/x.json"}}}, "unresolvable_reference"),
        ({"properties": {"a": {"$ref": "#/$defs/none"}}}, "unresolvable_reference"),
        ({"$defs": {"x": {"$ref": "#/$defs/x"}}, "properties": {"a": {"$ref": "#/$defs/x"}}, "required": ["a"]}, "circular_reference"),
        ({"type": "objekt"}, "not_a_json_schema"),
        ({"properties": {"a": {"type": "string", "pattern": "(?=x)y"}}, "required": ["a"]}, "unsupported_pattern"),
        ([1, 2], "not_a_json_schema"),
    ],
)  # fmt: skip
def test_what_cannot_be_generated_is_refused_with_a_reason(schema: Any, reason: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        import_content("json_schema", json.dumps(schema))
    assert [issue.code for issue in refused.value.issues] == [reason]


@pytest.mark.parametrize(
    "content", ["", "{", "[" * 9000, '{"a": NaN}', "nul", '"x"', '{"type": "object"', "{}" * 2]
)
def test_what_is_no_json_is_refused(content: str) -> None:
    with pytest.raises(InvalidInput):
        import_content("json_schema", content)
