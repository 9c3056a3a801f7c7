"""The register: states, versions, conflicts; nothing is lost or overwritten, whoever writes at once, on both engines."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.parts import ROOT
from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.register import Register, open_register
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.agreements.tiers import Tier
from wiseparts_nb.errors import ConflictError, InputError, StoreError, UnknownNameError
from wiseparts_nb.settings import Settings
from wiseparts_nb.store import open_store, tables
from wiseparts_nb.store.contracts import Contracts

SOUND = Terms(
    "Lighting growth",
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 12, 31),
    customers=("C-1", "C-2"),
    tiers=(Tier(Decimal("150000.10"), Decimal("0.02")), Tier(Decimal(300_000), Decimal("0.03"))),
    reference_tier=1,
)
CREATING = """
import sys
from wiseparts_nb.agreements.register import open_register
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.settings import Settings
register = open_register(Settings(store=sys.argv[1]))
for n in range(10):
    print(register.create(Terms(f"{sys.argv[2]}-{n}"), by=sys.argv[2]).agreement_id)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a store that was never written, on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/new/workbench.sqlite"
        return
    url: str = request.getfixturevalue("postgres_url")
    database = f"register_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"create database {database}".encode())
    yield f"{url.rpartition('/')[0]}/{database}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"drop database {database}".encode())


@pytest.fixture
def register(address: str) -> Register:
    return open_register(Settings(store=address))


def approved(register: Register, terms: Terms = SOUND) -> Agreement:
    new = register.create(terms, by="U-1")
    return register.approve(new.agreement_id, by="U-1", seen=new.revision)


def test_an_empty_register_is_read_without_making_one(tmp_path: Path) -> None:
    register = open_register(Settings(store=f"sqlite:///{tmp_path}/w.sqlite"))
    assert register.all() == ()
    assert register.of_customer("C-1") == ()
    with pytest.raises(UnknownNameError, match=r"Unknown agreement 'A-0001'\. There is: none\."):
        register.one("A-0001")
    assert not list(tmp_path.iterdir())


def test_the_life_of_an_agreement(register: Register) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    draft = register.create(SOUND, by="U-1", written={"tiers.2.threshold": "12k"})
    assert (draft.agreement_id, draft.state, draft.version, draft.revision) == (
        "A-0001",
        "draft",
        0,
        1,
    )
    assert (draft.terms, draft.approved, draft.changed_by) == (SOUND, None, "U-1")
    assert before < draft.changed_at < datetime.now(UTC)
    saved = register.save("A-0001", replace(SOUND, description="é"), by="U-2", seen=1)
    assert (saved.written, saved.revision) == ({}, 2)
    first = register.approve("A-0001", by="U-3", seen=2)
    assert (first.state, first.version, first.in_force.description) == ("approved", 1, "é")
    register.reopen("A-0001", by="U-2", seen=3)
    changed = register.save("A-0001", SOUND, by="U-2", seen=4)
    assert (changed.state, changed.in_force.description) == ("reopened", "é")
    second = register.approve("A-0001", by="U-4", seen=5)
    assert (second.state, second.version, second.revision) == ("approved", 2, 6)
    assert second.in_force == SOUND
    kept = register.versions("A-0001")
    assert [(one.version, one.terms.description, one.approved_by) for one in kept] == [
        (1, "é", "U-3"),
        (2, "Lighting growth", "U-4"),
    ]
    assert kept[1].approved_at == second.changed_at
    assert register.one("A-0001") == second
    assert register.all() == (second,)


def test_what_was_typed_and_is_no_value_is_kept(register: Register) -> None:
    written = {"tiers.2.threshold": "12k", "ends_on": "\u202e31.2.\x00"}
    register.create(Terms(), by="U-1", written=written)
    assert register.one("A-0001").written == written
    with pytest.raises(
        InputError, match=r"cannot be approved yet\. tiers\.2.threshold holds '12k'"
    ):
        register.approve("A-0001", by="U-1", seen=1)
    assert register.duplicate("A-0001", by="U-2").written == written


def test_an_approval_lists_the_first_problems_and_changes_nothing(register: Register) -> None:
    draft = register.create(replace(SOUND, reference_tier=None, customers=()), by="U-1")
    with pytest.raises(InputError, match=r"customers: Choose .* reference_tier: ") as told:
        register.approve("A-0001", by="U-1", seen=1)
    assert "\n" not in str(told.value)
    empty = register.create(Terms(), by="U-1")
    with pytest.raises(InputError, match=r"\(2 more\.\)"):
        register.approve(empty.agreement_id, by="U-1", seen=1)
    assert register.one("A-0001") == draft
    assert register.versions("A-0001") == ()


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda r, a: r.save(a, SOUND, by="U-1", seen=2), "A-0001 is approved, so its terms are"),
        (lambda r, a: r.approve(a, by="U-1", seen=2), "is approved already, as version 1"),
        (lambda r, a: r.remove(a, by="U-1", seen=2), "was approved .version 1., so it is kept"),
        (lambda r, _: r.reopen("A-0002", by="U-1", seen=1), "A-0002 is a draft, so it can be"),
    ],
)
def test_what_a_state_does_not_allow(
    register: Register, act: Callable[[Register, str], object], said: str
) -> None:
    locked = approved(register)
    register.create(SOUND, by="U-1")
    with pytest.raises(InputError, match=said) as told:
        act(register, "A-0001")
    assert not isinstance(told.value, ConflictError)
    assert register.one("A-0001") == locked


@pytest.mark.parametrize(
    "act",
    [
        lambda r: r.save("A-0001", SOUND, by="U-2", seen=1),
        lambda r: r.approve("A-0001", by="U-2", seen=1),
        lambda r: r.reopen("A-0001", by="U-2", seen=1),
        lambda r: r.remove("A-0001", by="U-2", seen=1),
    ],
    ids=["save", "approve", "reopen", "remove"],
)
def test_the_second_editor_is_told_who_was_first(
    register: Register, act: Callable[[Register], object]
) -> None:
    register.create(Terms(), by="U-1")
    first = register.save("A-0001", SOUND, by="U-9", seen=1)
    said = rf"changed by U-9 on {first.changed_at:%Y-%m-%d at %H:%M:%S} UTC.* Nothing was overwr"
    with pytest.raises(ConflictError, match=said) as told:
        act(register)
    assert (told.value.changed_by, told.value.changed_at) == ("U-9", first.changed_at)
    assert register.one("A-0001") == first


def test_of_many_who_save_at_once_one_wins(address: str) -> None:
    register = open_register(Settings(store=address))
    register.create(Terms(), by="U-0")

    def save(n: int) -> str:
        mine = open_register(Settings(store=address))
        try:
            return mine.save("A-0001", Terms(f"by {n}"), by=f"U-{n}", seen=1).terms.description
        except ConflictError:
            return ""

    with ThreadPoolExecutor(8) as pool:
        won = list(filter(None, pool.map(save, range(16))))
    found = register.one("A-0001")
    assert [found.terms.description] == won
    assert found.revision == 2


def test_of_many_who_approve_at_once_one_makes_the_version(register: Register) -> None:
    register.create(SOUND, by="U-0")

    def approve(n: int) -> bool:
        try:
            return bool(register.approve("A-0001", by=f"U-{n}", seen=1))
        except ConflictError:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(approve, range(16))) == 1
    assert len(register.versions("A-0001")) == 1


def test_processes_that_create_at_once_never_share_an_id(address: str) -> None:
    """On a store that is not there yet."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", CREATING, address, f"U-{n}"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for n in range(3)
    ]
    said = [one.communicate() for one in running]
    assert [error for _, error in said] == ["", "", ""]
    ids = [one for out, _ in said for one in out.split()]
    assert sorted(ids) == [f"A-{n:04}" for n in range(1, 31)]
    found = open_register(Settings(store=address)).all()
    assert [one.agreement_id for one in found] == sorted(ids)
    assert {one.terms.description for one in found} == {
        f"U-{n}-{m}" for n in range(3) for m in range(10)
    }


def test_a_removed_draft_is_gone_and_its_number_with_it(register: Register) -> None:
    for _ in range(2):
        register.create(SOUND, by="U-1")
    register.remove("A-0002", by="U-1", seen=1)
    with pytest.raises(UnknownNameError, match=r"There is: A-0001|Did you mean 'A-0001'"):
        register.save("A-0002", SOUND, by="U-2", seen=1)
    assert register.create(SOUND, by="U-1").agreement_id == "A-0003"


def test_a_duplicate_is_a_draft_of_its_own(register: Register) -> None:
    locked = approved(register)
    copy = register.duplicate("A-0001", by="U-2")
    assert (copy.agreement_id, copy.state, copy.version) == ("A-0002", "draft", 0)
    assert copy.terms == SOUND
    register.save("A-0002", Terms("other"), by="U-2", seen=1)
    assert register.one("A-0001") == locked


def test_whose_agreements(register: Register) -> None:
    approved(register)
    register.create(replace(SOUND, customers=("C-2", "C-3")), by="U-1")
    register.reopen("A-0001", by="U-1", seen=2)
    register.save("A-0001", replace(SOUND, customers=("C-9",)), by="U-1", seen=3)
    ids = {
        customer: [one.agreement_id for one in register.of_customer(customer)]
        for customer in ("C-1", "C-2", "C-3", "C-9")
    }
    assert ids == {"C-1": ["A-0001"], "C-2": ["A-0001", "A-0002"], "C-3": ["A-0002"], "C-9": []}


def test_numbers_go_on_after_9999(register: Register) -> None:
    register.create(SOUND, by="U-1")
    with register.store.change() as connection:
        connection.execute(tables.contract_numbers.update().values(last=9998))
    ids = [register.create(SOUND, by="U-1").agreement_id for _ in range(3)]
    assert ids == ["A-9999", "A-10000", "A-10001"]
    assert [one.agreement_id for one in register.all()] == ["A-0001", *ids]


def test_goals_are_kept_apart(register: Register) -> None:
    goals = Contracts(register.store, "goal")
    assert goals.create({"a": [1, None]}, by="U-1").id == "G-0001"
    assert approved(register).agreement_id == "A-0001"
    assert goals.one("G-0001").terms == {"a": [1, None]}
    assert len(goals.all()) == len(register.all()) == 1
    with pytest.raises(UnknownNameError, match="Unknown goal 'A-0001'"):
        goals.one("A-0001")


def test_a_store_of_version_1_is_read_and_brought_up(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(tables, "STEPS", tables.STEPS[:1])
        open_store(Settings(store=address)).remember("U-1", "theme", "dark")
    register = open_register(Settings(store=address))
    assert register.all() == ()
    assert approved(register).version == 1
    assert register.store.remembered("U-1") == {"theme": "dark"}


def test_terms_that_are_not_known_are_told(tmp_path: Path) -> None:
    file = tmp_path / "w.sqlite"
    register = open_register(Settings(store=f"sqlite:///{file}"))
    approved(register)
    with sqlite3.connect(file) as connection:
        connection.execute("""update contracts set terms = '{"metric": "weight"}'""")
    connection.close()
    with pytest.raises(StoreError, match=r"agreement A-0001 .*: metric is 'weight'; expected one"):
        register.all()


def test_an_amount_that_is_no_number_is_never_written(register: Register) -> None:
    terms = replace(SOUND, tiers=(Tier(Decimal("NaN"), Decimal(0)),))
    with pytest.raises(InputError, match="is NaN; it must be a number"):
        register.create(terms, by="U-1")
    assert register.all() == ()
