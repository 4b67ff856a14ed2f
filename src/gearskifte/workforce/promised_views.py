# SPDX-License-Identifier: EUPL-1.2
"""What was foretold, beside what came: claims, official projections, and our own forecasts."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.identity import employee
from gearskifte.ui.public import current_language, render
from gearskifte.workforce import showing
from gearskifte.workforce.queries import KeptFile, files_in_use
from gearskifte.workforce.reading import grades_of, said_of, verdicts_of
from gearskifte.workforce.rules.hands.files import Kind
from gearskifte.workforce.rules.population.backtest import Said
from gearskifte.workforce.rules.population.vintages import Grade
from gearskifte.workforce.rules.promised import (
    CLAIMS,
    COUNTED,
    SOURCE,
    WHOLE_COUNTRY,
    Verdict,
    graded,
    nearest,
)
from gearskifte.workforce.views import READERS, as_csv


@require_safe
def promised(request: HttpRequest) -> HttpResponse:
    """What was foretold, beside what came."""
    employee(request, READERS)
    language = current_language()
    claims = []
    for claim in CLAIMS:
        came = graded(claim, COUNTED[claim.key])
        rows = [(each.base, each.change, showing.rounded(100 * each.share)) for each in came]
        best = nearest(came)
        claims.append(
            {
                "text": claim.text.in_language(language),
                "said": claim.said.in_language(language),
                "ages": claim.ages.in_language(language),
                "target": claim.target,
                "rows": rows,
                "best": (best.base, best.change, showing.rounded(100 * best.share)),
                "held": best.share > 0.9,
            }
        )
    said = reading(lambda cursor: said_of(cursor, files_in_use(cursor)))
    own = [
        (
            each.origin,
            each.year,
            [
                (
                    band,
                    told,
                    (each.low[band], each.high[band]) if each.low else None,
                    each.came[band],
                    showing.rounded(_miss(told, each.came[band]), 1),
                )
                for band, told in each.foretold.items()
            ],
        )
        for each in said
    ]
    vintages = [
        (file, grades[0], _graded(grades[0]), len(grades))
        for file, grades in reading(lambda cursor: grades_of(cursor, files_in_use(cursor)))
        if grades
    ]
    sent = [
        (each.claim, each.until, each.due, each.change, _percent(each.share))
        for each in reading(lambda cursor: verdicts_of(cursor, files_in_use(cursor)))
    ]
    context = {
        "claims": claims,
        "source": SOURCE,
        "own": own,
        "vintages": vintages,
        "sent": sent,
    }
    return render(request, "workforce/promised.html", context)


def _percent(share: float | None) -> Decimal | None:
    return None if share is None else showing.rounded(100 * share)


def _graded(grade: Grade) -> list[tuple[object, ...]]:
    """Rows of a vintage's newest year: what was told, what came, and both misses in percent."""
    return [
        (
            band,
            group.came,
            group.official.persons,
            showing.rounded(_miss(group.official.persons, group.came), 1),
            group.own.persons if group.own else None,
            showing.rounded(_miss(group.own.persons, group.came), 1) if group.own else None,
            showing.rounded(group.official.wape, 1),
            showing.rounded(group.own.wape, 1) if group.own else None,
        )
        for band, group in grade.groups.items()
    ]


@require_safe
def grades(request: HttpRequest) -> HttpResponse:
    """All that the page says, every vintage and year, as CSV with the files' fingerprints."""
    employee(request, READERS)
    kept = reading(files_in_use)
    found = reading(lambda cursor: grades_of(cursor, kept))
    files = [kept[kind] for kind in (Kind.POPULATION, Kind.CLAIMS) if kind in kept]
    files += [file for file, _ in found]
    above: list[list[object]] = [["#", file.kind, file.name, file.sha256] for file in files]
    said = reading(lambda cursor: said_of(cursor, kept))
    sent = reading(lambda cursor: verdicts_of(cursor, kept))
    rows = [*_vintage_rows(found), [], *_said_rows(said), [], *_claim_rows(sent)]
    return as_csv(above, rows, "spaaet")


def _vintage_rows(found: tuple[tuple[KeptFile, tuple[Grade, ...]], ...]) -> list[list[object]]:
    rows: list[list[object]] = [
        ["vintage", "year", "areas", "group", "came", "method", "persons", "wape", "bias"]
    ]
    for _file, some in found:
        for each in some:
            for band, group in each.groups.items():
                methods = (
                    ("official", group.official),
                    ("own", group.own),
                    ("no_change", group.no_change),
                )
                rows += [
                    [
                        each.vintage, each.year, each.areas, band, group.came, name,
                        told.persons, told.wape, told.bias,
                    ]
                    for name, told in methods
                    if told
                ]  # fmt: skip
    return rows


def _said_rows(said: tuple[Said, ...]) -> list[list[object]]:
    rows: list[list[object]] = [["origin", "year", "group", "foretold", "low", "high", "came"]]
    for each in said:
        rows += [
            [
                each.origin, each.year, band, told,
                each.low.get(band, ""), each.high.get(band, ""), each.came[band],
            ]
            for band, told in each.foretold.items()
        ]  # fmt: skip
    return rows


def _claim_rows(sent: tuple[Verdict, ...]) -> list[list[object]]:
    rows: list[list[object]] = [["claim", "place", "base", "target", "said", "until", "came"]]
    for claim in CLAIMS:
        text, said, target = claim.text.en, claim.change, claim.target
        rows += [
            [text, WHOLE_COUNTRY, came.base, target, said, target, came.change]
            for came in graded(claim, COUNTED[claim.key])
        ]
    for each in sent:
        told = each.claim
        came = "" if each.change is None else each.change
        rows.append([told.text, told.place, told.base, told.target, told.change, each.until, came])
    return rows


def _miss(told: int, came: int) -> float:
    """How much too high, in percent of what came."""
    return 100 * (told / came - 1) if came else 0.0
