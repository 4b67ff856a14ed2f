# SPDX-License-Identifier: EUPL-1.2
"""The page of the hands: what will be lacking, and what each lever gives."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gearskifte.kernel.access import MANAGERS, Role
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.identity import employee
from gearskifte.ui.public import current_language, render
from gearskifte.workforce import showing
from gearskifte.workforce.queries import KeptFile, files_in_use, measured_freed
from gearskifte.workforce.reading import (
    DRAWS,
    NEEDED,
    SEED,
    YEARS,
    Ground,
    ground,
)
from gearskifte.workforce.rules.hands.files import Kind
from gearskifte.workforce.rules.hands.inputs import SERVICES
from gearskifte.workforce.rules.hands.outlook import Choice, Inputs, Outlook, outlook

READERS: Final = (*MANAGERS, Role.HR)
ABSENCES: Final = (0, 3, 4, 5, 6)
WEEKLY_HOURS: Final = (0, 30, 32, 34, 37)
SHARES: Final = (0, 10, 25, 50, 75, 100)
FAIRNESS: Final = (0, 2, 5, 10)
"""Percent more uncovered hours that a fairer plan may cost."""


@require_safe
def hands(request: HttpRequest) -> HttpResponse:
    """What is lacking in a chosen year, and what each lever gives."""
    actor = employee(request, READERS)
    kept, found = _ground(actor.authority)
    if found is None:
        missing = [kind for kind in NEEDED if kind not in kept]
        return render(request, "workforce/empty.html", {"missing": missing})
    chosen, years = _chosen(request)
    made = outlook(found.until(years, official=_follows(request, found)), chosen)
    language, year = current_language(), found.year + years
    staff = kept[Kind.STAFF]
    context = {
        "area": found.area,
        "year": year,
        "now": found.year,
        "outlook": made,
        "waterfall": showing.waterfall(made, found.year, year, language),
        "left": showing.left(made, staff.name, staff.received_at),
        "lines": showing.over_the_years(made, found.year, language),
        "services": _services(made, language),
        "moved": showing.moved(made, found.inputs, language),
        "reasons": [
            (reason.text.in_language(language), showing.rounded(reason.hours))
            for reason in showing.why_not_more(made, found.inputs, found.year)
        ],
        "lent": showing.lent(made, found.inputs, language),
        "fair": showing.fair_price(made),
        "freed": found.inputs.freed,
        "measured": reading(measured_freed),
        "assumptions": _assumptions(found.inputs, language),
        "need": [
            (service.in_language(language), ages, *map(showing.short, hours), source)
            for service, ages, *hours, source in showing.need_rows(found.inputs)
        ],
        "kept": [kept[kind] for kind in Kind if kind in kept],
        "seed": SEED,
        "draws": DRAWS,
        "asked": _asked(chosen, years) | {"folg": "1" if _follows(request, found) else "0"},
        "has_official": found.official is not None,
        "offered": _offered(found.year),
        "query": request.GET.urlencode(),
    }
    return render(request, "workforce/hands.html", context)


@require_safe
def export(request: HttpRequest, table: str) -> HttpResponse:
    """One of the page's tables as CSV, with what it was made from above it."""
    actor = employee(request, READERS)
    kept, found = _ground(actor.authority)
    if found is None:
        raise Http404
    chosen, years = _chosen(request)
    made = outlook(found.until(years, official=_follows(request, found)), chosen)
    rows = _table(table, made, found, current_language())
    if rows is None:
        raise Http404
    above: list[list[object]] = [["#", found.area, found.year, f"seed {SEED}", f"{DRAWS} draws"]]
    above += [["#", file.kind, file.name, file.sha256] for file in kept.values()]
    return as_csv(above, rows, table)


def as_csv(above: list[list[object]], rows: list[list[object]], table: str) -> HttpResponse:
    """A table to download, with what it was made from `above` it, for Danish spreadsheets."""
    written = io.StringIO()
    out = csv.writer(written, delimiter=";", lineterminator="\r\n")
    out.writerows(above)
    out.writerows([_cell(cell) for cell in row] for row in rows)
    return HttpResponse(
        "\ufeff" + written.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="haenderne-{table}.csv"',
            "Cache-Control": "no-store",
        },
    )


def _cell(cell: object) -> object:
    """A number as Danish spreadsheets read it; anything else as it is."""
    if isinstance(cell, float | Decimal):
        return f"{cell:.3f}".rstrip("0").rstrip(".").replace(".", ",")
    return cell


def _ground(owner: str) -> tuple[dict[Kind, KeptFile], Ground | None]:
    kept = reading(files_in_use)
    return kept, reading(lambda cursor: ground(cursor, kept, owner))


def _follows(request: HttpRequest, found: Ground) -> bool:
    """Whether the official projection is followed: as asked, where there is one."""
    return found.official is not None and request.GET.get("folg", "1") != "0"


def _chosen(request: HttpRequest) -> tuple[Choice, int]:
    """What the form says; anything else than what it offers is as if it were not there."""

    def one(name: str, offered: tuple[int, ...], otherwise: int) -> int:
        said = request.GET.get(name, "")
        value = int(said) if said.isdecimal() and len(said) < 5 else otherwise
        return value if value in offered else otherwise

    absence = one("fravaer", ABSENCES, 0)
    choice = Choice(
        absence=absence / 100 if absence else None,
        weekly_hours=float(one("timer", WEEKLY_HOURS, 0)),
        wanting=one("andel", SHARES, 0) / 100,
        robots=request.GET.get("robotter", "1") != "0",
        moves=request.GET.get("flyt", "1") != "0",
        fair=one("fordeling", FAIRNESS, 2) / 100,
    )
    return choice, one("aar", tuple(range(1, YEARS + 1)), 5)


def _asked(choice: Choice, years: int) -> dict[str, str]:
    return {
        "aar": str(years),
        "fravaer": str(round(100 * choice.absence)) if choice.absence else "0",
        "timer": str(round(choice.weekly_hours)),
        "andel": str(round(100 * choice.wanting)),
        "robotter": "1" if choice.robots else "0",
        "flyt": "1" if choice.moves else "0",
        "fordeling": str(round(100 * choice.fair)),
    }


def _offered(now: int) -> dict[str, tuple[int, ...] | list[tuple[str, str]]]:
    return {
        "aar": [(str(years), str(now + years)) for years in range(1, YEARS + 1)],
        "fravaer": ABSENCES,
        "timer": WEEKLY_HOURS,
        "andel": SHARES,
        "fordeling": FAIRNESS,
    }


def _services(made: Outlook, language: str) -> list[tuple[str, ...]]:
    found = []
    for at, service in enumerate(SERVICES):
        if not made.need_hours[0, at] and not made.supply_hours[0, at]:
            continue
        last = made.services[at][-1]
        numbers = (last.mean, last.low, last.high, 100 * last.likely)
        found.append((service.words.in_language(language), *map(showing.rounded, numbers)))
    return found  # type: ignore[return-value]


def _assumptions(inputs: Inputs, language: str) -> list[tuple[object, ...]]:
    return [
        (
            each.name.words.in_language(language),
            *(showing.rounded(value, 3).normalize() for value in (each.value, each.low, each.high)),
            each.source,
        )
        for each in inputs.assumptions
    ]


def _table(table: str, made: Outlook, found: Ground, language: str) -> list[list[object]] | None:
    head: list[list[object]]
    if table == "vandfald":
        rows: list[list[object]] = [["part", "mean", "p10", "p90"]]
        rows.append(["today", made.today.mean, made.today.low, made.today.high])
        rows += [[bar.part, bar.mean, bar.low, bar.high] for bar in made.bars]
        return [*rows, ["left", made.left.mean, made.left.low, made.left.high]]
    if table == "omraader":
        rows = [["service", "year", "mean", "p10", "p90", "likely", "need_hours", "supply_hours"]]
        for at, service in enumerate(SERVICES):
            for year, each in enumerate(made.services[at]):
                hours = made.need_hours[year, at], made.supply_hours[year, at]
                numbers = [each.mean, each.low, each.high, each.likely, *hours]
                rows.append([service, found.year + year, *numbers])
        return rows
    if table == "plan":
        head = [["from", "to", "heads", "willing", "retrained"]]
        plan = showing.moved(made, found.inputs, language)
        return head + [[m.origin, m.target, m.heads, m.willing, m.retrained] for m in plan]
    if table == "behov":
        head = [["service", "ages", "hours", "floor", "source"]]
        told = showing.need_rows(found.inputs)
        return head + [[service.in_language(language), *rest] for service, *rest in told]
    if table == "hvorfor":
        head = [["one_more", "hours_covered"]]
        why = showing.why_not_more(made, found.inputs, found.year)
        return head + [[reason.text.in_language(language), reason.hours] for reason in why]
    if table == "laan":
        return _loans(made, found)
    if table == "forudsaetninger":
        return [
            ["assumption", "value", "p10", "p90", "source"],
            *map(list, _assumptions(found.inputs, language)),
        ]
    return None


def _loans(made: Outlook, found: Ground) -> list[list[object]]:
    rows: list[list[object]] = [["lender", "borrower", "service", "year", "hours", "least", "most"]]
    if made.plan is None:
        return rows
    for loan, years in zip(found.inputs.loans, made.plan.loaned, strict=False):
        who = [loan.lender, loan.borrower, SERVICES[loan.service]]
        for at, hours in enumerate(years, start=1):
            rows.append([*who, found.year + at, float(hours), loan.least, loan.most])
    return rows
