"""``wiseparts agreements``: examples from the demo, files to and fro, decisions, and a sentence for everything refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import Type
from wiseparts_nb.agreements.performance import performance
from wiseparts_nb.agreements.register import open_register
from wiseparts_nb.settings import read_settings
from wiseparts_nb.source.source import open_source

DRAFT = """\
description: Kerval 2027
starts_on: 2026-01-01
ends_on: 2026-12-31
customers: [C-0001]
tiers:
- threshold: 10000.50
  bonus_rate: 0.03
reference_tier: 1
"""


@pytest.fixture
def typed(wiseparts: Type, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Type:
    """Run a command on the demo company, with a store of its own that is empty."""
    monkeypatch.setenv("WISEPARTS_STORE", f"sqlite:///{tmp_path}/store.sqlite")
    return wiseparts


@pytest.fixture
def shown(typed: Type) -> Type:
    """The same, with the demo's examples in the register."""
    assert typed("demo", "--if-missing", "-q").code == 0
    return typed


def written(text: str) -> str:
    Path("some.yaml").write_text(text, encoding="utf-8")
    return "some.yaml"


def test_the_demo_has_examples_once(typed: Type) -> None:
    said = typed("demo", "--if-missing")
    assert "Examples: " in said.err
    before = typed("agreements", "list", "--json").document
    assert {one["state"] for one in before} == {"approved", "draft"}
    assert typed("agreements", "remove", before[-1]["agreement"], "-q").code == 0
    assert "Examples" not in typed("demo", "--if-missing").err
    assert len(typed("agreements", "list", "--json").document) == len(before) - 1


def test_the_demo_goes_on_without_a_store(typed: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("folder").write_text("no folder")
    monkeypatch.setenv("WISEPARTS_STORE", f"sqlite:///{Path.cwd()}/folder/store.sqlite")
    said = typed("demo", "--if-missing", "--json")
    assert said.code == 0
    assert "No examples of agreements and goals: The workbench's own store" in said.err
    assert said.document["company"] == "Groupe Voltane (demo)"


def test_the_list_says_how_each_stands(shown: Type) -> None:
    source = open_source(read_settings(None))
    listed = shown("agreements", "list", "--json").document
    for kept, row in zip(open_register(source.settings).all(), listed, strict=True):
        total = performance(source, kept.in_force).total
        assert row["agreement"] == kept.agreement_id
        assert Decimal(row["total"]["actual"]) == total.actual
        assert Decimal(row["total"]["projected"]) == total.projected
        assert row["total"]["reached"] == total.reached
    head, first, *_ = shown("agreements", "list").out.splitlines()
    assert head.split() == [
        *("id", "description", "period", "metric", "customers", "state", "status"),
        *("actual", "projected", "tier", "ahead"),
    ]
    assert first.startswith("A-0001")
    assert f"{listed[0]['total']['reached']} of 3  ahead" in first
    assert "€" in first
    assert "Ventes nettes" in shown("agreements", "list", "--lang", "fr").out


def test_one_agreement_as_cards_and_as_json(shown: Type) -> None:
    source = open_source(read_settings(None))
    kept = open_register(source.settings).one("A-0001")
    found = performance(source, kept.in_force)
    answer = shown("agreements", "show", "A-0001", "--json").document
    assert {name: answer[name] for name in ("agreement", "version", "as_of", "snapshot")} == {
        "agreement": "A-0001",
        "version": 1,
        "as_of": source.as_of.isoformat(),
        "snapshot": source.snapshot.id,
    }
    assert Decimal(answer["value"]["total"]["actual"]) == found.total.actual
    assert len(answer["value"]["shares"]) == len(found.shares)
    assert shown("kpi", "performance", "--agreement", "A-0001", "--json").document == answer
    text = shown("agreements", "show", "A-0001").out
    assert found.shares[0].name in text
    assert "version 1" in text.lower()
    assert shown("kpi", "agreement", "--agreement", "A-0001").out == text
    earlier = shown("agreements", "show", "A-0001", "--json", "--as-of", "2026-03-31").document
    assert Decimal(earlier["value"]["total"]["actual"]) < found.total.actual


def test_the_rows_behind_add_up_and_the_explanation_says_what_ran(shown: Type) -> None:
    asked = ("kpi", "agreement", "--agreement", "A-0001")
    total = shown(*asked, "--json").document["value"]["total"]["actual"]
    rows = shown(*asked, "--rows", "--json").lines
    assert sum(Decimal(row["amount"]) for row in rows) == Decimal(total)
    told = shown(*asked, "--explain").out
    assert "from sales_lines" in told
    assert f"Rows behind it: {len(rows):,}" in told


def test_a_file_comes_and_goes_and_changes_nothing_twice(typed: Type) -> None:
    file = written(DRAFT)
    created = typed("agreements", "import", file, "--json").document
    assert created == [
        {"agreement": "A-0001", "state": "draft", "version": 0, "revision": 1, "outcome": "created"}
    ]
    assert typed("agreements", "import", file, "--json").document[0]["outcome"] == "unchanged"
    assert typed("agreements", "export", "--out", "out.yaml").err == (
        "Agreements written to out.yaml: 1.\n"
    )
    text = Path("out.yaml").read_text(encoding="utf-8")
    assert typed("agreements", "export", "A-0001").out == text
    assert "threshold: '10000.50'" in text
    assert typed("agreements", "import", "out.yaml", "--json").document[0]["outcome"] == "unchanged"
    changed = written(text.replace("10000.50", "10000.60"))
    assert "A-0001  changed  draft  Kerval 2027" in typed("agreements", "import", changed).out
    assert open_register(read_settings(None)).one("A-0001").revision == 2


def test_an_approved_one_changes_only_when_it_may(typed: Type) -> None:
    typed("agreements", "import", written(DRAFT), "--approve")
    text = typed("agreements", "export").out
    other = written(text.replace("10000.50", "9999") + "- description: another\n")
    said = typed("agreements", "import", other)
    assert said.code == 4
    assert "A-0001 is approved (version 1) and the file has other terms" in said.err
    assert [one.agreement_id for one in open_register(read_settings(None)).all()] == ["A-0001"]
    reopened = typed("agreements", "import", other, "--reopen", "--json").document
    assert [(one["state"], one["outcome"]) for one in reopened] == [
        ("reopened", "changed"),
        ("draft", "created"),
    ]
    assert typed("agreements", "approve", "A-0001").out == "A-0001: approved, version 2\n"
    assert typed("agreements", "reopen", "A-0001", "--json").document["state"] == "reopened"


def test_a_draft_without_figures_is_listed_and_shown(typed: Type) -> None:
    typed("agreements", "import", written("description: Only a name"))
    (row,) = typed("agreements", "list", "--json").document
    assert (row["description"], row["status"], row["total"]) == ("Only a name", None, None)
    assert "Only a name" in typed("agreements", "list").out
    answer = typed("agreements", "show", "A-0001", "--json").document
    assert answer["value"] is None
    assert "without a whole period" in answer["reason"]
    assert "without a whole period" in typed("agreements", "show", "A-0001").out
    assert typed("kpi", "agreement", "--agreement", "A-0001", "--rows").code == 4


def test_names_that_the_data_lack_are_noted(typed: Type) -> None:
    said = typed("agreements", "import", written(DRAFT.replace("C-0001", "C-9999")))
    assert said.code == 0
    assert "Kerval 2027: Customer C-9999 is not in the data." in said.err


def test_an_export_reads_as_plain_yaml(shown: Type) -> None:
    text = shown("agreements", "export").out
    found = yaml.safe_load(text)["agreements"]
    assert len(found) == len(open_register(read_settings(None)).all())
    assert all(isinstance(tier["threshold"], str) for one in found for tier in one["tiers"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "A-0099"), "Unknown agreement 'A-0099'. There is: none."),
        (("approve", "a1"), "Unknown agreement 'a1'."),
        (("remove", ""), "Unknown agreement ''."),
        (("export", "A-0099"), "Unknown agreement 'A-0099'."),
        (("export", "--out", "no/where.yaml"), "no/where.yaml cannot be written: No such file"),
        (("import", "none.yaml"), "none.yaml cannot be read: No such file"),
        (("import", "."), ". cannot be read: Is a directory."),
        (("import", "latin.yaml"), "latin.yaml cannot be read: it is no text in UTF-8."),
        (("import", "typo.yaml"), "Unknown key 'metrc'. Did you mean 'metric'?"),
        (("import", "lost.yaml"), "Unknown agreement 'A-0042'."),
        (("import", "empty.yaml", "--approve"), "Agreement 1 of the file cannot be approved yet."),
        (("list", "--lang", "fra"), "Did you mean 'fr'?"),
        (("show", "A-0001", "--as-of", "31.12.2026"), "is not a day"),
        (("list", "--reader", "U-999999"), "Unknown user 'U-999999'"),
    ],
)
def test_what_is_refused(typed: Type, words: tuple[str, ...], said: str) -> None:
    Path("latin.yaml").write_bytes("description: é".encode("latin-1"))
    Path("typo.yaml").write_text("metrc: net")
    Path("lost.yaml").write_text("id: A-0042\ndescription: x")
    Path("empty.yaml").write_text("description: x")
    answer = typed("agreements", *words)
    assert answer.code == 4
    assert not answer.out
    assert said in answer.err
    assert answer.err.startswith("wiseparts: ")
    assert "Traceback" not in answer.err
    assert not Path("store.sqlite").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("agreement",), "Say which: --agreement ID."),
        (("agreement", "--agreement", "A-0099"), "Unknown agreement 'A-0099'"),
        (("sales_trend", "--agreement", "A-0001"), "Unknown KPI of an agreement 'sales_trend'"),
        (("agreement", "--agreement", "A-0001", "--all"), "--agreement ID alone"),
    ],
)
def test_a_kpi_that_is_misasked(typed: Type, words: tuple[str, ...], said: str) -> None:
    answer = typed("kpi", *words)
    assert answer.code == 4
    assert said in answer.err


def test_rights_are_held(shown: Type) -> None:
    source = open_source(read_settings(None))
    kinds = dict(source.table("select kind, min(user_id) from users group by kind")[1])
    seller = kinds["sales_rep"]
    said = shown("agreements", "reopen", "A-0001", "--reader", seller)
    assert said.code == 4
    assert "may not approve, reopen or remove" in said.err
    assert open_register(source.settings).one("A-0001").state == "approved"
    maker = kinds["manufacturer"]
    said = shown("agreements", "import", written(DRAFT), "--reader", maker)
    assert "works for a manufacturer" in said.err
    blind = source.table(
        "select min(user_id) from users where rights is null or rights not like '%see_margin%'"
    )[1][0][0]
    rows = shown("agreements", "list", "--json", "--reader", blind).document
    margin = next(one for one in rows if one["metric"] == "margin")
    assert margin["total"] is None
    assert "see_margin" in shown("agreements", "show", margin["agreement"], "--reader", blind).err
    left = shown("agreements", "export", "--reader", blind)
    assert "Left out for want of the right 'see_margin': 1." in left.err
    assert "metric: margin" not in left.out.split("agreements:", 1)[1]
