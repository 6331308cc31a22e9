"""The OpenAPI document keeps its word: valid and hostile input, no 500, no status that it does not name."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs

from tests.rest.service import Service

EXAMPLES = 25
SEED = 20260922


def test_nothing_that_can_be_sent_breaks_the_document(
    service: Service, service_tokens: dict[str, str], tmp_path: Path
) -> None:
    command = [
        str(Path(sys.executable).with_name("st")),
        *("run", f"{service.url}/openapi.json"),
        *("--url", service.url.removesuffix("/api")),
        *("--header", f"Authorization: Bearer {service_tokens['agent']}"),
        *("--phases", "examples,coverage,fuzzing"),
        *("--max-examples", str(EXAMPLES), "--seed", str(SEED)),
        *("--exclude-path", "/api/events"),  # a stream without an end: test_events.py
        *("--exclude-checks", "positive_data_acceptance"),  # the document cannot say which places and days there are
        "--no-color",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, cwd=tmp_path)
    assert done.returncode == 0, done.stdout[-6000:]
    assert "12 selected / 13 total" in done.stdout


def test_every_call_and_every_answer_has_an_example(service: Service) -> None:
    """But for the upstream's own call, which is not for people."""
    said: dict[str, Any] = httpx.get(f"{service.url}/openapi.json").json()
    calls = [call for path in said["paths"].values() for call in path.values() if "security" in call]
    bodies = [call["requestBody"]["content"]["application/json"]["schema"] for call in calls if "requestBody" in call]
    assert len(bodies) == 4
    for one in bodies:
        assert said["components"]["schemas"][one["$ref"].rpartition("/")[2]]["examples"]
    papers_and_stream = 0
    for call in calls:
        for status, answer in call["responses"].items():
            told = answer["content"].get("application/json")
            if told is None:
                papers_and_stream += 1
            elif int(status) >= 400:
                error = told["example"]["error"]
                assert (error["status"], error["message"][-1]) == (int(status), ".")
            else:
                schema = {**told["schema"], "components": said["components"]}
                jsonschema_rs.validate(schema, told["example"])
                assert told["example"]["data"]
    assert papers_and_stream == 2
