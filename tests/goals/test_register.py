"""Goals as they are kept and written down: their life, and what of a form or a file is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.customer.conftest import MakeSource
from wiseparts_nb.errors import ConflictError, InputError
from wiseparts_nb.goals.demo_goals import write_demo_goals
from wiseparts_nb.goals.documents import from_document, from_yaml, to_document, to_yaml
from wiseparts_nb.goals.draft import fields_of, terms_of
from wiseparts_nb.goals.problems import problems, unknown_names
from wiseparts_nb.goals.register import GoalRegister, open_goals
from wiseparts_nb.goals.terms import GoalTerms
from wiseparts_nb.locale import LANGUAGES, Locale
from wiseparts_nb.settings import Settings

WHOLE = GoalTerms(
    "Visits", ("S-1",), ("T-1",), "activities", "any", ("visit", "call"),
    date(2026, 1, 1), date(2026, 12, 31), Decimal(120), (Decimal(150), Decimal("160.5")),
    "quarter", "season", "As said in January",
)  # fmt: skip


@pytest.fixture
def register(tmp_path: Path) -> GoalRegister:
    return open_goals(Settings(store=f"sqlite:///{tmp_path}/store.sqlite"))


def test_a_goal_is_drafted_approved_and_reopened(register: GoalRegister):
    draft = register.create(GoalTerms("Visits"), by="U-1", written={"target": "many"})
    assert (draft.goal_id, draft.state, draft.written) == ("G-0001", "draft", {"target": "many"})
    with pytest.raises(InputError, match=r"Enter the first day.*'many' is no value of target"):
        register.approve("G-0001", by="U-1", seen=draft.revision)
    saved = register.save("G-0001", WHOLE, by="U-2", seen=draft.revision)
    with pytest.raises(ConflictError, match="changed by U-2"):
        register.save("G-0001", GoalTerms(), by="U-1", seen=draft.revision)
    approved = register.approve("G-0001", by="U-2", seen=saved.revision)
    assert (approved.version, approved.in_force) == (1, WHOLE)
    with pytest.raises(InputError, match="reopen it"):
        register.save("G-0001", GoalTerms(), by="U-2", seen=approved.revision)
    opened = register.reopen("G-0001", by="U-2", seen=approved.revision)
    changed = register.save("G-0001", GoalTerms("Other"), by="U-2", seen=opened.revision)
    assert (changed.in_force, changed.terms.description) == (WHOLE, "Other")
    assert [one.terms for one in register.versions("G-0001")] == [WHOLE]


def test_documents_and_files_say_all_of_it(register: GoalRegister):
    assert from_document(to_document(WHOLE)) == WHOLE
    kept = register.create(WHOLE, by="U-1")
    assert from_yaml(to_yaml([kept])) == (("G-0001", WHOLE),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("goals: [{target: many}]", "Goal number 1: The field 'target' is 'many'"),
        ("goals: [{starts_on: 2026-02-30}]", "'starts_on'"),
        ("goals: [{measure: nett}]", "Did you mean 'net'"),
        ("goals: [{targets: 5}]", "Did you mean 'target'"),
        ("goals: [{kinds: [visits]}]", "Did you mean 'visit'"),
        ("goals: [{id: G-1}, {id: G-1}]", "G-1 stands in the file twice"),
        ("goals: 5", "it is a list"),
        ("[", "no YAML"),
        ("", "expected 'goals:'"),
    ],
)
def test_a_wrong_file_is_told_in_a_sentence(text: str, told: str):
    with pytest.raises(InputError, match=told):
        from_yaml(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_gives_back_what_it_was_given(language: str):
    locale = Locale.of(language)
    shown = fields_of(WHOLE, {}, locale)
    lists = {"staff": WHOLE.staff, "teams": WHOLE.teams, "kinds": WHOLE.kinds}
    assert terms_of(lambda one: shown.get(one, ""), lambda one: lists.get(one, ()), locale) == (WHOLE, {})  # fmt: skip
    typed = shown | {"target": "12k", "ends_on": "31/02/2026"}
    found, written = terms_of(lambda one: typed.get(one, ""), lambda _: (), locale)
    assert written == {"target": "12k", "ends_on": "31/02/2026"}
    assert (found.target, found.ends_on) == (None, None)
    assert fields_of(found, written, locale)["target"] == "12k"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"description": " "}, "description"),
        ({"staff": (), "teams": ()}, "teams"),
        ({"ends_on": date(2025, 12, 31)}, "ends_on"),
        ({"ends_on": date(2046, 12, 31)}, "ends_on"),
        ({"target": None}, "target"),
        ({"target": Decimal(0)}, "target"),
        ({"stretch": (Decimal(120),)}, "stretch.1"),
    ],
)
def test_each_mistake_is_told_beside_its_field(changed: dict[str, Any], field: str):
    assert field in [one.field for one in problems(replace(WHOLE, **changed))]
    assert problems(WHOLE) == ()


def test_names_that_the_data_lack_are_told(make: MakeSource):
    teams = [{"team_id": "T-1", "name": "North"}]
    found = unknown_names(WHOLE, make(date(2026, 11, 23), teams=teams, staff=[]))
    assert [one.field for one in found] == ["staff", "teams"]


def test_a_company_without_staff_gets_no_example_goals(make: MakeSource, register: GoalRegister):
    assert write_demo_goals(register, make(date(2026, 11, 23))) == 0
    assert register.all() == ()
