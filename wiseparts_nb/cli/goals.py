"""``wiseparts goals``: targets of staff and teams, how they stand, and their terms as YAML to review."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wiseparts_nb.cli.options import AsJson, AsOf, Config, Language, Quiet, User, day_of
from wiseparts_nb.cli.output import document, note, say, table
from wiseparts_nb.errors import AccessError, InputError

if TYPE_CHECKING:
    from wiseparts_nb.goals.goal import Goal
    from wiseparts_nb.goals.performance import GoalPerformance
    from wiseparts_nb.source.source import Source

__all__ = ["goals"]

goals = typer.Typer(
    no_args_is_help=True,
    help="Goals: targets of staff and teams.",
    epilog="Example: wiseparts goals list",
)
_GoalId = Annotated[str, typer.Argument(metavar="GOAL", help="Its id, such as G-0001.")]


@goals.command("list", epilog="Example: wiseparts goals list --json")
def _listed(
    as_of: AsOf = None, reader: User = None, lang: Language = None, as_json: AsJson = False,
    quiet: Quiet = False, config: Config = None,
) -> None:  # fmt: skip
    """Show all goals: whose they are, where they stand, where they will land."""
    from wiseparts_nb.goals.cards import Entry, list_card
    from wiseparts_nb.goals.people import people
    from wiseparts_nb.render.plain import card_text

    source, kept = _opened(config, as_of, reader)
    found = _followed(source, kept, reader)
    if as_json:
        document([_plain(one, found.get(one.goal_id)) for one in kept])
    elif not kept:
        note("There are no goals yet. 'wiseparts goals import FILE' adds some.", quiet=quiet)
    else:
        entries = [Entry(one, found.get(one.goal_id)) for one in kept]
        locale = source.locale(lang or source.settings.language)
        say(card_text(list_card(entries, people(source)), locale))


@goals.command("show", epilog="Example: wiseparts goals show G-0001 --lang fr")
def _show(
    goal_id: _GoalId, as_of: AsOf = None, reader: User = None, lang: Language = None,
    as_json: AsJson = False, quiet: Quiet = False, config: Config = None,
) -> None:  # fmt: skip
    """Show one goal: where it stands, by sub-period and by member, and its terms."""
    del quiet  # there is nothing but the result
    from wiseparts_nb.goals.cards import goal_cards
    from wiseparts_nb.goals.people import people
    from wiseparts_nb.goals.register import open_goals
    from wiseparts_nb.render.plain import card_text

    source, _ = _opened(config, as_of, reader)
    kept = open_goals(source.settings).one(goal_id)
    found = _followed(source, (kept,), reader).get(goal_id)
    if as_json:
        document(_plain(kept, found))
        return
    locale = source.locale(lang or source.settings.language)
    for made in goal_cards(kept, found, people(source)):
        say(card_text(made, locale))


@goals.command("export", epilog="Example: wiseparts goals export --out goals.yaml")
def _exported(
    goal_ids: Annotated[list[str] | None, typer.Argument(metavar="[GOAL]...")] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE.yaml", help="Default: stdout.")] = None,
    quiet: Quiet = False,
    config: Config = None,
) -> None:
    """Write goals as YAML, all of them or those named."""
    from wiseparts_nb.goals.documents import to_yaml
    from wiseparts_nb.goals.register import open_goals
    from wiseparts_nb.settings import read_settings

    register = open_goals(read_settings(config))
    kept = [register.one(one) for one in goal_ids] if goal_ids else register.all()
    text = to_yaml(kept)
    if out is None:
        sys.stdout.write(text)
        return
    _written(out, text)
    note(f"Goals written to {out}: {len(kept)}.", quiet=quiet)


@goals.command("import", epilog="Example: wiseparts goals import goals.yaml --approve")
def _imported(
    file: Annotated[Path, typer.Argument(metavar="FILE.yaml")],
    approve: Annotated[
        bool, typer.Option("--approve", help="Approve each one that is complete.")
    ] = False,
    reader: User = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    config: Config = None,
) -> None:
    """Take goals from YAML: an id changes its draft or reopened goal, without an id a new draft is made.

    The whole file is read before anything is changed.
    """
    from wiseparts_nb.agreements.rights import may_decide, may_write
    from wiseparts_nb.goals.documents import from_yaml
    from wiseparts_nb.goals.register import open_goals
    from wiseparts_nb.settings import read_settings
    from wiseparts_nb.source.source import open_source
    from wiseparts_nb.source.users import reader_of

    read = from_yaml(_text(file))
    settings = read_settings(config)
    who = reader_of(open_source(settings), reader or settings.reader)
    if not may_write(who) or (approve and not may_decide(who)):
        raise AccessError(f"{who.name} ({who.user_id}) may not do this. Ask a manager.")
    register = open_goals(settings)
    known = {one: register.one(one) for one, _ in read if one}
    for one in known.values():
        if one.state == "approved":
            raise InputError(f"Goal {one.goal_id} is approved, so its terms are locked; reopen it.")
    made: list[Goal] = []
    for goal_id, terms in read:
        seen = known[goal_id].revision if goal_id else 0
        kept = (
            register.save(goal_id, terms, by=who.user_id, seen=seen)
            if goal_id
            else register.create(terms, by=who.user_id)
        )
        if approve:
            kept = register.approve(kept.goal_id, by=who.user_id, seen=kept.revision)
        made.append(kept)
    if as_json:
        document([_plain(one, None) for one in made])
    else:
        table(("goal", "state", "description"), [(one.goal_id, one.state, one.terms.description) for one in made])  # fmt: skip
    note(f"Goals kept: {len(made)}.", quiet=quiet)


def _opened(
    config: Path | None, as_of: str | None, reader: str | None
) -> tuple[Source, tuple[Goal, ...]]:
    from wiseparts_nb.goals.register import open_goals
    from wiseparts_nb.settings import read_settings
    from wiseparts_nb.source.source import open_source
    from wiseparts_nb.source.users import reader_of

    settings = read_settings(config)
    source = open_source(settings, as_of=day_of(as_of))
    scope = reader_of(source, reader or settings.reader).scope()
    scoped = source if scope == source.scope else source.scoped(scope)
    return scoped, open_goals(settings).all()


def _followed(
    source: Source, kept: Sequence[Goal], reader: str | None
) -> dict[str, GoalPerformance]:
    from wiseparts_nb.goals.performance import followed
    from wiseparts_nb.source.users import reader_of

    who = reader_of(source, reader or source.settings.reader)
    return followed(source, kept, margin=who.may("see_margin"))


def _plain(kept: Goal, found: GoalPerformance | None) -> dict[str, Any]:
    """Return a goal and how it stands as plain values: amounts as text, days as ISO."""
    from wiseparts_nb.explain import plain
    from wiseparts_nb.goals.documents import to_document

    told = {"goal": kept.goal_id, "state": kept.state, "version": kept.version}
    terms = to_document(kept.in_force)
    if found is None:
        return {**told, "terms": terms}
    stands = plain(found)
    stands.pop("terms")
    return {**told, "terms": terms, "performance": stands}


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise InputError(f"{file} cannot be read: {reason}.") from None


def _written(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error.strerror}.") from None
