"""``wiseparts demo``, ``load``, ``template`` and ``status``: snapshots, where they come from and what is in the one in use."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wiseparts_nb.cli.options import AsJson, AsOf, Config, Quiet, day_of
from wiseparts_nb.cli.output import document, note, say, table, working

if TYPE_CHECKING:
    from wiseparts_nb.settings import Settings
    from wiseparts_nb.source.ingest import LoadReport
    from wiseparts_nb.source.snapshot import Snapshot

__all__ = ["demo", "load", "status", "template"]


def demo(
    customers: Annotated[int, typer.Option(help="How many customers.")] = 200,
    lines: Annotated[
        int | None, typer.Option(help="How many sales lines, about; default: 450 a customer.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Another seed, another company.")] = 1,
    as_of: AsOf = None,
    if_missing: Annotated[
        bool, typer.Option("--if-missing", help="Do nothing where there is a snapshot.")
    ] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    config: Config = None,
) -> None:
    """Invent a believable company and make it the snapshot in use."""
    from wiseparts_nb.settings import read_settings

    settings = read_settings(config)
    there = _published(settings) if if_missing else None
    if there is not None:
        _with_examples(settings, quiet=quiet)
        note(f"There is a snapshot already: {there.company}, as of {there.as_of}.", quiet=quiet)
        if as_json:
            document(_described(there))
        return
    from wiseparts_nb.customer.kept_answers import keeping_answers
    from wiseparts_nb.demo.company import publish_demo

    with working("Inventing a company", quiet=quiet):
        snapshot = publish_demo(
            settings.snapshots,
            customers=customers,
            lines=lines,
            seed=seed,
            as_of=day_of(as_of),
            prepare=keeping_answers(settings),
        )
    _with_examples(settings, quiet=quiet)
    document(_described(snapshot)) if as_json else say(_published_text(snapshot))


def _with_examples(settings: Settings, *, quiet: bool) -> None:
    """Have agreements and goals in the store, where there are none yet and the data in use are the demo company's."""
    from wiseparts_nb.agreements.demo_agreements import write_demo_agreements
    from wiseparts_nb.agreements.register import open_register
    from wiseparts_nb.demo.company import NAME
    from wiseparts_nb.errors import StoreError
    from wiseparts_nb.goals.demo_goals import write_demo_goals
    from wiseparts_nb.goals.register import open_goals
    from wiseparts_nb.source.source import open_source

    source = open_source(settings)
    if source.snapshot.company != NAME:
        return
    try:
        agreements = write_demo_agreements(open_register(settings), source)
        goals = write_demo_goals(open_goals(settings), source)
    except StoreError as error:  # the company is there all the same
        note(f"No examples of agreements and goals: {error}", quiet=quiet)
        return
    if agreements or goals:
        note(
            f"Examples: {agreements} agreements, {goals} goals; see 'wiseparts agreements list'.",
            quiet=quiet,
        )


def load(
    mapping: Annotated[
        Path, typer.Argument(metavar="MAPPING.toml", help="What is what in your files.")
    ],
    as_of: AsOf = None,
    max_rejects: Annotated[
        float | None,
        typer.Option(
            min=0, max=1, metavar="SHARE", help="Share of a table's rows that may be rejected."
        ),
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Write every rejected row here.")
    ] = None,
    root: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the mapping's relative paths start.")
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    config: Config = None,
) -> None:
    """Load your own files: every row is checked, then all of it is published, or nothing."""
    from wiseparts_nb.customer.kept_answers import keeping_answers
    from wiseparts_nb.settings import read_settings
    from wiseparts_nb.source.ingest import load as loaded

    settings = read_settings(config)
    with working(f"Loading {mapping}", quiet=quiet):
        report = loaded(
            mapping,
            settings.snapshots,
            root=root,
            as_of=day_of(as_of),
            max_rejects=max_rejects,
            rejects_csv=rejects,
            prepare=keeping_answers(settings),
        )
    document(_load_document(report)) if as_json else _print_load(report, quiet=quiet)


def _load_document(report: LoadReport) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        **_described(report.snapshot),
        "rejected": [asdict(one) for one in report.rejected],
        "excluded": [asdict(one) for one in report.excluded],
    }


def _print_load(report: LoadReport, *, quiet: bool) -> None:
    if not quiet:
        _print_tables(report.snapshot)
        if report.rejected:
            say("")
            columns = ("table", "field", "rule", "rows", "for example", "source", "row")
            rows = [
                (one.table, one.field, one.rule, one.rows, one.example, one.source, one.source_row)
                for one in report.rejected
            ]
            table(columns, rows, title="Rejected")
        if report.excluded:
            say("")
            rows = [(one.table, one.name, one.rows) for one in report.excluded]
            table(("table", "excluded as", "rows"), rows, title="Excluded")
        say("")
    say(_published_text(report.snapshot))


def template(
    name: Annotated[str, typer.Argument(metavar="TABLE", help="An import type, such as sales.")],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help=".csv or .xlsx; default: TABLE.csv here.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Write a template to fill in: an empty file with the right columns and one example row."""
    from wiseparts_nb.source.templates import template as written

    path = written(name, out or Path(f"{name}.csv"))
    say(str(path))
    note("Fill it in and load it with parameters/mappings/templates.toml.", quiet=quiet)


def status(as_json: AsJson = False, quiet: Quiet = False, config: Config = None) -> None:
    """Show which data are in use: their day, their age, where they came from and what is absent."""
    from wiseparts_nb.settings import read_settings

    snapshot = _in_use(read_settings(config))
    if as_json:
        document(_described(snapshot))
        return
    for name, value in _facts(snapshot):
        say(f"{name:<10} {value}")
    if not quiet:
        say("")
        _print_tables(snapshot)
        absent = _absent(snapshot)
        if absent:
            say(f"\nabsent: {', '.join(absent)}")


def _in_use(settings: Settings) -> Snapshot:
    from wiseparts_nb.source.snapshot import current, describe
    from wiseparts_nb.source.source import open_source

    if settings.source_url is not None:
        return open_source(settings).snapshot
    return describe(settings.snapshot or current(settings.snapshots))


def _published(settings: Settings) -> Snapshot | None:
    from wiseparts_nb.errors import SourceError

    try:
        return _in_use(settings)
    except SourceError:
        return None


def _described(snapshot: Snapshot) -> dict[str, Any]:
    from wiseparts_nb.explain import plain

    about = plain(snapshot)
    return {
        **{name: about[name] for name in ("id", "as_of", "company", "currency", "country", "zone")},
        "created_at": about["created_at"],
        "source": about["source"],
        "path": about["path"],
        "age_days": _age(snapshot).days,
        "days_behind": (_today() - snapshot.as_of).days,
        "tables": about["loads"],
        "absent": _absent(snapshot),
    }


def _facts(snapshot: Snapshot) -> list[tuple[str, str]]:
    return [
        ("company", snapshot.company),
        ("as of", f"{snapshot.as_of} ({_behind(snapshot.as_of)})"),
        ("published", f"{snapshot.created_at:%Y-%m-%d %H:%M} UTC ({_ago(_age(snapshot))})"),
        ("source", snapshot.source),
        ("currency", snapshot.currency),
        (
            "calendar",
            " ".join(filter(None, (snapshot.country, snapshot.subdivision, snapshot.zone))),
        ),
        ("snapshot", snapshot.id),
        ("file", str(snapshot.path)),
    ]


def _print_tables(snapshot: Snapshot) -> None:
    rows = [
        (one.table, f"{one.taken:,}", f"{one.rejected:,}", f"{one.excluded:,}", one.source)
        for one in snapshot.loads
    ]
    table(("table", "taken", "rejected", "excluded", "source"), rows)


def _absent(snapshot: Snapshot) -> list[str]:
    from wiseparts_nb.source.schema import tables

    return [name for name in tables() if name not in snapshot.filled]


def _published_text(snapshot: Snapshot) -> str:
    taken = sum(one.taken for one in snapshot.loads)
    return f"{snapshot.company}: {taken:,} rows, as of {snapshot.as_of}, published as snapshot {snapshot.id}"


def _today() -> date:
    return datetime.now(UTC).date()


def _age(snapshot: Snapshot) -> timedelta:
    return datetime.now(UTC) - snapshot.created_at


def _behind(as_of: date) -> str:
    days = (_today() - as_of).days
    if days <= 0:
        return "up to date"
    return "yesterday" if days == 1 else f"{days} days ago"


def _ago(age: timedelta) -> str:
    """Say an age in words, in its largest whole unit."""
    for seconds, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        count = int(age.total_seconds() // seconds)
        if count:
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "just now"
