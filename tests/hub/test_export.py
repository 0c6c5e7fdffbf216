"""What tells of a controlled delivery is not handed out unless it is asked for."""

import json
from typing import Any

import pytest

from triage_app.hub.export import is_controlled


@pytest.mark.parametrize(
    ("body", "controlled"),
    [
        ({"outcome": {"code": "CD", "cleared_only": True}}, True),
        ({"outcome": {"code": "RTS"}, "shown": {"holds": [{"cleared_only": True}]}}, True),
        ({"outcome": {"code": "RTS"}, "shown": {"holds": [{"id": "h1"}]}}, False),
        ({"undoes": "x"}, False),
        ({"outcome": "x", "shown": {"holds": "x"}}, False),
        ([], False),
    ],
)
def test_an_act_tells_by_itself_whether_it_is_for_cleared_eyes(body: Any, controlled: bool) -> None:
    assert is_controlled(json.dumps({"body": body}).encode()) is controlled
