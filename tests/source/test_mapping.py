from __future__ import annotations

from pathlib import Path

import pytest

from tests.parts import ROOT
from tests.source.companies import Company
from wiseparts_nb.errors import ConfigurationError
from wiseparts_nb.source.ingest import load
from wiseparts_nb.source.mapping import read_mapping

MAPPINGS = sorted((ROOT / "parameters" / "mappings").glob("*.toml"))
GOOD = "I-1,1,C-1,2026-03-02,Nordlicht,2,10.50,4.25\n"


@pytest.mark.parametrize("path", MAPPINGS, ids=lambda path: path.stem)
def test_a_mapping_of_the_project_is_valid(path: Path):
    assert read_mapping(path).snapshot.max_rejects <= 0.05


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("company =", "compny =", r"Unknown key in \[snapshot\] 'compny'. Did you mean 'company'"),
        (
            'type = "csv"',
            'type = "csv"\ndelimter = ";"',
            r"in \[sources.customer_file\] 'delimter'. Did you mean 'delimiter'",
        ),
        (
            "[tables.customers]",
            "[tables.customers]\nselct = ''",
            r"in \[tables.customers\] 'selct'. Did you mean 'select'",
        ),
        ("[snapshot]", "roots = '.'\n[snapshot]", "Unknown key 'roots'. Did you mean 'root'"),
        (
            "[tables.brands]",
            "[tables.brand]",
            "Unknown canonical table 'brand'. Did you mean 'brands'",
        ),
        ('"EUR"', '"EURO"', "Unknown currency 'EURO'. Did you mean 'EUR'"),
        ('"FR"', '"UK"', "Unknown country .* 'UK'"),
        ('"Europe/Paris"', '"Europe/Pari"', "Did you mean 'Europe/Paris'"),
        ("max_rejects = 1.0", "max_rejects = 5", "less than or equal to 1"),
        ('type = "csv"', 'type = "csv"\nencoding = "utf-9"', "unknown encoding 'utf-9'"),
        (
            'type = "csv"',
            'type = "csv"\ndecimal = ","\nthousands = ","',
            "both ','; they must differ",
        ),
        ('type = "csv"', 'type = "cvs"', "Unknown type in .* 'cvs'. Did you mean 'csv'"),
        ('type = "csv"', 'type = "csv"\ndate_format = "%q"', "'%q' is no format of days"),
        ('type = "csv"', 'type = "csv"\noptional = true', "optional = true needs template"),
        (
            "[tables.customers]",
            "[tables.notes]\n[tables.customers]",
            "Unknown source of .tables.notes. 'notes'",
        ),
        ("customer_file", "select", "'select' is a word of SQL"),
        ("[tables.customers]", "[tables.contacts]", r"\[tables.customers\] is missing"),
        ("[snapshot]", "[snapshot", "is not TOML"),
    ],
)
def test_a_wrong_mapping_is_refused_with_the_way_out(
    company: Company, old: str, new: str, said: str
):
    path = company.write(GOOD)
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(ConfigurationError, match=said):
        read_mapping(path)


def test_every_fault_is_named_at_once(company: Company):
    path = company.write(GOOD)
    path.write_text(path.read_text().replace('"EUR"', '"XYZW"').replace('"Europe/Paris"', '"Mars"'))
    with pytest.raises(ConfigurationError, match=r"(?s)snapshot.currency: .*snapshot.zone: "):
        read_mapping(path)


def test_a_missing_mapping_or_file_is_answered_with_the_nearest(company: Company):
    path = company.write(GOOD)
    with pytest.raises(ConfigurationError, match=r"Did you mean 'mapping.toml'"):
        read_mapping(path.with_name("maping.toml"))
    path.write_text(path.read_text().replace('path = "sales.csv"', 'path = "sale.csv"'))
    with pytest.raises(ConfigurationError, match=r"no file .*sale.csv. Did you mean 'sales.csv'"):
        load(path, company.snapshots)


def test_a_select_may_stand_in_a_file_beside_the_mapping(company: Company):
    path = company.write(GOOD)
    sql = "select id as customer_id, name, 'customer' as kind from customer_file"
    path.write_text(path.read_text().replace(f'select = "{sql}"', 'file = "customers.sql"'))
    with pytest.raises(ConfigurationError, match=r"customers\.sql"):
        read_mapping(path)
    path.with_name("customers.sql").write_text(sql)
    assert load(path, company.snapshots).snapshot.loads[1].taken == 2


def test_files_are_looked_up_under_another_root(company: Company, tmp_path: Path):
    path = company.write(GOOD)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name in ("customers.csv", "sales.csv"):
        (company.folder / name).rename(elsewhere / name)
    assert load(path, company.snapshots, root=elsewhere).snapshot.loads[-1].taken == 1
