"""The OpenAPI document against the server: generated requests, good and bad, in every phase."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CONFIG = """
[generation]
database = "none"
allow-extra-parameters = false
with-security-parameters = false

[checks.positive_data_acceptance]
enabled = false  # a schema has rules that JSON Schema cannot say: a valid shape may still be refused
"""


def run(server, folder, *, seconds, examples, seed):
    config = folder / "schemathesis.toml"
    config.write_text(CONFIG)
    done = subprocess.run(
        [str(Path(sys.executable).parent / "schemathesis"), "--config-file", str(config), "run",
         f"{server.url}/openapi.json", "-H", "Authorization: Bearer acme-key-1", "--max-time", str(seconds),
         "-n", str(examples), "--seed", str(seed), "--no-color", "--continue-on-failure"],
        cwd=folder, capture_output=True, text=True, timeout=seconds + 240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-1000:]
    log = server.log.read_text()
    assert "internal error" not in log
    assert "Traceback" not in log


SETTINGS = {"ROWSMITH_API_KEYS": "acme=acme-key-1", "ROWSMITH_MAX_WAIT_SECONDS": "1",
            "ROWSMITH_EXECUTOR": "threads", "ROWSMITH_MAX_ROWS": "1000000"}  # fmt: skip


def test_the_server_keeps_to_its_document(serve, tmp_path):
    run(serve(**SETTINGS), tmp_path, seconds=8, examples=2, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", [11, 12])
def test_the_server_keeps_to_its_document_for_long(serve, tmp_path, seed):
    run(serve(**SETTINGS), tmp_path, seconds=300, examples=200, seed=seed)
