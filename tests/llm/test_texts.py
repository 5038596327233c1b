"""Text that a model writes once: pools and templates, as many tokens for a million rows as for a thousand."""

from __future__ import annotations

import csv
import json

import pytest

import rowsmith as rs
from model_servers import KEY
from rowsmith import engine
from rowsmith.plan import Plan, compile_plan
from rowsmith.schema import parse_schema
from rowsmith.schema.job import JobSpecificationInput
from rowsmith.texts import forecast, unwritten_fields, written

REVIEWS = {
    "name": "reviews",
    "fields": [
        {"name": "product", "type": "enum", "constraints": {"enum_values": ["kettle", "lamp"]}},
        {"name": "stars", "type": "integer", "constraints": {"min_value": 1, "max_value": 5}},
        {"name": "body", "constraints": {"max_length": 60},
         "text": {"mode": "pool", "prompt": "a review", "size": 30, "by": ["product"]}},
    ],
}  # fmt: skip
TEMPLATES = {
    "name": "notes",
    "fields": [
        {"name": "city", "type": "enum", "constraints": {"enum_values": ["Rome", "Oslo"]}},
        {"name": "note", "text": {"mode": "template", "size": 5, "by": ["city"]}},
    ],
}


def texts_of(prompt, shape):
    """Thirty different texts a question, which tell of the product that they were asked for."""
    about = "lamp" if '"lamp"' in prompt else "kettle"
    return {"values": [f"{about} review {len(prompt)} number {chr(97 + n)}{n * 7919}" for n in range(25)]}


def made(schema, config, rows=1000):
    return written(compile_plan(parse_schema(schema), rows=rows, seed=3), config)


def test_many_rows_cost_the_tokens_of_few(server, config):
    server.answer = texts_of
    made(REVIEWS, config(), 1_000)
    spent = server.tokens
    assert spent > 0
    many = made(REVIEWS, config(), 1_000_000)
    assert server.tokens == spent  # the kept answers serve any number of rows
    body = engine.generate(many, many.table(), 999_000, 1000)["body"].to_pylist()
    assert max(map(len, body)) <= 60
    assert len(set(body)) > 20


def test_texts_go_by_the_values_they_were_written_for_and_any_range_is_alone(server, config):
    server.answer = texts_of
    plan = made(REVIEWS, config())
    table = plan.table()
    whole = engine.generate(plan, table, 0, 1000)
    assert all(row["body"].startswith(row["product"]) for row in whole.to_pylist())
    assert engine.generate(plan, table, 700, 50).equals(whole.slice(700, 50))
    again = Plan.from_json(plan.to_json())
    assert again.hash == plan.hash
    assert engine.generate(again, again.table(), 0, 1000).equals(whole)
    (pool,) = [field.source for field in table.fields if field.name == "body"]
    assert (pool.model, pool.repeated >= 0, pool.alike >= 0) == ("google:gemini-3.8-flash", True, True)


def test_templates_are_filled_from_the_row(server, config):
    server.answer = lambda prompt, shape: {
        "values": [
            f"{n} days in {{city}}, {{no_slot}}" if n == 3 else f"{n} days in {{city}}!" for n in range(9)
        ]
    }
    plan = made(TEMPLATES, config())
    rows = engine.generate(plan, plan.table(), 0, 200).to_pylist()
    assert all(f"in {row['city']}!" in row["note"] for row in rows)
    assert not any("{" in row["note"] for row in rows)


def test_without_a_model_stock_phrases_stand_in(config):
    plan = compile_plan(parse_schema(REVIEWS), rows=100, seed=3)
    assert unwritten_fields(plan) == ["reviews.body"]
    assert rs.generate(REVIEWS, rows=100, seed=3)["body"].null_count == 0
    read, wrote = forecast(plan)
    assert read > 0
    assert wrote > 0


def test_a_job_carries_its_texts(server, config, tmp_path):
    server.answer = texts_of
    manager = rs.JobManager(rs.JobsConfig(data_dir=tmp_path / "jobs", workers=1, model=config()))
    try:
        manager.start()
        job = manager.create(
            JobSpecificationInput(schema=REVIEWS, total_rows=3000, seed=3, chunk_size=1000)
        ).job_id
        assert manager.wait(job, 60).status == "completed"
        path = manager.save(job, tmp_path / "reviews.csv")
    finally:
        manager.close()
    plan = made(REVIEWS, config(), 3000)
    expected = engine.generate(plan, plan.table(), 0, 3000).to_pylist()
    with path.open(newline="") as file:
        found = list(csv.DictReader(file))
    assert [row["body"] for row in found] == [row["body"] for row in expected]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ({"mode": "row"}, "fields.body.text.mode"),
        ({"by": ["nothing"]}, "fields.body.text.by"),
        ({"size": 90_000}, "fields.body.text.size"),
    ],
)
def test_what_cannot_be_written_is_one_clear_error(text, path):
    schema = json.loads(json.dumps(REVIEWS))
    schema["fields"][2]["text"] = text
    assert path in {issue.path for issue in rs.validate(schema)}


def test_the_environment_names_the_model_for_the_library(server, monkeypatch):
    server.answer = texts_of
    monkeypatch.setenv("GEMINI_API_KEY", KEY)
    monkeypatch.setenv("ROWSMITH_MODEL_BASE_URL", server.url)
    body = rs.generate(REVIEWS, rows=50, seed=3)["body"].to_pylist()
    assert all("review" in text for text in body)


def test_a_check_and_a_preview_cost_nothing(server, monkeypatch):
    server.answer = texts_of
    monkeypatch.setenv("GEMINI_API_KEY", KEY)
    monkeypatch.setenv("ROWSMITH_MODEL_BASE_URL", server.url)
    monkeypatch.delenv("ROWSMITH_MODEL", raising=False)
    assert rs.validate(REVIEWS) == []
    assert rs.preview(REVIEWS, rows=3, seed=3).num_rows == 3
    assert server.prompts == []
