"""Batches over agreements: which are in it, what a notebook is told, and that a changed agreement is made again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.agreements.reported import POOLED, STATES, agree, publish_trade
from tests.jobs.conftest import WriteNotebook
from wiseparts_nb.agreements.register import open_register
from wiseparts_nb.errors import ConfigurationError, InputError, UnknownNameError
from wiseparts_nb.jobs.batch import Batch, keys_of, read_batch
from wiseparts_nb.jobs.run import jobs_of, run_batch
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.source import Source, open_source

PARAMETERS = """\
agreement_id: str = "A-0001"  # agreement to report on
as_of: str = ""  # day of the numbers
language: str = "en"  # en, fr or es
"""
REPORT = Path(__file__).parents[2] / "notebooks" / "reports" / "agreement_report.ipynb"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Two active agreements, one that is over, and a draft."""
    publish_trade(tmp_path / "snapshots")
    settings = Settings(
        snapshots=tmp_path / "snapshots",
        reports=tmp_path / "reports",
        store=f"sqlite:///{tmp_path / 'store.sqlite'}",
        language="es",
    )
    agree(settings, POOLED, STATES["each"], STATES["final"])
    open_register(settings).create(replace(POOLED, tiers=()), by="local:tester")
    return settings


@pytest.fixture
def source(settings: Settings) -> Iterator[Source]:
    opened = open_source(settings)
    yield opened
    opened.close()


def batch(notebook: Path = REPORT, **fields: object) -> Batch:
    return Batch.model_validate(
        {"name": "b", "notebook": notebook, "formats": ["html"], "agreements": "all", **fields}
    )


def test_all_that_are_approved_or_the_active_ones_or_a_list(source: Source) -> None:
    assert keys_of(batch(), source) == ("A-0001", "A-0002", "A-0003")
    assert keys_of(batch(agreements="active"), source) == ("A-0001", "A-0002")
    assert keys_of(batch(agreements=["A-0003", "A-0001"]), source) == ("A-0003", "A-0001")
    assert keys_of(batch(), source, only=["A-0002"]) == ("A-0002",)


def test_unknown_drafts_and_others_are_refused_in_words(source: Source) -> None:
    with pytest.raises(UnknownNameError, match="Unknown agreement 'A-0033'"):
        keys_of(batch(agreements=["A-0033"]), source)
    with pytest.raises(InputError, match=r"A-0004 is a draft .* incomplete \(first: tiers\)"):
        keys_of(batch(agreements=["A-0004"]), source)
    with pytest.raises(InputError, match="A-0004 is a draft"):
        keys_of(batch(), source, only=["A-0004"])
    with pytest.raises(InputError, match="'A-0003' is an agreement, but not one of the batch"):
        keys_of(batch(agreements="active"), source, only=["A-0003"])
    with pytest.raises(InputError, match="no agreement is in it"):
        keys_of(batch(agreements=[]), source)


def test_a_batch_is_about_one_of_the_two(
    write_notebook: WriteNotebook, source: Source, settings: Settings
) -> None:
    path = write_notebook("1").with_name("reports.yaml")
    path.write_text("notebook: report.ipynb\nagreements: all\ncustomers: all\n")
    with pytest.raises(ConfigurationError, match="both 'agreements' and 'customers'"):
        read_batch(path)
    path.write_text("notebook: report.ipynb\nagreements: some\n")
    with pytest.raises(ConfigurationError, match="'all', 'active', or a list of ids in quotes"):
        read_batch(path)
    path.write_text("notebook: report.ipynb\nagreements: all\n")
    with pytest.raises(ConfigurationError, match="has no parameter 'agreement_id'"):
        jobs_of(read_batch(path), source, settings)


def test_a_notebook_is_told_its_agreement_and_the_readers_language(
    source: Source, settings: Settings
) -> None:
    (first, *_) = jobs_of(batch(language="reader"), source, settings)
    assert first.parameters == {"agreement_id": "A-0001", "as_of": "2024-09-17", "language": "es"}
    (first, *_) = jobs_of(batch(language="fr"), source, settings)
    assert first.parameters["language"] == "fr"


def test_a_changed_agreement_is_another_report(source: Source, settings: Settings) -> None:
    before = {one.key: one.inputs for one in jobs_of(batch(), source, settings)}
    register = open_register(settings)
    reopened = register.reopen("A-0001", by="local:tester", seen=register.one("A-0001").revision)
    changed = replace(reopened.terms, description="Other words")
    saved = register.save("A-0001", changed, by="local:tester", seen=reopened.revision)
    register.approve("A-0001", by="local:tester", seen=saved.revision)
    after = {one.key: one.inputs for one in jobs_of(batch(), source, settings)}
    assert {key for key in before if before[key] != after[key]} == {"A-0001"}


def test_reports_are_made_kept_and_one_that_fails_stops_no_other(
    source: Source, settings: Settings, write_notebook: WriteNotebook
) -> None:
    opening = (
        "from wiseparts_nb.notebook import open_agreement\n"
        "report = open_agreement(agreement_id, as_of=as_of, language=language)\n"
        "assert report.performance.terms.scope == 'pooled', 'not this one'"
    )
    cells = (opening, "report.show('summary')")
    asked = batch(write_notebook(*cells, parameters=PARAMETERS), agreements="active")
    manifest = run_batch(asked, source, settings)
    assert [(one.key, one.state) for one in manifest.reports] == [
        ("A-0001", "done"),
        ("A-0002", "failed"),
    ]
    assert "not this one" in manifest.reports[1].error
    made = settings.reports / "b" / "2024-09-17" / "A-0001.html"
    assert "trayectoria" in made.read_text(encoding="utf-8")
    kept = run_batch(asked, source, settings, resume=True, only=["A-0001"])
    assert [one.state for one in kept.reports] == ["kept"]


def test_the_parameters_file_of_the_project_is_about_agreements() -> None:
    ours = read_batch(Path(__file__).parents[2] / "parameters" / "agreement_reports.yaml")
    assert (ours.subject, ours.agreements, ours.language) == ("agreement", "active", "reader")
    assert ours.notebook == REPORT
    assert json.loads(REPORT.read_text(encoding="utf-8"))["metadata"]["wiseparts"] == {
        "layout": "report"
    }
