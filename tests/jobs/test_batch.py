from __future__ import annotations

from pathlib import Path

import pytest

from tests.jobs.conftest import CUSTOMERS, WriteNotebook
from wiseparts_nb.errors import ConfigurationError, InputError, UnknownNameError, WisePartsError
from wiseparts_nb.jobs.batch import Batch, Visits, keys_of, read_batch
from wiseparts_nb.source.source import Source


@pytest.fixture
def batch_file(write_notebook: WriteNotebook) -> Path:
    return write_notebook("1").with_name("briefs.yaml")


def written(path: Path, text: str) -> Path:
    path.write_text(f"notebook: report.ipynb\n{text}", encoding="utf-8")
    return path


def test_a_batch_is_named_for_its_file_and_finds_its_notebook_beside_it(batch_file: Path) -> None:
    batch = read_batch(written(batch_file, ""))
    assert batch == Batch(name="briefs", notebook=batch_file.with_name("report.ipynb"))
    assert (batch.customers, batch.language, batch.formats) == (
        "all",
        "customer",
        ("html", "pdf", "ipynb"),
    )


def test_ids_are_text_as_they_are_written(batch_file: Path) -> None:
    batch = read_batch(written(batch_file, 'customers: ["0123", "NO"]'))
    assert batch.customers == ("0123", "NO")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("customers: [0123]", "expected 'all', a list of ids in quotes"),
        ("customers: [NO]", "expected 'all', a list of ids in quotes"),
        ("customers: some", "'customers' is 'some'"),
        ("customers: {visit_in: 3}", "visit_within_days: 7"),
        ("formats: [docx]", "html, pdf, ipynb"),
        ("language: de", "one of en, fr, es"),
        ("limit: 0", "a whole number from 1"),
        ("time_limit: -1", "seconds, more than 0"),
        ("name: ../x", "small letters"),
        ("recipient: me", "Unknown setting in briefs.yaml 'recipient'"),
        ("custmers: all", "Did you mean 'customers'?"),
        ("notebook: gone.ipynb", "names the notebook 'gone.ipynb', which is not at"),
        ("a: [", "is not YAML"),
    ],
)
def test_a_mistake_in_the_file_is_explained(batch_file: Path, text: str, said: str) -> None:
    with pytest.raises(WisePartsError) as error:
        read_batch(written(batch_file, text))
    assert said in str(error.value)
    assert error.value.exit_code == 4


def test_a_file_that_is_not_there_names_the_nearest(batch_file: Path) -> None:
    written(batch_file, "")
    with pytest.raises(ConfigurationError, match=r"Did you mean '.*briefs\.yaml'"):
        read_batch(batch_file.with_name("brief.yaml"))


def test_an_empty_file_is_refused(batch_file: Path) -> None:
    batch_file.write_text("")
    with pytest.raises(ConfigurationError, match="holds no settings"):
        read_batch(batch_file)


def batch(**fields: object) -> Batch:
    return Batch.model_validate({"name": "b", "notebook": "n.ipynb", **fields})


def test_all_customers_in_order(source: Source) -> None:
    assert keys_of(batch(), source) == tuple(sorted(CUSTOMERS))


def test_a_list_keeps_its_order_and_counts_each_once(source: Source) -> None:
    assert keys_of(batch(customers=["C-2", "0123", "C-2"]), source) == ("C-2", "0123")


def test_visits_count_local_days_with_today_as_the_first(source: Source) -> None:
    assert keys_of(batch(customers=Visits(visit_within_days=1)), source) == ("C-2",)
    assert keys_of(batch(customers=Visits(visit_within_days=7)), source) == ("C-1", "C-2")
    assert keys_of(batch(customers=Visits(visit_within_days=8)), source) == ("C-1", "C-2", "C-3")


def test_only_and_limit_narrow_a_batch(source: Source) -> None:
    assert keys_of(batch(), source, only=["C-3", "C-1"]) == ("C-1", "C-3")
    assert keys_of(batch(limit=1, customers=["C-3", "C-1"]), source) == ("C-3",)


def test_an_unknown_customer_names_the_nearest(source: Source) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'C-1'"):
        keys_of(batch(customers=["C-11"]), source)
    with pytest.raises(UnknownNameError, match="Unknown customer 'C-11'"):
        keys_of(batch(), source, only=["C-11"])


def test_a_customer_outside_the_batch_is_not_silently_left_out(source: Source) -> None:
    with pytest.raises(InputError, match="'C-3' is a customer, but not one of the batch"):
        keys_of(batch(customers=["C-1"]), source, only=["C-1", "C-3"])


def test_an_empty_batch_is_refused(source: Source) -> None:
    with pytest.raises(InputError, match="no customer is in it"):
        keys_of(batch(customers=[]), source)
