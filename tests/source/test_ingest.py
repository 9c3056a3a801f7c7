from __future__ import annotations

import csv
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from time import perf_counter

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.source.companies import Company, rows_of
from wiseparts_nb.errors import ConfigurationError, IngestError
from wiseparts_nb.source.ingest import Excluded, LoadReport, Rejected, load
from wiseparts_nb.source.snapshot import Load, current

GOOD = "I-1,1,C-1,2026-03-02,Nordlicht,2,10.50,4.25"
FAULTS = {
    'I-2,1,C-1,2026-03-02,Nordlicht,2,"1.234,56",4': ("net", "1.234,56", "type"),
    "I-2,1,C-1,2026-03-02,Nordlicht,2,1_000,4": ("net", "1_000", "type"),
    "I-2,1,C-1,2026-03-02,Nordlicht,2,nan,4": ("net", "nan", "type"),
    "I-2,1,C-1,2026-03-02,Nordlicht,2,99999999999999999999,4": (
        "net",
        "99999999999999999999",
        "type",
    ),
    "I-2,1,C-1,31/02/2026,Nordlicht,2,10,4": ("sold_on", "31/02/2026", "type"),
    "I-2,1,C-1,2026-02-30,Nordlicht,2,10,4": ("sold_on", "2026-02-30", "type"),
    "I-2,1.5,C-1,2026-03-02,Nordlicht,2,10,4": ("line_no", "1.5", "type"),
    "I-2,1,C-1,2026-03-02,Nordlicht,two,10,4": ("quantity", "two", "type"),
    "I-2,1,C-1,2026-03-02,Nordlicht,2,,4": ("net", None, "not_null"),
    "I-2,1,  ,2026-03-02,Nordlicht,2,10,4": ("customer_id", None, "not_null"),
    "I-2,0,C-1,2026-03-02,Nordlicht,2,10,4": ("line_no", "0", "check"),
    "I-2,1,C-9,2026-03-02,Nordlicht,2,10,4": ("customer_id", "C-9", "reference"),
    "I-2,1,C-1,2026-03-02,unknown,2,10,4": ("brand_id", "unknown", "reference"),
    "I-1,1,C-1,2026-03-02,Nordlicht,3,10.50,4.25": ("invoice_id, line_no", "I-1, 1", "duplicate"),
    GOOD: ("invoice_id, line_no", "I-1, 1", "exact_duplicate"),
    "I-2,1,C-1,2026-03-02,Nordlicht,2,10": (
        "cost",
        "I-2,1,C-1,2026-03-02,Nordlicht,2,10",
        "ragged",
    ),
    "I-2,1,C-1,2026-03-02,Nordlicht,2,10,4,5": (
        None,
        "I-2,1,C-1,2026-03-02,Nordlicht,2,10,4,5",
        "ragged",
    ),
}


def loaded(company: Company, sales: str | bytes, **mapping: str) -> LoadReport:
    return load(company.write(sales, **mapping), company.snapshots)


def rejects(report: LoadReport) -> list[tuple[object, ...]]:
    return rows_of(
        report.snapshot.path, "select * from rejects order by table_name, source_row, field"
    )


def sales(report: LoadReport, columns: str = "*") -> list[tuple[object, ...]]:
    return rows_of(
        report.snapshot.path, f"select {columns} from sales_lines order by invoice_id, line_no"
    )


def test_a_good_row_is_taken_with_its_margin(company: Company):
    report = loaded(company, GOOD + "\n")
    taken = sales(
        report,
        "invoice_id, line_no, customer_id, sold_on, brand_id, quantity, gross, net, cost, margin",
    )
    decimals = (Decimal("2.000"), None, Decimal("10.50"), Decimal("4.25"), Decimal("6.25"))
    assert taken == [("I-1", 1, "C-1", date(2026, 3, 2), "Nordlicht", *decimals)]
    assert (report.rejected, report.excluded) == ((), ())
    assert report.snapshot.as_of == date(2026, 3, 2)
    assert report.snapshot.loads[-1] == Load("sales_lines", "sales_file", taken=1, rejected=0)


@pytest.mark.parametrize("faulty", FAULTS, ids=str)
def test_a_planted_fault_is_rejected_with_row_field_value_and_rule(company: Company, faulty: str):
    field, value, rule = FAULTS[faulty]
    report = loaded(company, f"{GOOD}\n{faulty}\n")
    assert rejects(report) == [("sales_file", 3, "sales_lines", field, value, rule)]
    assert report.rejected == (
        Rejected("sales_lines", field or "", rule, 1, value, "sales_file", 3),
    )
    assert len(sales(report)) == 1


def test_a_row_is_listed_under_every_rule_it_breaks_and_counted_once(company: Company):
    report = loaded(company, f"{GOOD}\n,-1,C-1,soon,Nordlicht,2,10,4\n")
    assert [(row[3], row[5]) for row in rejects(report)] == [
        ("invoice_id", "not_null"),
        ("line_no", "check"),
        ("sold_on", "type"),
    ]
    assert report.snapshot.loads[-1] == Load("sales_lines", "sales_file", taken=1, rejected=1)


def test_a_line_of_a_rejected_customer_is_rejected(company: Company):
    path = company.write(
        GOOD + "\nI-2,1,C-3,2026-03-02,Nordlicht,1,1,1\n", customers="id,name\nC-1,Quay\nC-3,\n"
    )
    report = load(path, company.snapshots)
    assert rejects(report) == [
        ("customer_file", 3, "customers", "name", None, "not_null"),
        ("sales_file", 3, "sales_lines", "customer_id", "C-3", "reference"),
    ]


def test_of_two_rows_with_one_key_the_good_one_is_taken(company: Company):
    report = loaded(company, f"{GOOD.replace('C-1', 'C-9')}\n{GOOD}\n")
    assert [row[1:] for row in rejects(report)] == [
        (2, "sales_lines", "customer_id", "C-9", "reference")
    ]
    assert sales(report, "customer_id") == [("C-1",)]


def test_numbers_and_days_are_read_as_stated(company: Company):
    stated = 'delimiter = ";"\ndecimal = ","\nthousands = "."\ndate_format = "%d/%m/%Y"\nencoding = "cp1252"'
    rows = (
        "invoice;line;customer;day;brand;quantity;net;cost\r\n"
        "I-1;1;C-1;02/03/2026;Légrand;2;1.234,56;4\r\n"
        "I-2;1;C-1;02/03/2026;Légrand;2;1234,5;4\r\n"
        "I-3;1;C-1;02/03/2026;Légrand;2;1.23,45;4\r\n"
        "I-4;1;C-1;2026-03-02;Légrand;2;12.50;4\r\n"
    )
    report = loaded(company, rows.encode("cp1252"), sales_source=stated)
    assert sales(report, "brand_id, net") == [
        ("Légrand", Decimal("1234.56")),
        ("Légrand", Decimal("1234.50")),
    ]
    assert [(row[1], row[3], row[4]) for row in rejects(report)] == [
        (4, "net", "1.23,45"),
        (5, "net", "12.50"),
        (5, "sold_on", "2026-03-02"),
    ]


def test_rows_are_numbered_as_a_spreadsheet_does_past_blank_and_ragged_lines(company: Company):
    rows = f"{GOOD}\n\nbroken\n{GOOD.replace('I-1', 'I-2').replace('Nordlicht', chr(34) + 'two' + chr(10) + chr(10) + 'lines' + chr(34))}\n\n\nI-3,x,C-1,2026-03-02,Nordlicht,2,10,4\n"
    report = loaded(company, rows)
    assert [(row[1], row[5]) for row in rejects(report)] == [(4, "ragged"), (8, "type")]
    assert len(sales(report)) == 2


def test_a_preamble_above_the_header_is_skipped(company: Company):
    content = (
        b"Export of the day\n\ninvoice,line,customer,day,brand,quantity,net,cost\n"
        + GOOD.encode()
        + b"\nI-2,x,C-1,2026-03-02,A,1,1,1\n"
    )
    report = loaded(company, content, sales_source="header_row = 3")
    assert [(row[1], row[3]) for row in rejects(report)] == [(5, "line_no")]


def test_bytes_of_another_encoding_reject_their_row(company: Company):
    content = (
        b"invoice,line,customer,day,brand,quantity,net,cost\n"
        + GOOD.encode()
        + b"\nI-2,1,C-1,2026-03-02,L\xe9grand,2,10,4\n"
    )
    report = loaded(company, content)
    assert [(row[1], row[5]) for row in rejects(report)] == [(3, "encoding")]


def test_exclusions_are_counted_by_name_and_not_as_rejects(company: Company):
    exclusions = (
        "[[tables.sales_lines.exclusions]]\nname = 'no_customer'\nwhere = 'customer_id is null'\n"
        "[[tables.sales_lines.exclusions]]\nname = 'freebies'\nwhere = \"net = '0'\"\n"
    )
    rows = (
        f"{GOOD}\nI-2,1,,2026-03-02,Nordlicht,2,0,4\nI-3,1,C-1,2026-03-02,Nordlicht,1,0,nonsense\n"
    )
    report = loaded(company, rows, exclusions=exclusions)
    assert report.excluded == (
        Excluded("sales_lines", "freebies", 1),
        Excluded("sales_lines", "no_customer", 1),
    )
    assert rejects(report) == []
    assert rows_of(report.snapshot.path, "select * from exclusions order by all") == [
        ("sales_lines", "freebies", 1),
        ("sales_lines", "no_customer", 1),
    ]
    assert report.snapshot.loads[-1] == Load(
        "sales_lines", "sales_file", taken=1, rejected=0, excluded=2
    )


def test_too_many_rejects_keep_the_snapshot_in_use(company: Company):
    kept = loaded(company, GOOD + "\n").snapshot
    rows = GOOD + "\n" + "".join(f"I-{n},1,C-1,31/02/2026,Nordlicht,1,1,1\n" for n in range(2, 5))
    listed = company.folder / "rejects.csv"
    with pytest.raises(IngestError) as error:
        load(company.write(rows), company.snapshots, max_rejects=0.5, rejects_csv=listed)
    assert "sales_lines: 3 of 4 rows rejected (75.0%; at most 50.0% may be)" in str(error.value)
    assert "type sold_on: 3 (first: '31/02/2026' in sales_file row 3; expected: day)" in str(
        error.value
    )
    assert current(company.snapshots) == kept.path
    assert len(list(csv.DictReader(listed.read_text().splitlines()))) == 3
    assert load(company.write(rows), company.snapshots, max_rejects=0.75).snapshot.path == current(
        company.snapshots
    )


def test_a_small_table_cannot_hide_behind_a_large_one(company: Company):
    lines = "".join(f"I-{n},1,C-1,2026-03-02,Nordlicht,1,1,1\n" for n in range(100))
    path = company.write(lines, customers="id,name\nC-1,Quay\nC-2,\n")
    with pytest.raises(IngestError, match="customers: 1 of 2 rows rejected"):
        load(path, company.snapshots, max_rejects=0.1)


def test_no_customer_at_all_is_refused(company: Company):
    with pytest.raises(IngestError, match="not one customer"):
        load(company.write("", customers="id,name\n"), company.snapshots, as_of=date(2026, 1, 1))


def test_the_day_of_the_numbers_is_the_last_sale_up_to_today(company: Company):
    tomorrow = datetime.now(UTC).date() + timedelta(days=2)
    rows = f"{GOOD}\nI-2,1,C-1,{tomorrow},Nordlicht,1,1,1\n"
    assert loaded(company, rows).snapshot.as_of == date(2026, 3, 2)
    assert load(
        company.write(rows), company.snapshots, as_of=date(2026, 5, 5)
    ).snapshot.as_of == date(2026, 5, 5)


def test_a_day_to_come_or_before_all_data_is_refused(company: Company):
    tomorrow = datetime.now(UTC).date() + timedelta(days=2)
    with pytest.raises(ConfigurationError, match=f"as_of is {tomorrow}, which is still to come"):
        load(company.write(GOOD + "\n"), company.snapshots, as_of=tomorrow)
    with pytest.raises(ConfigurationError, match="as_of is 2026-03-01, but the data begin on"):
        load(company.write(GOOD + "\n"), company.snapshots, as_of=date(2026, 3, 1))


def test_a_file_of_another_format_is_told_as_such(company: Company):
    path = company.write(GOOD.replace("2026-03-02", "02/03/2026") + "\n")
    with pytest.raises(
        IngestError, match=r"type sold_on: 1 \(first: '02/03/2026' .*; expected: day\)"
    ):
        load(path, company.snapshots, max_rejects=0)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n\n", "no header row"),
        (b"invoice,line,,day\n", "column 3 has no name"),
        (b"invoice,line,Line,day\n", "names 'Line' twice"),
        (b"invoice,source_row\n", "a column is called source_row"),
        (b"invoice,line\n1,2\r\n3,4\n", "ends its lines in several ways"),
        (
            b'invoice,line\n1,2\n2,"never closed\n' + b"3,4\n" * 50_000,
            "row 3: a quote is never closed",
        ),
    ],
)
def test_a_doubtful_file_refuses_the_load(company: Company, content: bytes, said: str):
    with pytest.raises(IngestError, match=said):
        loaded(company, content)


@pytest.mark.parametrize(
    ("select", "said"),
    [
        (
            "select invoice as invoice_id, line as line_number from sales_file",
            "Unknown column 'line_number'. Did you mean 'line_no'",
        ),
        (
            "select invoice as invoice_id from sales_file",
            "must give 'line_no', which is never NULL",
        ),
        (
            "select invoice as invoice_id, 1 as line_no, customer as customer_id, day as sold_on, 1 as quantity, net, 'x' as branch_id from sales_file",
            "Add .tables.branches., or leave branch_id out",
        ),
        ("select nothing from sales_file", "does not run"),
        ("select * from read_csv('sales.csv')", "does not run"),
    ],
)
def test_a_select_that_cannot_be_is_refused_before_anything_is_published(
    company: Company, select: str, said: str
):
    with pytest.raises(ConfigurationError, match=said):
        loaded(company, GOOD + "\n", sales_select=select)
    assert not list(company.snapshots.iterdir())


def test_a_select_that_groups_still_loads_and_has_no_row_number(company: Company):
    select = """select customer as invoice_id, count(*) as line_no, customer as customer_id, max(day) as sold_on,
        sum(quantity::int) as quantity, sum(net::decimal(18, 2)) as net from sales_file group by customer"""
    rows = f"{GOOD}\nI-2,1,C-9,2026-03-02,Nordlicht,1,1,1\n"
    report = loaded(company, rows, sales_select=select)
    assert rejects(report) == [
        ("sales_file", None, "sales_lines", "customer_id", "C-9", "reference")
    ]
    assert report.rejected[0].source_row is None


def test_timestamps_become_utc(company: Company):
    path = company.write(GOOD + "\n", sales_source='zone = "Europe/Paris"')
    path.write_text(
        path.read_text()
        + """
[tables.notes]
source = "sales_file"
select = '''select * from (values ('1', '2026-03-02 10:00'), ('2', '2026-07-02T10:00:00'), ('3', '2026-07-02T10:00:00+05:00'),
  ('4', '2026-07-02T10:00:00Z'), ('5', 'noon')) t (note_id, written_at), (select 'C-1' as customer_id, 'x' as body)'''
"""
    )
    report = load(path, company.snapshots)
    written = rows_of(report.snapshot.path, "select written_at from notes order by note_id")
    assert [moment.hour for (moment,) in written if isinstance(moment, datetime)] == [9, 8, 5, 10]
    assert [row[3:] for row in rejects(report)] == [("written_at", "noon", "type")]


fields = st.sampled_from(
    [
        "I-1",
        "I-2",
        "C-1",
        "C-2",
        "C-9",
        "1",
        "2",
        "0",
        "-3",
        "2,5",
        "2026-03-02",
        "31/02/2026",
        "",
        " ",
        "é",
        "x y",
    ]
)
tables = st.lists(st.lists(fields, min_size=7, max_size=9), max_size=60)


@settings(max_examples=6)
@given(rows=tables)
def test_every_line_is_taken_rejected_or_excluded(
    rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory
):
    company = Company(tmp_path_factory.mktemp("company"))
    exclusions = (
        "[[tables.sales_lines.exclusions]]\nname = 'second'\nwhere = \"invoice_id = 'I-2'\"\n"
    )
    content = "".join(
        ",".join(f'"{field}"' if "," in field else field for field in row) + "\n"
        for row in [GOOD.split(","), *rows]
    )
    report = loaded(company, content, exclusions=exclusions)
    account = next(each for each in report.snapshot.loads if each.table == "sales_lines")
    assert account.taken + account.rejected + account.excluded == len(rows) + 1
    assert account.taken == len(sales(report))
    own = [row for row in rejects(report) if row[2] == "sales_lines"]
    assert len({row[1] for row in own}) == account.rejected
    counted = Counter((row[3] or "", row[5]) for row in own)
    assert counted == {
        (r.field, r.rule): r.rows for r in report.rejected if r.table == "sales_lines"
    }
    assert sum(each.rows for each in report.excluded) == account.excluded


def test_what_was_taken_obeys_the_ddl(company: Company):
    """The engine itself, with all constraints on, takes every row that the loader took."""
    from wiseparts_nb.source.schema import ddl

    report = loaded(company, "".join(f"{row}\n" for row in [GOOD, *FAULTS]))
    with duckdb.connect() as con:
        con.execute(ddl())
        con.execute(f"attach '{report.snapshot.path}' as s (read_only)")
        for name in ("customers", "brands", "sales_lines"):
            con.execute(f"insert into {name} select * from s.{name}")
        assert con.execute("select count(*) from sales_lines").fetchall() == [(1,)]


@pytest.mark.benchmark
def test_a_million_dirty_lines(company: Company):
    faulty = [row for row, (_, _, rule) in FAULTS.items() if "duplicate" not in rule]
    rows = [f"A-{n},1,C-{n % 2 + 1},2026-03-02,B{n % 9},1,1.25,1\n" for n in range(1_000_000)]
    for n in range(87):
        rows[n * 11_000 + 5] = faulty[n % len(faulty)].replace("I-2", f"F-{n}") + "\n"
    start = perf_counter()
    report = loaded(company, "".join(rows))
    print(f"\n1 M lines, 87 faults: {perf_counter() - start:.1f} s")
    assert report.snapshot.loads[-1] == Load(
        "sales_lines", "sales_file", taken=999_913, rejected=87
    )
