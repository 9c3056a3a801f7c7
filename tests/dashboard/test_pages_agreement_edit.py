"""The wizard without a browser: what it refuses, and what its events answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.dashboard.served import Served, serving
from tests.dashboard.talk import Talk, talk_with_page


@pytest.fixture(scope="module")
def served(demo_snapshots: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with a store of its own."""
    with serving(tmp_path_factory.mktemp("forms"), demo_snapshots) as one:
        yield one


def told(talk: Talk, event: str, **fields: str) -> dict[str, Any]:
    """Send the wizard's form and return what the page answers."""
    pairs = [[name.replace("__", "."), value] for name, value in fields.items()]
    return talk.tell({"event": event, "form": "step", "fields": pairs, "seq": 1})


def started(talk: Talk, **fields: str) -> dict[str, str]:
    """Type into a new agreement, and return its number and revision."""
    kept = told(talk, "typed", agreement="", seen="0", step="1", **fields)["kept"]
    return kept["fields"]


def test_nothing_is_created_until_something_is_typed(served: Served):
    with talk_with_page(served, "agreement_edit") as talk:
        answers = told(talk, "typed", agreement="", seen="0", step="1", description="  ")
        assert answers["kept"]["fields"] == {}
        answers = told(talk, "submit", agreement="", seen="0", step="1", do="next")
        assert "checked=1" in answers["shown"]["query"]
        assert "agreement=" not in answers["shown"]["query"]


def test_what_is_typed_is_kept_under_a_number_and_shown_again(served: Served):
    with talk_with_page(served, "agreement_edit") as talk:
        own = started(talk, description="Lights <b>&", ends_on="32/1/2027")
    again = served.ask(f"agreement_edit?agreement={own['agreement']}").text
    assert 'value="Lights &lt;b&gt;&amp;"' in again
    assert 'value="32/1/2027"' in again
    assert "Lights <b>" not in again


def test_an_old_revision_overwrites_nothing(served: Served):
    with talk_with_page(served, "agreement_edit") as talk:
        own = started(talk, description="First")
    address = f"agreement_edit?agreement={own['agreement']}"
    with talk_with_page(served, address) as one, talk_with_page(served, address) as other:
        told(one, "typed", **own, step="1", description="Second")
        answers = told(other, "typed", **own, step="1", description="Third")
        assert "Nothing was overwritten" in answers["notice"]["html"]
        assert "kept" not in answers
        answers = told(other, "submit", **own, step="1", description="Third", do="next")
        assert "Nothing was overwritten" in answers["notice"]["html"]
    assert 'value="Second"' in served.ask(address).text


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"step": "9"}, "There is no step"),
        ({"step": "1", "seen": "x"}, "is not a revision"),
        ({"step": "1", "do": "destroy"}, "Unknown button"),
        ({"step": "1", "do": "remove.secrets.1"}, "Unknown list"),
        ({"step": "1", "agreement": "A-9999"}, "A-9999"),
    ],
)
def test_what_no_form_of_ours_sends_is_told_and_the_page_lives(
    served: Served, fields: dict[str, str], reason: str
):
    with talk_with_page(served, "agreement_edit") as talk:
        sent = {"agreement": "", "seen": "0", "description": "x", "do": "next"} | fields
        assert reason in told(talk, "submit", **sent)["notice"]["html"]
        unknown = talk.tell({"event": "submit", "form": "none", "fields": [], "seq": 2})
        assert "Unknown form" in unknown["notice"]["html"]
        assert talk.alive()


def test_rows_of_tiers_move_as_they_were_typed(served: Served):
    with talk_with_page(served, "agreement_edit") as talk:
        own = started(talk, description="Rows")
    with talk_with_page(served, f"agreement_edit?agreement={own['agreement']}&step=2") as talk:
        rows = {"tiers__1__threshold": "12k", "tiers__2__threshold": "300,000"}
        rows |= {"tiers__1__bonus_rate": "2", "tiers__2__bonus_rate": "3", "reference_tier": "2"}
        told(talk, "submit", **own, step="2", tiers="2", **rows, do="remove.tiers.1")
    html = served.ask(f"agreement_edit?agreement={own['agreement']}&step=2").text
    assert re.findall(r'name="tiers\.\d\.\w+" value="([^"]*)"', html) == ["300,000", "3.0"]
    assert re.search(r'name="reference_tier" value="1" checked', html)


def test_a_list_of_ids_is_added_at_once_and_unknown_ones_are_not(served: Served):
    with talk_with_page(served, "agreement_edit") as talk:
        own = started(talk, description="Pasted")
        pasted = {"find__customers": "C-0001\nC-0002;c-0003, C-0001"}
        told(talk, "submit", **own, step="1", **pasted, do="next")
    address = f"agreement_edit?agreement={own['agreement']}"
    html = served.ask(address).text
    assert re.findall(r'value="remove\.customers\.([^"]+)"', html) == ["C-0001", "C-0002", "C-0003"]
    revision = re.search(r'name="seen" value="(\d+)"', html)
    assert revision
    with talk_with_page(served, address) as talk:
        sent = {"agreement": own["agreement"], "seen": revision[1], "step": "1"}
        told(talk, "submit", **sent, find__customers="C-0004 C-9999", do="next")
    html = served.ask(f"{address}&checked=1").text
    assert "remove.customers.C-0004" not in html
    assert "or clear the search" in html
    assert 'name="find.customers" value="C-0004 C-9999"' in html


def test_a_filter_that_nothing_passes_is_told(served: Served):
    with talk_with_page(served, "agreement_edit") as talk:
        own = started(talk, description="Filtered", starts_on="1/1/2027", ends_on="31/12/2027")
        told(talk, "submit", **own, step="1", find__customers="C-0001", do="next")
    address = f"agreement_edit?agreement={own['agreement']}&step=3"
    html = served.ask(address).text
    assert "No sale passes" not in html
    revision = re.search(r'name="seen" value="(\d+)"', html)
    assert revision
    with talk_with_page(served, address) as talk:
        sent = {"agreement": own["agreement"], "seen": revision[1], "step": "3"}
        told(talk, "submit", **sent, do="include.brands.B-none")
    assert "No sale passes" in served.ask(address).text
