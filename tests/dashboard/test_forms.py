"""Forms: their fields arrive whole and bounded, and what was kept meanwhile is no conflict with oneself."""

from __future__ import annotations

from typing import Any

import pytest

from wiseparts_nb.dashboard.events import Submit, Typed, event_of
from wiseparts_nb.dashboard.forms import Chain, Fields
from wiseparts_nb.errors import InputError


def message(**changed: Any) -> dict[str, Any]:
    return {"event": "typed", "form": "draft", "fields": [["a", "1"]], "seq": 1} | changed


def test_a_form_arrives_with_its_fields_in_their_order():
    pairs = [["brand", "B-2"], ["brand", "B-1"], ["words", ""]]
    event = event_of(message(event="submit", fields=pairs))
    assert isinstance(event, Submit)
    fields = Fields(event.fields)
    assert fields.all("brand") == ("B-2", "B-1")
    assert (fields.get("brand"), fields.get("words"), fields.get("none")) == ("B-1", "", "")
    assert isinstance(event_of(message()), Typed)


@pytest.mark.parametrize(
    "changed",
    [
        {"fields": [["a", "1"]] * 201},
        {"fields": [["a" * 61, "1"]]},
        {"fields": [["a", "1" * 4001]]},
        {"fields": [["a", "é" * 4000]] * 9},
        {"fields": [["a", 1]]},
        {"fields": [["a"]]},
        {"fields": [["a", "1", "2"]]},
        {"fields": {"a": "1"}},
        {"fields": "ab"},
        {"fields": [None]},
        {"fields": [7]},
        {"form": "f" * 61},
        {"form": None},
        {"more": "1"},
    ],
)
def test_what_is_no_form_of_ours_is_refused(changed: dict[str, Any]):
    with pytest.raises(InputError, match="Not an event of this page"):
        event_of(message(**changed))


def test_a_revision_that_its_own_keeping_replaced_is_the_newest():
    chain = Chain()
    first = (("agreement", ""), ("seen", "0"))
    chain.extend(Fields(first), {"agreement": "A-0001", "seen": "1"})
    second = chain.newest(first)
    assert second == Fields((("agreement", "A-0001"), ("seen", "1")))
    chain.extend(second, {"agreement": "A-0001", "seen": "2"})
    assert chain.newest(first).get("seen") == "2"
    assert chain.newest((("seen", "7"),)).get("seen") == "7", "another's revision stays as it is"
    chain.clear()
    assert chain.newest(first) == Fields(first)
