"""What a browser may say to a kernel: events of the page, and nothing that runs code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from tests.dashboard.served import Served, wait_until
from tests.dashboard.talk import Talk, kernel_of, talk_with_page, talking

_CODE = "__import__('pathlib').Path({!r}).touch()"
_REFUSED: dict[str, dict[str, Any]] = {
    "execute_request": {"silent": False, "store_history": False, "allow_stdin": False},
    "complete_request": {"cursor_pos": 3},
    "inspect_request": {"cursor_pos": 3, "detail_level": 1},
    "history_request": {"hist_access_type": "tail", "n": 10, "output": True, "raw": True},
    "is_complete_request": {},
    "shutdown_request": {"restart": False},
    "interrupt_request": {},
    "debug_request": {"type": "request", "command": "evaluate", "seq": 1, "arguments": {}},
    "input_reply": {"value": "1", "status": "ok"},
    "create_subshell_request": {},
    "usage_request": {},
}


@pytest.fixture(scope="module")
def talk(pages_server: Served) -> Iterator[Talk]:
    with talk_with_page(pages_server, "customer?customer=C-0001") as talk:
        yield talk


@pytest.mark.parametrize("channel", ["shell", "control", "stdin", "iopub", "none"])
@pytest.mark.parametrize("kind", _REFUSED)
def test_no_message_but_a_widgets_reaches_the_kernel(
    talk: Talk, tmp_path: Path, kind: str, channel: str
):
    mark = tmp_path / "ran"
    asked = talk.send(kind, _REFUSED[kind] | {"code": _CODE.format(str(mark))}, channel=channel)
    assert talk.alive()
    assert not [m for m in talk.heard(0.01) if m["parent_header"].get("msg_id") == asked]
    assert not mark.exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[]",
        "{}",
        '{"header": null}',
        '{"header": {}, "channel": "shell"}',
        "\x00" * 100,
    ],
)
def test_what_is_no_message_is_dropped_and_the_connection_lives(talk: Talk, text: str):
    talk.socket.send(text)
    assert talk.alive()


@pytest.mark.parametrize(
    "event",
    [
        None,
        7,
        [],
        {},
        {"event": "run", "code": "1/0"},
        {"event": "go"},
        {"event": "go", "query": 7},
        {"event": "go", "query": "x" * 1_000_000},
        {"event": "again", "block": "../../etc/passwd"},
        {"event": "again", "block": "__class__"},
        {"event": "again", "block": "accounts_at_risk"},
        {"event": "search", "text": "x" * 1_000_000},
        {"event": "search", "text": ["a"]},
        {"event": "remember", "name": "__proto__", "value": True},
        {"event": "remember", "name": "all_sales", "value": "yes"},
        {"event": "download", "what": "passwd:/etc/passwd"},
        {"event": "download", "what": "__init__:x"},
        {"event": "refresh", "seq": "one"},
        {"event": "refresh", "__proto__": {"admin": True}},
    ],
    ids=lambda event: json.dumps(event)[:60],
)
def test_a_forged_event_is_answered_in_words(talk: Talk, event: Any):
    answers = talk.tell(event)
    words = answers["notice"]["html"]
    assert "wp-state" in words
    assert "Traceback" not in words
    assert "/work" not in words
    assert len(words) < 5000


@pytest.mark.parametrize(
    "query",
    [
        "customer=C-0001'; drop table customers; --",
        "customer=../../etc/passwd",
        "customer=%00%1b[31m",
        "open=month:__import__('os')",
        "open=event:../../x",
        "customer=<script>alert(1)</script>",
        "lang=xx&customer=C-0001",
    ],
)
def test_a_strange_address_is_data_and_nothing_else(talk: Talk, query: str):
    told = json.dumps(talk.tell({"event": "go", "query": query}))
    assert "<script>alert" not in told
    assert "Traceback" not in told
    assert (
        talk.tell({"event": "go", "query": "customer=C-0001"})["shown"]["query"]
        == "customer=C-0001"
    )


def test_a_page_answers_what_its_own_reader_does(talk: Talk):
    assert "C-0001" in talk.tell({"event": "search", "text": "C-0001"})["options"]["html"]


@pytest.mark.parametrize(
    "origin", ["http://stranger.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"]
)
def test_a_page_of_another_server_gets_no_websocket(pages_server: Served, talk: Talk, origin: str):
    kernel = kernel_of_talk(talk)
    with pytest.raises(InvalidStatus, match="403"), talking(pages_server, kernel, Origin=origin):
        pass


def test_a_page_of_this_server_gets_one(pages_server: Served, talk: Talk):
    origin = pages_server.url.rstrip("/")
    with talking(pages_server, kernel_of_talk(talk), Origin=origin) as second:
        assert second.alive()


@pytest.mark.parametrize("proof", ["", "token wrong", "bearer "])
def test_a_stranger_gets_no_websocket(pages_server: Served, talk: Talk, proof: str):
    with (
        pytest.raises(InvalidStatus, match="403"),
        talking(pages_server, kernel_of_talk(talk), Authorization=proof),
    ):
        pass


def test_a_kernel_that_is_not_there_has_no_websocket(pages_server: Served):
    nobody = "00000000-0000-0000-0000-000000000000"
    with pytest.raises(InvalidStatus, match="404"), talking(pages_server, nobody):
        pass


def test_what_fails_in_a_widget_stays_on_the_server(own_server: Served):
    """A handler of a widget's own message raises; neither traceback nor path is heard."""
    html = own_server.ask("slider").text
    models = [part.split('"')[1] for part in html.split('"model_id"')[1:]]
    with talking(own_server, kernel_of(html)) as talk:
        for model in models:
            data = {"method": "custom", "content": {"event": "click"}}
            talk.send("comm_msg", {"comm_id": model, "data": data})
        heard = json.dumps(talk.heard(1.0))
    wait_until(lambda: "ZeroDivisionError" in own_server.log())
    assert "ZeroDivisionError" not in heard
    assert "Traceback" not in heard


def kernel_of_talk(talk: Talk) -> str:
    return talk.socket.request.path.split("/")[3] if talk.socket.request else ""
