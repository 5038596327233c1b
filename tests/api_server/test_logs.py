"""Logs say who asked what and how it went, and never a secret or what was sent."""

from __future__ import annotations

import json

import pytest

from model_servers import serving
from rowsmith.telemetry import hide, redact
from tests.api_server.conftest import SPEC

SECRET = "acme-key-1234567"
MODEL_KEY = "AIza-model-key-1234567890abcdef"
PROMPT = "confidential-merger-with-umbrella"


@pytest.fixture
def model():
    """A server that speaks Gemini's REST and takes one key."""
    with serving() as found:
        found.key = MODEL_KEY
        yield found


def test_no_secret_and_no_body_is_in_any_log_at_any_level(serve, model):
    server = serve(
        "--log-level", "debug",
        ROWSMITH_API_KEYS=f"acme={SECRET}", GEMINI_API_KEY=MODEL_KEY, ROWSMITH_MODEL="google:gemini-3.8-flash",
        ROWSMITH_MODEL_BASE_URL=model.url, ROWSMITH_LINK_SECRET="link-secret-1234567",
    )  # fmt: skip
    keyed = {"authorization": f"Bearer {SECRET}"}
    client = server.client
    request = {"user_input": f"5 users with name and {PROMPT}", "context": PROMPT}
    client.post("/schema/extract", json=request, headers=keyed)
    assert model.prompts
    assert not any(MODEL_KEY in body for body in model.bodies)
    client.post(
        "/schema/extract",
        content=b'{"user_input": "' + PROMPT.encode(),
        headers={**keyed, "content-type": "application/json"},
    )
    spec = {**SPEC, "description": PROMPT, "metadata": {"note": PROMPT}}
    job = client.post("/jobs", json=spec, headers=keyed).json()["job_id"]
    client.get(f"/jobs/{job}?wait=60", headers=keyed)
    link = client.post(f"/jobs/{job}/download?wait=60", headers=keyed).json()["download_url"]
    signature = link.split("signature=")[1]
    assert client.get(link).status_code == 200
    refused = client.get(link + "x")
    wrong = client.get("/jobs", headers={"authorization": f"Bearer {SECRET}x"})
    invalid = client.post("/jobs", json={**spec, "total_rows": True, "api_key": SECRET}, headers=keyed)
    assert (refused.status_code, wrong.status_code, invalid.status_code) == (403, 401, 422)
    server.stop()
    logged = server.log.read_text()
    for secret in (SECRET, PROMPT, signature, MODEL_KEY, "link-secret-1234567"):
        assert secret not in logged
        assert secret not in refused.text + wrong.text + invalid.text
    lines = [json.loads(line) for line in logged.splitlines() if line.startswith("{")]
    requests = [line for line in lines if line.get("event") == "request"]
    assert {line["request_id"] for line in requests} >= {refused.headers["x-request-id"]}
    assert any(line.get("tenant") == "acme" and line.get("job") == job for line in requests)


@pytest.mark.parametrize(
    "text",
    ["Authorization: Bearer rsk_0123456789ab_abcdefghijklmnop", "GET /x?signature=0123abcd&b=1",
     "https://h/v1beta?key=AIzaSyA1234567890abcdefghijk", "postgresql://user:pass123@db/x", "sk-abcdefghijklmnopqrst"],
)  # fmt: skip
def test_what_looks_like_a_secret_is_hidden(text):
    assert "[redacted]" in redact(text)
    assert "abcdefghijk" not in redact(text)
    assert "pass123" not in redact(text)


def test_a_known_secret_is_hidden_wherever_it_stands():
    hide("swordfish-42")
    assert redact("the word is swordfish-42!") == "the word is [redacted]!"
