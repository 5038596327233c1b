"""A model server of its own for each test, and an environment without keys."""

from __future__ import annotations

import pytest

from model_servers import KEY, serving
from rowsmith.llm import ModelConfig, close_models, run


@pytest.fixture(autouse=True)
def without_keys(monkeypatch):
    for name in ("GEMINI_API_KEY", "GOOGLE_API_KEY", "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "ROWSMITH_MODEL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def fresh_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("ROWSMITH_CACHE_DIR", str(tmp_path / "cache"))
    from rowsmith.cache import folder

    folder.cache_clear()
    yield
    folder.cache_clear()


@pytest.fixture
def server():
    with serving() as found:
        yield found
        run(close_models())


@pytest.fixture
def config(server):
    """A quick and impatient client of the server, speaking as Gemini's."""

    def build(model="google:gemini-3.8-flash", **more):
        path = "/v1" if model.startswith(("openai", "ollama")) else ""
        given = {"key": KEY, "base_url": server.url + path, "backoff": 0.001, "timeout": 20.0, **more}
        return ModelConfig(model, **given)

    return build
