"""``wiseparts agreements``: what was agreed, how it stands, and the terms as YAML files for review."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wiseparts_nb.cli.options import AsJson, AsOf, Config, Language, Quiet, User, day_of
from wiseparts_nb.cli.output import document, note, say, table
from wiseparts_nb.cli.readers import reader_at_work
from wiseparts_nb.errors import InputError, SourceError

if TYPE_CHECKING:
    from wiseparts_nb.agreements.agreement import Agreement
    from wiseparts_nb.agreements.terms import Terms
    from wiseparts_nb.settings import Settings

__all__ = [
    "AgreementId",
    "agreements",
    "approve",
    "exported",
    "imported",
    "listed",
    "remove",
    "reopen",
    "show",
]

agreements = typer.Typer(
    no_args_is_help=True,
    help="Agreements: sales targets with bonus tiers.",
    epilog="Example: wiseparts agreements list",
)
AgreementId = Annotated[str, typer.Argument(metavar="ID", help="Such as A-0001.")]
_COLUMNS = (
    *("id", "description", "period", "metric", "customers", "state", "status"),
    *("actual", "projected", "tier", "ahead"),
)


@agreements.command("list", epilog="Example: wiseparts agreements list --as-of 2026-11-23 --json")
def listed(
    as_of: AsOf = None,
    reader: User = None,
    lang: Language = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    config: Config = None,
) -> None:
    """List every agreement and how it stands: actual, projected, tiers reached, ahead of or behind its path."""
    from wiseparts_nb.agreements.register import open_register
    from wiseparts_nb.cli.agreement_figures import cells, figures, rows_as_json
    from wiseparts_nb.locale import Locale
    from wiseparts_nb.settings import read_settings
    from wiseparts_nb.source.source import open_source

    settings = read_settings(config)
    Locale.of(lang or settings.language)  # refused before data are read
    who = reader_at_work(settings, reader)
    kept = open_register(settings).all()
    if not kept and not as_json:
        note(
            "There are no agreements yet. 'wiseparts agreements import FILE' adds some.",
            quiet=quiet,
        )
        return
    source = open_source(settings, as_of=day_of(as_of))
    found = figures(source, kept, who)
    if as_json:
        document(rows_as_json(source, kept, found))
        return
    locale = source.locale(lang or settings.language)
    shown = [cells(one, found.get(one.agreement_id), source.as_of, locale) for one in kept]
    table(_COLUMNS, shown)


@agreements.command(epilog="Example: wiseparts agreements show A-0001 --lang fr")
def show(
    agreement_id: AgreementId,
    as_of: AsOf = None,
    reader: User = None,
    lang: Language = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    config: Config = None,
) -> None:
    """Show one agreement as cards, or its performance as JSON."""
    del quiet  # there is nothing but the result
    from wiseparts_nb.cli.agreement_figures import show_agreement
    from wiseparts_nb.settings import read_settings

    settings = read_settings(config)
    who = reader_at_work(settings, reader)
    show_agreement(settings, agreement_id, who, lang=lang, as_of=day_of(as_of), as_json=as_json)


@agreements.command(
    "import", epilog="Example: wiseparts agreements import agreements.yaml --approve"
)
def imported(
    file: Annotated[Path, typer.Argument(metavar="FILE.yaml", help="As export writes it.")],
    approve: Annotated[bool, typer.Option("--approve", help="Approve what is imported.")] = False,
    reopen: Annotated[
        bool, typer.Option("--reopen", help="Change approved ones too: they are reopened.")
    ] = False,
    reader: User = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    config: Config = None,
) -> None:
    """Create and change agreements from a file: nothing is written unless all of it can be."""
    from wiseparts_nb.agreements.documents import from_yaml
    from wiseparts_nb.agreements.importing import import_agreements
    from wiseparts_nb.agreements.register import open_register
    from wiseparts_nb.agreements.rights import require_decide, require_write
    from wiseparts_nb.settings import read_settings

    read = from_yaml(_text(file))
    settings = read_settings(config)
    who = reader_at_work(settings, reader)
    (require_decide if approve or reopen else require_write)(who)
    register = open_register(settings)
    done = import_agreements(register, read, by=who.user_id, reopen=reopen, approve=approve)
    if as_json:
        document([{**_stated(one.agreement), "outcome": one.outcome} for one in done])
    else:
        rows = [
            (
                one.agreement.agreement_id,
                one.outcome,
                one.agreement.state,
                one.agreement.terms.description,
            )
            for one in done
        ]
        table(("id", "outcome", "state", "description"), rows)
    _note_lost(settings, [one.agreement.terms for one in done], quiet=quiet)


@agreements.command(
    "export", epilog="Example: wiseparts agreements export A-0001 --out agreements.yaml"
)
def exported(
    agreement_ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Default: all.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Default: print it.")] = None,
    reader: User = None,
    quiet: Quiet = False,
    config: Config = None,
) -> None:
    """Write the terms as YAML that a person reviews and hands back."""
    from wiseparts_nb.agreements.documents import to_yaml
    from wiseparts_nb.agreements.register import open_register
    from wiseparts_nb.agreements.rights import may_see
    from wiseparts_nb.settings import read_settings

    settings = read_settings(config)
    who = reader_at_work(settings, reader)
    register = open_register(settings)
    chosen = list(map(register.one, agreement_ids)) if agreement_ids else register.all()
    kept = [one for one in chosen if may_see(who, one.terms) and may_see(who, one.in_force)]
    if len(kept) < len(chosen):
        note(
            f"Left out for want of the right 'see_margin': {len(chosen) - len(kept)}.", quiet=quiet
        )
    text = to_yaml(kept)
    if out is None:
        sys.stdout.write(text)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}.") from None
    note(f"Agreements written to {out}: {len(kept)}.", quiet=quiet)


@agreements.command(epilog="Example: wiseparts agreements approve A-0001")
def approve(
    agreement_id: AgreementId,
    reader: User = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    config: Config = None,
) -> None:
    """Lock the terms of a draft or a reopened agreement as its next version."""
    settings, changed = _decided("approve", agreement_id, reader, config)
    _say_stated(changed, as_json=as_json)
    _note_lost(settings, [changed.terms], quiet=quiet)


@agreements.command(epilog="Example: wiseparts agreements reopen A-0001")
def reopen(
    agreement_id: AgreementId,
    reader: User = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    config: Config = None,
) -> None:
    """Let the terms be changed, while the approved version stays in force."""
    del quiet  # there is nothing but the result
    _say_stated(_decided("reopen", agreement_id, reader, config)[1], as_json=as_json)


@agreements.command(epilog="Example: wiseparts agreements remove A-0003")
def remove(
    agreement_id: AgreementId, reader: User = None, quiet: Quiet = False, config: Config = None
) -> None:
    """Take a draft away that was never approved."""
    _decided("remove", agreement_id, reader, config)
    note(f"{agreement_id} is removed.", quiet=quiet)


def _decided(
    act: str, agreement_id: str, reader: str | None, config: Path | None
) -> tuple[Settings, Agreement]:
    """Approve, reopen or remove an agreement as it is now; return it as it became, or as it was."""
    from wiseparts_nb.agreements.register import open_register
    from wiseparts_nb.agreements.rights import require_decide
    from wiseparts_nb.settings import read_settings

    settings = read_settings(config)
    who = reader_at_work(settings, reader)
    require_decide(who)
    register = open_register(settings)
    found = register.one(agreement_id)
    change = {"approve": register.approve, "reopen": register.reopen, "remove": register.remove}
    changed = change[act](agreement_id, by=who.user_id, seen=found.revision)
    return settings, changed or found


def _say_stated(agreement: Agreement, *, as_json: bool) -> None:
    if as_json:
        document(_stated(agreement))
    else:
        say(f"{agreement.agreement_id}: {agreement.state}, version {agreement.version}")


def _stated(agreement: Agreement) -> dict[str, Any]:
    return {
        "agreement": agreement.agreement_id,
        "state": agreement.state,
        "version": agreement.version,
        "revision": agreement.revision,
    }


def _note_lost(settings: Settings, terms: list[Terms], *, quiet: bool) -> None:
    """Say which names the data in use do not have; they may come with the next load."""
    from wiseparts_nb.agreements.problems import unknown_names
    from wiseparts_nb.locale import Locale
    from wiseparts_nb.source.source import open_source

    if quiet:
        return
    try:
        source = open_source(settings)
    except SourceError:
        return
    words = Locale("en")
    for one in terms:
        for problem in unknown_names(one, source):
            note(f"{one.description or 'Without a description'}: {words.text(problem.words)}")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeError:
        raise InputError(f"{file} cannot be read: it is no text in UTF-8.") from None
