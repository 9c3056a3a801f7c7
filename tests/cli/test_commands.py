from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from decimal import Decimal
from pathlib import Path

import duckdb
import psutil
import pytest
import typer.main
from typer.testing import CliRunner

from tests.cli.conftest import Type
from wiseparts_nb.cli import app
from wiseparts_nb.customer.catalogue import CATALOGUE
from wiseparts_nb.source.snapshot import Snapshot

COMMANDS = sorted(vars(typer.main.get_command(app))["commands"])
WISEPARTS = Path(sys.executable).with_name("wiseparts")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_has_an_example_that_can_be_typed(command: str) -> None:
    said = CliRunner().invoke(app, [command, "--help"])
    assert said.exit_code == 0
    assert f"Example: wiseparts {command} " in said.stdout
    words = said.stdout.split("Example: wiseparts ")[1].split()
    options = {word for word in words if word.startswith("--")}
    assert options <= set(said.stdout.split("Example:")[0].replace(",", " ").split())


def test_help_answers_at_once_and_loads_nothing_heavy() -> None:
    script = (
        "import sys; from wiseparts_nb.cli import main; main(['--help']);"
        "print({'pandas', 'duckdb', 'altair', 'pydantic', 'papermill', 'IPython'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert done.stderr.strip() == "set()"
    assert "kpi" in done.stdout


def test_data_never_goes_to_stderr_nor_notes_to_stdout(wiseparts: Type) -> None:
    said = wiseparts("demo", "--if-missing", "--json")
    assert said.document["company"] == "Groupe Voltane (demo)"
    assert "There is a snapshot already" in said.err
    assert not wiseparts("demo", "--if-missing", "-q").err


def test_status_says_what_is_in_use(wiseparts: Type, company: Snapshot) -> None:
    said = wiseparts("status", "--json")
    about = said.document
    assert (about["id"], about["as_of"]) == (company.id, company.as_of.isoformat())
    sales = next(one for one in about["tables"] if one["table"] == "sales_lines")
    with duckdb.connect(str(company.path), read_only=True) as connection:
        (count,) = connection.execute("select count(*) from sales_lines").fetchall()[0]
    assert sales["taken"] == count
    text = wiseparts("status").out
    assert company.id in text
    assert f"{count:,}" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("status",), "There is no snapshot"),
        (("kpi",), "No KPI was named"),
        (("kpi", "sales_trnd", "--all"), "Did you mean 'sales_trend'?"),
        (("kpi", "sales_trend"), "Say whose"),
        (("kpi", "sales_trend", "--all", "--customer", "C-0001"), "not both"),
        (("kpi", "sales_trend", "--all", "--lang", "fra"), "Did you mean 'fr'?"),
        (("kpi", "sales_trend", "--all", "--as-of", "23.11.2026"), "is not a day"),
        (("kpi", "sales_trend", "--all", "--bogus"), "No such option: --bogus"),
        (("run", "briefs.yaml"), "There is no batch file 'briefs.yaml'"),
        (("run", "briefs.yaml", "--lang", "it"), "Unknown language 'it'"),
        (("run", "briefs.yaml", "--formats", "html,pfd"), "Did you mean 'pdf'?"),
        (("run",), "Missing argument"),
        (("template", "sale"), "Did you mean 'sales'?"),
        (("load", "gone.toml"), "gone.toml"),
        (("demo", "--customers", "3"), "20 to 50000"),
        (("status", "--config", "gone.toml"), "There is no configuration file 'gone.toml'"),
        (("lab", "gone"), "There is no folder 'gone'"),
        (("stauts",), "No such command 'stauts'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_mistake_is_one_message_and_exit_code_4(
    words: tuple[str, ...], said: str, type_: Type
) -> None:
    answer = type_(*words)
    assert said in answer.err
    assert answer.code == 4
    assert not answer.out
    assert "Traceback" not in answer.err


def test_debug_shows_where_an_error_came_from() -> None:
    command = [WISEPARTS, "status", "--debug", "--config", "gone.toml"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert "Traceback" in done.stderr
    assert "ConfigurationError" in done.stderr


def test_a_customer_that_is_not_there_names_the_nearest(wiseparts: Type) -> None:
    said = wiseparts("kpi", "sales_trend", "--customer", "C-00001")
    assert said.code == 4
    assert "Unknown customer 'C-00001'. Did you mean 'C-0001'?" in said.err


def test_a_day_after_the_data_is_refused(wiseparts: Type) -> None:
    said = wiseparts("kpi", "sales_trend", "--all", "--as-of", "2031-01-01")
    assert said.code == 4
    assert "The data end on" in said.err


def test_every_kpi_is_listed_with_its_definition(type_: Type) -> None:
    listed = type_("kpi", "--list", "--json").document
    assert [one["kpi"] for one in listed] == [one.name for one in CATALOGUE]
    assert all(one["definition"] for one in listed)
    assert all(one.name in type_("kpi", "--list").out for one in CATALOGUE)


def test_a_kpi_is_the_same_alone_and_among_all(wiseparts: Type, company: Snapshot) -> None:
    every = {
        one["scope"]["customer_id"]: one
        for one in wiseparts("kpi", "sales_trend", "--all", "--json").lines
    }
    assert len(every) == 20
    for customer_id, one in every.items():
        assert one == wiseparts("kpi", "sales_trend", "--customer", customer_id, "--json").document
        assert one["snapshot"] == company.id
        assert (one["value"] is None) is ("reason" in one)


def test_money_is_text_to_the_cent_and_days_are_iso(wiseparts: Type, company: Snapshot) -> None:
    value = wiseparts("kpi", "sales_trend", "--customer", "C-0001", "--json").document["value"]
    with duckdb.connect(str(company.path), read_only=True) as connection:
        sql = "select sum(net) from sales_lines where customer_id = 'C-0001' and sold_on between ? and ?"
        days = [company.as_of.replace(day=1), company.as_of]
        ((net,),) = connection.execute(sql, days).fetchall()
    assert isinstance(value["to_date"], str)
    assert Decimal(value["to_date"]) == (net or 0)
    assert value["as_of"] == company.as_of.isoformat()


def test_without_a_value_there_is_a_reason_in_the_reader_s_language(
    wiseparts: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WISEPARTS_FEATURES_OFF", '["sales"]')
    said = wiseparts(
        "kpi", "sales_trend", "--customer", "C-0001", "--json", "--lang", "fr"
    ).document
    assert said["value"] is None
    assert said["reason"] == "la fonctionnalité est désactivée pour votre société"
    every = wiseparts("kpi", "sales_trend", "--all", "--json").lines
    assert {one["reason"] for one in every} == {"the feature is off for your company"}


def test_the_rows_behind_a_number_are_as_many_as_its_explanation_counts(wiseparts: Type) -> None:
    words = ("kpi", "sales_trend", "--customer", "C-0001")
    explained = wiseparts(*words, "--explain", "--json").document
    rows = wiseparts(*words, "--rows", "--json").lines
    assert explained["rows"] == len(rows) > 0
    assert {row["customer_id"] for row in rows} == {"C-0001"}
    assert len(wiseparts(*words, "--rows").out.splitlines()) == len(rows) + 1


def test_an_explanation_shows_the_query_that_ran_and_what_was_bound(
    wiseparts: Type, company: Snapshot
) -> None:
    said = wiseparts("kpi", "sales_trend", "--customer", "C-0001", "--explain").out
    assert "Net sales from the first of the month" in said
    assert f"snapshot {company.id}" in said
    assert "$lens_customer = 'C-0001'" in said
    assert f"as_of = {company.as_of}" in said
    assert "from sales_lines as line" in said


def test_an_earlier_day_gives_earlier_numbers(wiseparts: Type) -> None:
    words = ("kpi", "sales_trend", "--customer", "C-0001", "--json")
    assert wiseparts(*words, "--as-of", "2026-05-20").document["value"]["as_of"] == "2026-05-20"


def test_a_card_is_plain_text_in_the_reader_s_language(wiseparts: Type) -> None:
    said = wiseparts("kpi", "customer_record", "--customer", "C-0001", "--lang", "fr").out
    assert "\x1b" not in said
    assert said != wiseparts("kpi", "customer_record", "--customer", "C-0001").out


def test_a_table_of_all_customers_has_one_line_each(wiseparts: Type) -> None:
    lines = wiseparts("kpi", "customer_record", "--all").out.splitlines()
    assert lines[0].startswith("customer_id")
    assert len(lines) == 21


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_template_makes_its_folder(suffix: str, type_: Type, tmp_path: Path) -> None:
    assert type_("template", "sales", "--out", f"my/sales.{suffix}").code == 0
    assert (tmp_path / "my" / f"sales.{suffix}").stat().st_size
    refused = type_("template", "sales", "--out", f"my/sales.{suffix}/sales.{suffix}")
    assert (refused.code, refused.err.startswith("wiseparts: Cannot write")) == (4, True)


def test_a_template_is_written_once(type_: Type, tmp_path: Path) -> None:
    assert type_("template", "sales", "--out", "sales.csv").out == "sales.csv\n"
    assert "customer_id" in (tmp_path / "sales.csv").read_text(encoding="utf-8")
    again = type_("template", "sales", "--out", "sales.csv")
    assert again.code == 4
    assert "never overwrites" in again.err


def test_a_load_is_told_by_table_and_rule(
    type_: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WISEPARTS_SNAPSHOTS", str(tmp_path / "snapshots"))
    (tmp_path / "c.csv").write_text("customer_id,name,kind\nC-1,One,customer\nC-2,Two,cliant\n")
    (tmp_path / "m.toml").write_text(
        '[snapshot]\ncompany = "Own"\ncurrency = "EUR"\ncountry = "FR"\nzone = "Europe/Paris"\nas_of = 2026-01-31\n'
        '[sources.c]\ntype = "csv"\npath = "c.csv"\n[tables.customers]\nselect = "select * from c"\n'
    )
    refused = type_("load", "m.toml", "--rejects", "rejects.csv")
    assert refused.code == 4
    assert "Too many rows were rejected" in refused.err
    assert "cliant" in (tmp_path / "rejects.csv").read_text(encoding="utf-8")
    said = type_("load", "m.toml", "--max-rejects", "0.5", "--json")
    assert said.document["rejected"][0]["example"] == "cliant"
    assert type_("status", "--json").document["tables"][0]["taken"] == 1


def test_doctor_names_the_line_that_installs_what_is_missing(type_: Type) -> None:
    found = {one["name"]: one for one in type_("doctor", "--json").document}
    assert found["duckdb"]["found"] == duckdb.__version__
    assert not found["a snapshot"]["found"]
    assert "wiseparts demo" in type_("doctor").out


def test_a_reader_that_stops_early_is_no_error(company: Snapshot) -> None:
    command = (
        f"{WISEPARTS} kpi sales_trend --customer C-0001 --rows | head -1; exit ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(
        ["bash", "-c", command], check=False, capture_output=True, text=True,
        env={"WISEPARTS_SNAPSHOTS": str(company.path.parent), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("customer_id")


def test_help_is_quick() -> None:
    seconds: list[float] = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([WISEPARTS, "--help"], check=True, capture_output=True)
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 2  # 0.3 s on an idle machine


def test_lab_prints_an_address_that_answers_and_ends_with_the_command(
    company: Snapshot, tmp_path: Path
) -> None:
    environment = {**os.environ, "WISEPARTS_SNAPSHOTS": str(company.path.parent)}
    command = [WISEPARTS, "lab", str(tmp_path), "--no-browser", "-q"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as lab:
        assert lab.stdout is not None
        address = lab.stdout.readline().strip()
        (server,) = psutil.Process(lab.pid).children()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(address, timeout=60) as page:
            assert b"jupyter-config-data" in page.read()
        assert server.environ()["WISEPARTS_SNAPSHOTS"] == str(company.path.parent)
        lab.terminate()
        assert lab.wait(timeout=60) == 0
    assert not server.is_running()


def test_kpi_as_a_user_sees_it(wiseparts: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ("kpi", "last_12_months", "--customer", "C-0013")
    own = wiseparts(*asked)
    through = [
        *asked,
        "--reader",
        "U-036",
    ]  # a manufacturer's, who looks through another wholesaler
    assert (own.code, wiseparts(*through).code) == (0, 0)
    assert wiseparts(*through).out != own.out
    assert wiseparts(*through, "--all-sales").out == wiseparts(*asked, "--all-sales").out
    monkeypatch.setenv("WISEPARTS_READER", "U-036")
    assert wiseparts(*asked).out == wiseparts(*through).out
    refused = wiseparts(*asked, "--reader", "U-001", "--all-sales")
    assert (refused.code, refused.out) == (4, "")
    assert "does not hold the right 'show_all_sales'" in refused.err
