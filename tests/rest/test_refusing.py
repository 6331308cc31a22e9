"""Every code of the upstream has an answer of ours."""

import pytest

from agentdesk.duffel.refusals import CODES
from agentdesk.rest.refusing import UPSTREAM, Retry, body, of_upstream

ALLOWED = {400, 401, 402, 403, 404, 409, 422, 429, 500, 502, 503, 504}


def test_the_table_is_whole() -> None:
    assert UPSTREAM.keys() == CODES.keys()


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_code_becomes_a_status_and_a_sentence(code: str) -> None:
    answer = of_upstream(code)
    assert answer.status in ALLOWED
    assert answer.message.endswith(".")
    assert code == answer.code or code not in answer.message


@pytest.mark.parametrize("code", sorted(CODES))
def test_what_proves_nothing_is_never_called_safe_to_send_again(code: str) -> None:
    proves_no = CODES[code].proves_no or code == "order_not_created"
    if not proves_no and code != "rate_limit_exceeded":
        assert of_upstream(code).retry is not Retry.SAFE


def test_an_unknown_code_is_not_safe() -> None:
    assert of_upstream("brand_new_code").retry is Retry.AFTER_CHECK
    assert body(of_upstream("brand_new_code"), "r1")["error"]["request_id"] == "r1"
