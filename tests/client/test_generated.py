"""A client that a public generator makes from the OpenAPI document works against the server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api_server.conftest import SPEC, Server

USE = """
import sys, time
from rowsmith_api import AuthenticatedClient
from rowsmith_api.api.catalog import list_formats
from rowsmith_api.api.download import download, prepare_download
from rowsmith_api.api.jobs import create_job, get_job, list_jobs
from rowsmith_api.api.schema import extract_schema, validate_schema
from rowsmith_api.models import ErrorResponse, JobSpecificationInput, SchemaExtractionRequest

url, spec = sys.argv[1], __SPEC__
with AuthenticatedClient(base_url=url, token="acme-key-1") as client:
    found = extract_schema.sync(client=client, body=SchemaExtractionRequest(user_input="10 users with name and age 18-80"))
    assert found.rows == 10, found
    job = create_job.sync(client=client, body=JobSpecificationInput.from_dict(spec))
    assert job.seed == 7, job
    done = get_job.sync(job.job_id, client=client, wait=60.0)
    assert done.status == "completed", done
    assert done.progress.rows_generated == 500
    assert list_jobs.sync(client=client, limit=1).total == 1
    assert "parquet" in list_formats.sync(client=client).names
    file = download.sync(job.job_id, client=client)
    assert file.payload.read().startswith(b"age,email"), file
    missing = get_job.sync("unknown", client=client)
    assert isinstance(missing, ErrorResponse) and missing.status == 404, missing
print("all of it worked")
"""


def test_a_generated_client_works(tmp_path):
    generator = Path(sys.executable).parent / "openapi-python-client"
    if not generator.exists():
        pytest.skip("openapi-python-client is not installed")
    server = Server(tmp_path, {"ROWSMITH_API_KEYS": "acme=acme-key-1", "ROWSMITH_EXECUTOR": "threads"})
    try:
        (tmp_path / "openapi.json").write_text(server.client.get("/openapi.json").text)
        (tmp_path / "config.yaml").write_text("post_hooks: []\npackage_name_override: rowsmith_api\n")
        made = subprocess.run(
            [str(generator), "generate", "--path", "openapi.json", "--meta", "none", "--config", "config.yaml",
             "--output-path", "rowsmith_api", "--fail-on-warning"],
            cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert made.returncode == 0, made.stdout + made.stderr
        (tmp_path / "use.py").write_text(USE.replace("__SPEC__", repr(SPEC)))
        used = subprocess.run(
            [sys.executable, "use.py", server.url], cwd=tmp_path, capture_output=True, text=True, timeout=120,
            check=False, env={**os.environ, "PYTHONPATH": str(tmp_path)},
        )  # fmt: skip
        assert used.returncode == 0, used.stdout + used.stderr
    finally:
        server.client.close()
        server.stop()
