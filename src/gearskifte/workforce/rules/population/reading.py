# SPDX-License-Identifier: EUPL-1.2
"""From a table of statistics to counted people: which area, sex, age and year a number is about.

Knows the population tables of Statistics Denmark (FOLK1A, FOLK1AM, FOLK1B, BEFOLK1, BEFOLK2, FRKM…)
in Danish and English, by code or by text, and tables of the same shape from anybody else. What does
not add up is refused: a sum that is silently wrong is worse than no sum.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from typing import Final

import numpy as np

from gearskifte.workforce.rules import refusals
from gearskifte.workforce.rules.areas import (
    CHRISTIANSOE,
    COUNTRY,
    MUNICIPALITIES,
    REGIONS,
    area_code,
)
from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.population.counts import Population, Sex
from gearskifte.workforce.rules.statistics import Category, Role, StatTable, parse_period

WHOLE: Final = "I ALT"
FEWEST_GROUPS: Final = 5
OLDEST: Final = 100
"""Single ages from here on are taken together: few are older, and no rate is known by year."""
_SEXES: Final = {
    "m": Sex.MEN, "1": Sex.MEN, "mænd": Sex.MEN, "men": Sex.MEN, "males": Sex.MEN, "male": Sex.MEN,
    "k": Sex.WOMEN, "2": Sex.WOMEN, "kvinder": Sex.WOMEN, "women": Sex.WOMEN,
    "females": Sex.WOMEN, "female": Sex.WOMEN, "f": Sex.WOMEN,
    "tot": Sex.TOTAL, "ialt": Sex.TOTAL, "i alt": Sex.TOTAL, "total": Sex.TOTAL,
}  # fmt: skip
_TOTAL: Final = re.compile(r"(?:tot|ialt|i alt|total|alder i alt|age,? total)", re.IGNORECASE)
_AGES: Final = re.compile(r"(\d{1,3})\s*[-–]\s*(\d{1,3})(?:\s*(?:år|years?))?", re.IGNORECASE)
_CODED_AGES: Final = re.compile(r"(\d\d)(\d\d)")
_OPEN: Final = re.compile(
    r"(\d{1,3})(?:\s*(?:år|years?))?\s*(?:\+|-?\s*ov|og derover|and over|or over|-)", re.IGNORECASE
)
_PROVINCE: Final = re.compile(r"(?:landsdel|province) ", re.IGNORECASE)
"""Parts of a region (landsdele), whose codes are other areas' elsewhere."""
_SINGLE: Final = re.compile(r"(\d{1,3})(?:\s*(?:år|years?))?", re.IGNORECASE)


def population_of(table: StatTable, *, rounded: bool = False) -> Population:
    """The counts of 1 January in `table`, municipalities only where the country is divided in them.

    In a projection every cell is `rounded` by itself, so a sum may be off by half a person for each
    of its parts.

    Raises:
        InputRefused: GS-WRK-001 to 006, with what is missing or does not add up.
    """
    for role in (Role.AGE, Role.TIME):
        if table.axis(role) is None:
            raise refusals.no_variable(role.value, [each.code for each in table.variables])
    years, values = _on_first_january(table)
    lows, values = _ages(table, values)
    sexes, values = _sexes(table, values, rounded=rounded)
    areas, values = _areas(table, values, rounded=rounded)
    if np.isnan(values).any():
        raise refusals.missing_cells(int(np.isnan(values).sum()))
    return Population(areas, sexes, lows, years, values)


def projectable(population: Population) -> Population:
    """The same people, if it can be seen from them how they are born, die and move.

    Raises:
        InputRefused: GS-WRK-001 without men and women apart, GS-WRK-010 with one year.
    """
    if len(population.sexes) != 2:
        raise refusals.no_variable(Role.SEX.value, [WHOLE])
    if len(population.years) < 2:
        raise refusals.no_movement(len(population.years))
    return population


def _moved(table: StatTable) -> Floats:
    """Values with area, sex, age and time in that order, everything else at its total."""
    values, rest = table.values, list(table.variables)
    for at in reversed(range(len(rest))):
        if rest[at].role is Role.OTHER:
            whole = [n for n, each in enumerate(rest[at].categories) if _is_total(each)][:1]
            at_total = values.take(whole, axis=at) if whole else values
            values = at_total.sum(axis=at)
            del rest[at]
    present = [each.role for each in rest]
    order = [present.index(role) for role in Role if role in present]
    moved = values.transpose(order)
    for at, role in enumerate((Role.AREA, Role.SEX)):
        if role not in present:
            moved = np.expand_dims(moved, at)
    return moved


def _is_total(category: Category) -> bool:
    return bool(_TOTAL.fullmatch(category.code) or _TOTAL.fullmatch(category.text))


def _categories(table: StatTable, role: Role) -> tuple[Category, ...]:
    at = table.axis(role)
    return (Category(WHOLE, WHOLE),) if at is None else table.variables[at].categories


def _on_first_january(table: StatTable) -> tuple[tuple[int, ...], Floats]:
    found = {}
    for at, each in enumerate(_categories(table, Role.TIME)):
        period = parse_period(each.code) or parse_period(each.text)
        if period and period.starts_the_year:
            found[period.year] = at
    years = tuple(sorted(found))
    if not years or years != tuple(range(years[0], years[-1] + 1)):
        raise refusals.no_first_january(years)
    return years, _moved(table)[..., [found[year] for year in years]]


def _ages(table: StatTable, values: Floats) -> tuple[tuple[int, ...], Floats]:
    at: dict[int, int] = {}
    ends: dict[int, int] = {}
    for position, each in enumerate(_categories(table, Role.AGE)):
        if not _is_total(each) and (span := _span(each)):
            if span[0] in at:
                raise refusals.ages_overlap(span[0])
            at[span[0]], ends[span[0]] = position, span[1]
    lows = tuple(sorted(at))
    if len(lows) < FEWEST_GROUPS:
        raise refusals.no_variable(Role.AGE.value, [each.code for each in table.variables])
    if lows[0] != 0:
        raise refusals.ages_overlap(0)
    for low, following in itertools.pairwise(lows):
        if ends[low] + 1 != following:
            raise refusals.ages_overlap(following)
    values = values[:, :, [at[low] for low in lows]]
    if OLDEST in lows:
        last = lows.index(OLDEST)
        oldest = values[:, :, last:].sum(axis=2, keepdims=True)
        return lows[: last + 1], np.concatenate([values[:, :, :last], oldest], axis=2)
    return lows, values


def _span(category: Category) -> tuple[int, int] | None:
    """First and last age of a category; an open one ends at 999."""
    for written in (category.text.strip(), category.code.strip()):
        if found := _AGES.fullmatch(written) or _CODED_AGES.fullmatch(written):
            return int(found[1]), int(found[2])
        if found := _OPEN.fullmatch(written):
            return int(found[1]), 999
        if found := _SINGLE.fullmatch(written):
            return int(found[1]), int(found[1])
    return None


def _sexes(table: StatTable, values: Floats, *, rounded: bool) -> tuple[tuple[Sex, ...], Floats]:
    at: dict[Sex, int] = {}
    for position, each in enumerate(_categories(table, Role.SEX)):
        sex = _SEXES.get(each.code.casefold()) or _SEXES.get(each.text.strip().casefold())
        if sex is not None:
            at.setdefault(sex, position)
    both = (Sex.MEN, Sex.WOMEN)
    if all(sex in at for sex in both):
        chosen = values[:, [at[sex] for sex in both]]
        if Sex.TOTAL in at:
            parts = 3 if rounded else 1
            _check_sum("I alt", chosen.sum(axis=1), values[:, at[Sex.TOTAL]], parts)
        return both, chosen
    if Sex.TOTAL in at:
        return (Sex.TOTAL,), values[:, [at[Sex.TOTAL]]]
    raise refusals.no_variable(Role.SEX.value, [each.code for each in table.variables])


def _areas(table: StatTable, values: Floats, *, rounded: bool) -> tuple[tuple[str, ...], Floats]:
    """Municipalities, in the order of their codes; other areas as the table names them."""
    categories = _categories(table, Role.AREA)
    at: dict[str, list[int]] = defaultdict(list)
    for position, each in enumerate(categories):
        if _PROVINCE.match(each.text):
            continue
        at[area_code(each.code) or area_code(each.text) or each.code].append(position)
    known = {*MUNICIPALITIES, *REGIONS, CHRISTIANSOE, COUNTRY}
    strange = [code for code in at if code not in known]
    if strange and len(strange) * 2 > len(at):
        return tuple(each.code for each in categories), values
    twice = [code for code, positions in at.items() if len(positions) > 1]
    if strange or twice:
        raise refusals.unknown_areas(strange or twice)
    municipalities = tuple(code for code in MUNICIPALITIES if code in at)
    if not municipalities:
        return tuple(at), values
    chosen = values[[at[code][0] for code in municipalities]]
    if COUNTRY in at and len(municipalities) == len(MUNICIPALITIES) and CHRISTIANSOE in at:
        counted = chosen.sum(axis=0) + values[at[CHRISTIANSOE][0]]
        parts = len(municipalities) + 2 if rounded else 1
        _check_sum("Hele landet", counted, values[at[COUNTRY][0]], parts)
    return municipalities, chosen


def _check_sum(what: str, counted: Floats, published: Floats, parts: int) -> None:
    """Refuse where parts do not add up to the whole; half a person for each part is rounding."""
    if empty := int((np.isnan(counted) | np.isnan(published)).sum()):
        raise refusals.missing_cells(empty)
    off = np.abs(counted - published)
    if not (off <= 0.5 * parts).all():
        worst = np.unravel_index(int(off.argmax()), off.shape)
        raise refusals.sum_is_wrong(what, float(counted[worst]), float(published[worst]))
