"""One JSON object a line, with the request that it belongs to."""

import io
import json
import logging
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import httpx

from agentdesk.rest.log_lines import JsonLines, request_id
from tests.practice_airline import TOKEN, Practice
from tests.rest.commands import new_token
from tests.rest.service import coming_day


def test_a_line_says_when_who_and_for_which_request() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    log = logging.Logger("agentdesk.somebody")
    log.addHandler(handler)
    token = request_id.set("req-7")
    try:
        1 / 0  # noqa: B018
    except ZeroDivisionError:
        log.exception("%s has failed\nfor good", "Zoë")
    finally:
        request_id.reset(token)
    log.info("behind the scenes")
    one, two = map(json.loads, stream.getvalue().splitlines())
    assert (one["level"], one["logger"], one["message"]) == ("error", "agentdesk.somebody", "Zoë has failed\nfor good")
    assert one["request_id"] == "req-7"
    assert "ZeroDivisionError" in one["trace"]
    assert one["at"].endswith("+00:00")
    assert "request_id" not in two


def test_a_call_and_what_it_asks_upstream_are_logged_under_one_id_and_nobody_is_named(
    tmp_path: Path, practice: Practice
) -> None:
    token = new_token(tmp_path, "Ruth")
    (tmp_path / "token").write_text(TOKEN)
    options = ["--key-file", str(tmp_path / "keys"), "--token-file", str(tmp_path / "token"), "--port", "0"]
    command = [sys.executable, "-m", "agentdesk", "serve", "--data", str(tmp_path), "--upstream", practice.url]
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as service:
        assert service.stdout is not None
        assert service.stderr is not None
        said: list[str] = []
        reading = threading.Thread(target=said.extend, args=(service.stderr,))
        url = service.stdout.readline().split()[-1]
        reading.start()
        flight = {"origin": "JFK", "destination": "LHR", "departure_date": coming_day()}
        headers = {"Authorization": f"Bearer {token}", "X-Request-Id": "mine-1"}
        body = {"slices": [flight], "passengers": [{"type": "adult"}]}
        answer = httpx.post(f"{url}/offer-requests", json=body, headers=headers)
        assert answer.status_code == 201
        headers["X-Request-Id"] = "mine-2"
        query = {"offer_request_id": answer.json()["data"]["id"], "limit": "1"}
        while httpx.get(f"{url}/offers", params=query, headers=headers).json()["meta"]["search"]["state"] == "asking":
            pass
        service.terminate()
        service.wait(15)
        reading.join()
    lines: list[dict[str, Any]] = [json.loads(line) for line in said if line.startswith("{")]
    mine = [one for one in lines if one.get("request_id") == "mine-1"]
    assert any(one["message"].startswith("POST /offer-requests: 201") for one in mine)
    assert any(one["logger"] == "agentdesk.duffel.client" and ", request " in one["message"] for one in mine)
    assert token not in "".join(said)
    assert answer.json()["data"]["id"] not in "".join(said)
