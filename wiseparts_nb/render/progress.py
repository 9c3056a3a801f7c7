"""The bullet of a card: an amount on its way through the tiers, with their names above their ticks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wiseparts_nb.card import Bullet, TierMark
from wiseparts_nb.locale import Locale
from wiseparts_nb.render.amounts import alike
from wiseparts_nb.render.bullet import Tick, mini_bullet, reach, without_room
from wiseparts_nb.render.fonts import fit
from wiseparts_nb.render.pdf_fit import clean
from wiseparts_nb.text import Text, Value, Words

__all__ = ["bullet", "bullet_facts", "bullet_legend", "small_bullet", "tier_fact"]

_HEIGHT = 24
_SMALL_WIDTH, _SMALL_HEIGHT = 180, 14
_LONGEST = 0.5
"""A tier's words take at most this part of the width."""

_Form = Callable[[str, str, str], tuple[str, ...]]
"""From a tier's name, threshold and rate to its lines."""

_FORMS: tuple[_Form, ...] = (
    lambda name, threshold, rate: (" · ".join(filter(None, (name, threshold, rate))),),
    lambda name, threshold, rate: (name, " · ".join(filter(None, (threshold, rate)))),
    lambda name, threshold, _: (name, threshold),
    lambda _, threshold, __: (threshold,),
)
"""The longest first."""


def bullet(part: Bullet, locale: Locale, *, width: float) -> str:
    """Draw the bullet with as much of its tiers' words as has room: in one line, in two, or the thresholds of some."""
    ends = [float(tier.at) for tier in part.tiers]
    most = reach(float(part.actual), ends, projected=_float(part.projected), between=_between(part))
    ranks = _ranks(part)
    drawn: tuple[int, list[Tick]] | None = None
    for form in _FORMS:
        ticks = [
            Tick(end, _lines(tier, form, locale, width), rank)
            for tier, end, rank in zip(part.tiers, ends, ranks, strict=True)
        ]
        lost = without_room(ticks, most=most, width=width)
        if drawn is None or lost < drawn[0]:
            drawn = lost, ticks
        if not lost:
            break
    return _drawn(part, drawn[1] if drawn else [], width=width, height=_HEIGHT)


def small_bullet(part: Bullet) -> str:
    """Draw the bullet of a table: no words, no range."""
    ticks = [Tick(float(tier.at)) for tier in part.tiers]
    projected = _float(part.projected)
    return mini_bullet(
        float(part.actual), ticks, projected=projected, width=_SMALL_WIDTH, height=_SMALL_HEIGHT
    )


def bullet_facts(part: Bullet, locale: Locale) -> Iterator[str]:
    """What the bullet shows, in words: the amounts, then the tiers."""
    yield locale.text(Text("charts.actual", {"amount": part.value}))
    if part.projected_value is not None:
        yield locale.text(Text("charts.projection", {"amount": part.projected_value}))
    if part.low is not None and part.high is not None:
        between = {"low": alike(part.value, part.low), "high": alike(part.value, part.high)}
        yield locale.text(Text("charts.between", between))
    for tier in part.tiers:
        yield tier_fact(tier, locale)


def bullet_legend(part: Bullet) -> tuple[tuple[str, Words], ...]:
    """Return what a bullet's bars mean, with their amounts."""
    found: list[tuple[str, Words]] = [
        ("actual", Text("charts.bullet_actual", {"amount": part.value}))
    ]
    if part.projected_value is not None:
        said: dict[str, Value] = {"amount": part.projected_value}
        if part.low is None or part.high is None:
            found.append(("projection", Text("charts.bullet_projection", said)))
        else:
            said |= {"low": alike(part.value, part.low), "high": alike(part.value, part.high)}
            found.append(("projection", Text("charts.bullet_range", said)))
    return tuple(found)


def tier_fact(tier: TierMark, locale: Locale) -> str:
    """Say a tier in words: its name, its threshold, its rate, whether it is reached."""
    said = (locale.show(one) for one in (tier.label, tier.threshold, tier.rate, tier.state))
    return ", ".join(filter(None, said))


def _drawn(part: Bullet, ticks: list[Tick], *, width: float, height: float) -> str:
    return mini_bullet(
        float(part.actual),
        ticks,
        projected=_float(part.projected),
        between=_between(part),
        width=width,
        height=height,
    )


def _float(amount: object) -> float | None:
    return None if amount is None else float(str(amount))


def _between(part: Bullet) -> tuple[float, float] | None:
    """The range, unless nothing of it is left."""
    if part.low is None or part.high is None or part.high <= part.low:
        return None
    return float(part.low), float(part.high)


def _lines(tier: TierMark, form: _Form, locale: Locale, width: float) -> tuple[str, ...]:
    said = (clean(locale.show(one)) for one in (tier.label, tier.threshold, tier.rate))
    return tuple(fit(line, width * _LONGEST, 11) for line in form(*said))


def _ranks(part: Bullet) -> list[int]:
    """Which tier's words matter most: the next one, the last one, the last that is reached, then the nearest to these."""
    ahead = [place for place, tier in enumerate(part.tiers) if tier.at > part.actual]
    next_one = ahead[0] if ahead else len(part.tiers)
    first = dict.fromkeys((next_one, len(part.tiers) - 1, next_one - 1))
    others = sorted(range(len(part.tiers)), key=lambda place: abs(place - next_one))
    order = {place: rank for rank, place in enumerate(dict.fromkeys((*first, *others)))}
    return [order[place] for place in range(len(part.tiers))]
