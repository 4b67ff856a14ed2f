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
from gearskifte.workforce.queries import files_in_use
from gearskifte.workforce.reading import grades_of, said_of, verdicts_of
from gearskifte.workforce.rules.hands.files import Kind
from gearskifte.workforce.rules.population.vintages import Grade, Told
from gearskifte.workforce.rules.promised import CLAIMS, COUNTED, SOURCE, graded, nearest
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
    """Every vintage, year and group as CSV, with the files' fingerprints above."""
    employee(request, READERS)
    kept = reading(files_in_use)
    found = reading(lambda cursor: grades_of(cursor, kept))
    files = [kept[Kind.POPULATION], *(file for file, _ in found)] if found else []
    above: list[list[object]] = [["#", file.kind, file.name, file.sha256] for file in files]
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
                    [each.vintage, each.year, each.areas, band, group.came, name, *_cells(told)]
                    for name, told in methods
                    if told
                ]
    return as_csv(above, rows, "spaaet")


def _cells(told: Told) -> tuple[int, float, float]:
    """What was told, as cells."""
    return told.persons, told.wape, told.bias


def _miss(told: int, came: int) -> float:
    """How much too high, in percent of what came."""
    return 100 * (told / came - 1) if came else 0.0
