"""Fixtures for tests that need a real server; it starts when the first test asks for it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import pytest

from services import service


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a third of the tests' time is waiting for servers."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True, scope="session")
def no_model_but_the_tests_own() -> None:
    """A key in the developer's environment must not send a test's words to anybody."""
    for name in ("GEMINI_API_KEY", "GOOGLE_API_KEY", "OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        os.environ.pop(name, None)
    os.environ["ROWSMITH_MODEL"] = "offline"


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory) -> Path:
    """One folder for all processes of this test run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture
def s3_url(shared_folder, monkeypatch) -> str:
    """A folder of its own in a bucket of a real S3 server."""
    for name, value in service("s3", shared_folder).items():
        monkeypatch.setenv(name, value)
    return f"s3://tests/{secrets.token_hex(8)}"


@pytest.fixture
def postgres_url(shared_folder) -> str:
    """A database of its own on a real PostgreSQL server."""
    import psycopg

    address = service("postgres", shared_folder)["url"]
    name = f"t{secrets.token_hex(8)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return address.replace("/postgres?", f"/{name}?", 1)
