# SPDX-License-Identifier: EUPL-1.2
"""The verdict in plain words: one sentence that stands alone, and a few more that back it up."""

from __future__ import annotations

from gearskifte.effects.rules.answer import Evaluation, Interval
from gearskifte.effects.rules.design import LeftOut
from gearskifte.effects.rules.outcome_names import UNNAMED, OutcomeName
from gearskifte.effects.rules.verdict import Reason, Verdict
from gearskifte.kernel.errors import Text


def sentence(found: Evaluation, *, unit: str = "", about: OutcomeName = UNNAMED) -> Text:
    """The verdict in one sentence; without controls no word in it says that something caused it.

    Args:
        found: the evaluation.
        unit: of the outcome ("dage"), where effects are not told in per cent.
        about: what the outcome is called.
    """
    if found.reason in _UNDECIDED:
        return _undecided(found, unit)
    if found.verdict is Verdict.NO_DIFFERENCE:
        least = _size(found, unit)
        return Text(
            f"Ingen påviselig forskel. En ændring på {least.da} ville vi have set fire gange ud af"
            " fem.",
            f"No demonstrable difference. A change of {least.en} would have been seen four times in"
            " five.",
        )
    size, low, high = _told(found, unit)
    is_better = found.verdict is Verdict.BETTER
    lower = (found.estimate or 0.0) < 0
    way = about.less if lower else about.more
    word = Text("Bedre", "Better") if is_better else Text("Dårligere", "Worse")
    between = Text(f"mellem {low.da} og {high.da}", f"between {low.en} and {high.en}")
    return Text(
        f"{word.da}: {about.name.da} blev {size.da} {way.da}, end det ellers ville være blevet"
        f" ({between.da}).",
        f"{word.en}: {about.name.en} became {size.en} {way.en} than it would have been otherwise"
        f" ({between.en}).",
    )


def details(found: Evaluation, *, unit: str = "") -> tuple[Text, ...]:
    """What backs the verdict up: who is compared, what could have been seen, what came before."""
    told = [_compared(found)]
    if found.smallest_detectable is not None and found.interval is not None:
        least = _size(found, unit)
        told.append(
            Text(
                f"Mindste ændring, vi ville have set fire gange ud af fem: {least.da}.",
                f"Smallest change that would have been seen four times in five: {least.en}.",
            )
        )
    told += _before(found)
    if found.bootstrap is not None:
        told.append(
            Text("En anden metode giver samme bredde.", "A second method gives the same width.")
            if found.bootstrap.agrees
            else Text(
                "En anden metode giver en anden bredde: læs tallet med forbehold.",
                "A second method gives another width: read the number with care.",
            )
        )
    told += [
        Text(f"Udeladt: {number} {_LEFT_OUT[why].da}.", f"Left out: {number} {_LEFT_OUT[why].en}.")
        for why, number in found.left_out.items()
    ]
    return tuple(told)


_UNDECIDED = {
    Reason.NO_ADOPTERS,
    Reason.NOT_RIPE,
    Reason.NO_CONTROLS,
    Reason.TOO_FEW,
    Reason.DIFFERED_BEFORE,
    Reason.PROMISE_POSSIBLE,
}
_LEFT_OUT = {
    LeftOut.TOO_EARLY: Text(
        "tog i brug, før der var tal nok", "adopted before there were numbers enough"
    ),
    LeftOut.TOO_LATE: Text(
        "tog i brug så sent, at der ikke er tal nok endnu",
        "adopted so late that there are not numbers enough yet",
    ),
    LeftOut.HOLES: Text("mangler for mange tal", "with too many numbers missing"),
    LeftOut.ALONE: Text(
        "tog i brug, da ingen var tilbage at sammenligne med",
        "adopted when nobody was left to compare with",
    ),
}


def _undecided(found: Evaluation, unit: str) -> Text:
    start = Text("Kan ikke afgøres: ", "Cannot be decided: ")
    why = _why(found, unit)
    return Text(start.da + why.da, start.en + why.en)


def _why(found: Evaluation, unit: str) -> Text:
    if found.reason is Reason.NO_CONTROLS:
        change = _number(found.change, unit, sign=True)
        if found.change_percent is not None:
            change = _percent(found.change_percent)
        return Text(
            "der var ingen at sammenligne med, da de tog i brug. Tallet ændrede sig med"
            f" {change.da}, men hvorfor kan ikke ses.",
            "there was nobody to compare with when they adopted. The number changed by"
            f" {change.en}, but why cannot be seen.",
        )
    if found.reason is Reason.TOO_FEW:
        return Text(
            f"{found.adopters} har taget i brug, og {found.controls} kan sammenlignes med. Der"
            f" skal mindst {found.controls_needed} til, før tilfældet kan udelukkes.",
            f"{found.adopters} adopted, and {found.controls} can be compared with. It takes at"
            f" least {found.controls_needed} before chance can be ruled out.",
        )
    if found.reason is Reason.DIFFERED_BEFORE:
        return Text(
            "de, der tog i brug, gik allerede før en anden vej end de andre.",
            "those who adopted went another way than the others already before.",
        )
    if found.reason is Reason.PROMISE_POSSIBLE:
        return Text(
            "tallene passer lige så godt med det lovede som med ingenting.",
            "the numbers agree as well with what was promised as with nothing.",
        )
    if found.reason is Reason.NOT_RIPE:
        return Text(
            "der er gået for kort tid siden ibrugtagningen.",
            "too little time has passed since adoption.",
        )
    return Text(
        "ingen tog i brug i et tidsrum med tal både før og efter.",
        "nobody adopted at a time with numbers both before and after.",
    )


def _compared(found: Evaluation) -> Text:
    if not found.adopters:
        return Text("Ingen er vurderet.", "Nobody is evaluated.")
    p = "" if found.p is None else f", p = {found.p:.3f}"
    return Text(
        f"{found.adopters} tog i brug, {found.controls} er sammenlignet med;"
        f" {found.placements} placeringer{p.replace('.', ',')}.",
        f"{found.adopters} adopted, {found.controls} compared with;"
        f" {found.placements} placements{p}.",
    )


def _before(found: Evaluation) -> list[Text]:
    before = found.pre_trend
    if before is None:
        return [
            Text(
                "Forløbet før ibrugtagning kan ikke ses.",
                "The time before adoption cannot be seen.",
            )
        ]
    if before.p <= 0.05:
        return [
            Text(
                f"Før ibrugtagning gik de to grupper hver sin vej (p = {_comma(before.p)}).",
                f"Before adoption the two groups went different ways (p = {before.p:.3f}).",
            )
        ]
    drift = _share(found, before.findable_trend)
    return [
        Text(
            f"Før ibrugtagning ses ingen forskel i udviklingen (p = {_comma(before.p)}), men en"
            f" tendens, der giver under {drift.da}, ville ikke være set.",
            f"Before adoption no difference in course is seen (p = {before.p:.3f}), but a trend"
            f" that makes less than {drift.en} would not have been.",
        )
    ]


def _told(found: Evaluation, unit: str) -> tuple[Text, Text, Text]:
    """The effect and the ends of its interval without signs, the smaller end first."""
    if found.percent is not None and found.percent_interval is not None:
        ends = found.percent_interval
        low, high = _ends(ends, found.percent)
        return _percent(abs(found.percent)), _percent(low), _percent(high)
    estimate = found.estimate or 0.0
    low, high = _ends(found.interval or Interval(None, None), estimate)
    return _number(abs(estimate), unit), _number(low, unit), _number(high, unit)


def _ends(ends: Interval, value: float) -> tuple[float, float]:
    known = [value if end is None else end for end in (ends.low, ends.high)]
    low, high = sorted(abs(end) for end in known)
    return low, high


def _size(found: Evaluation, unit: str) -> Text:
    """The smallest detectable effect."""
    if found.smallest_detectable_percent is not None:
        return _percent(found.smallest_detectable_percent)
    return _number(found.smallest_detectable, unit)


def _share(found: Evaluation, value: float) -> Text:
    """A difference on the scale of the estimate, told like the estimate."""
    if found.percent is not None and found.estimate:
        return _percent(abs(value * found.percent / found.estimate))
    return _number(value, "")


def _percent(share: float) -> Text:
    written = f"{100 * share:.1f}" if abs(share) < 0.995 else f"{100 * share:.0f}"
    return Text(f"{written.replace('.', ',')} %", f"{written}%")


def _number(value: float | None, unit: str, *, sign: bool = False) -> Text:
    if value is None:
        return Text("ukendt", "unknown")
    written = f"{value:+.3g}" if sign else f"{value:.3g}"
    end = f" {unit}" if unit else ""
    return Text(written.replace(".", ",") + end, written + end)


def _comma(value: float) -> str:
    return f"{value:.3f}".replace(".", ",")
