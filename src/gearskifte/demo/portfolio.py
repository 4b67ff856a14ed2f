# SPDX-License-Identifier: EUPL-1.2
"""Korsbæk's own ideas, trials and projects, with what its people wrote of them. All invented."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from psycopg import Cursor

from gearskifte.commons.public import (
    Field,
    Here,
    NewEntry,
    Origin,
    Paper,
    Phase,
    Plan,
    Stage,
    Written,
    decide,
    enter_phase,
    keep_plan,
    register,
    say_alive,
    share_entry,
)
from gearskifte.kernel.time import local_date

_OWN: Final = UUID("b7e7c2a4-5a3a-4f0e-9c65-2f9f6f0b7f31")


@dataclass(frozen=True, slots=True)
class Own:
    """One of Korsbæk's own.

    `begun` and `moved` are days ago, `starts_in` and `ends_in` days ahead; `silent` is how long ago
    it was last heard of.
    """

    title: str
    description: str
    unit: str
    plan: Plan
    begun: int
    stage: Stage = Stage(Phase.IDEA)  # noqa: RUF009 - a frozen value
    moved: int = 0
    starts_in: int | None = None
    ends_in: int | None = None
    decision: str = ""
    silent: int = 3


OWN: Final = (
    Own(
        "Robot læser joblog",
        "Den ser, hvem der har søgt for få job, så jobkonsulenten kan bruge tiden på samtalen.",
        "Jobcenter",
        Plan(
            owner="Fagchefen for Jobcenter",
            with_whom="To jobkonsulenter og Beskæftigelsesrådet",
            staff="To jobkonsulenter, en dag om måneden",
            business_case="14 minutter pr. joblog, målt på 60 sager. Tiden går til samtaler.",
            cost_oere=180_000_00,
            field=Field.WORK,
            system="Gammel Sag",
            target="Jobsøgende",
            robot="kontrol-af-joblog",
        ),
        420,
        Stage(Phase.RUNNING),
        150,
        decision="Direktionen lader robotten køre videre. Ingen stilling er nedlagt.",
    ),
    Own(
        "Robot taster bilag på enkeltydelser",
        "Bilag fra borgeren lægges på sagen med det samme, så svaret kommer før.",
        "Ydelse og Pension",
        Plan(
            owner="Fagchefen for Ydelse",
            origin=Origin.STAFF,
            with_whom="Sagsbehandlerne i Ydelse",
            cost_oere=120_000_00,
            field=Field.WORK,
            system="Gammel Sag",
            target="Borgere, der søger om en enkeltydelse",
        ),
        360,
        Stage(Phase.RUNNING),
        90,
    ),
    Own(
        "Skærmbesøg om aftenen",
        "Ældre, der kun skal huske medicin, kan nå en hjælper over skærm i stedet for at vente.",
        "Visitation og Hjemmepleje",
        Plan(
            owner="Fagchefen for Sundhed og Omsorg",
            origin=Origin.CITIZEN,
            with_whom="Ældrerådet, otte borgere og leverandøren af skærmene",
            staff="Fire hjælpere i aftenvagt",
            business_case="Otte af ti besøg handler kun om at huske. Borgerne selv foreslog det.",
            field=Field.CARE,
            target="Ældre med aftenhjælp",
        ),
        130,
        Stage(Phase.PILOT, None, "Under 20 borgere bruger det efter tre måneder.", "", 60_000_00),
        40,
        ends_in=45,
        decision="Udvalget for Sundhed siger ja til forsøget og vil se tal i januar.",
    ),
    Own(
        "Sensorer i byens skraldespande",
        "Spanden siger til, når den er fuld, så bilen kun kører efter behov.",
        "Byg og Miljø",
        Plan(
            owner="Driftslederen i Byg og Miljø",
            origin=Origin.VENDOR,
            cost_oere=450_000_00,
            field=Field.TECHNICAL,
            papers=(Paper("Kravspecifikation", "https://example.org/korsbaek/krav.pdf"),),
            target="Alle, der færdes i midtbyen",
        ),
        80,
        Stage(Phase.PROJECT),
        30,
        starts_in=120,
        decision="Afventer, om andre vil gå sammen om udbuddet.",
    ),
    Own(
        "Talende telefonomstilling",
        "Borgeren siger, hvad det handler om, og kommer rigtigt igennem første gang.",
        "Borgerservice",
        Plan(owner="Lederen af Borgerservice", origin=Origin.LEADER, field=Field.CITIZEN_SERVICE),
        300,
        Stage(
            Phase.STOPPED,
            because="Hver femte forstod ikke stemmen, og ventetiden blev ikke kortere.",
        ),
        60,
    ),
    Own(
        "Fælles vikarer i dagtilbud",
        "Institutionerne ser hinandens ledige timer og låner folk, før de ringer til et bureau.",
        "Dagtilbud og Skole",
        Plan(origin=Origin.STAFF, field=Field.CHILDREN, target="Ledere i dagtilbud"),
        25,
    ),
    Own(
        "Kort over tomme lokaler",
        "Foreninger kan se, hvilke haller og klasser der står tomme, og låne dem selv.",
        "Dagtilbud og Skole",
        Plan(origin=Origin.CITIZEN, field=Field.CULTURE),
        240,
        silent=110,
    ),
)


def share_robots(cursor: Cursor[Any], here: Here, now: datetime) -> None:
    """Tell the others of what Korsbæk's robots do, so that they can be found and reused."""
    for each in OWN:
        if each.plan.robot:
            share_entry(cursor, here, uuid5(_OWN, each.title), now)


def seed_own(cursor: Cursor[Any], own: str, now: datetime) -> int:
    """Put Korsbæk's own in, each with its plan, its phase and what was decided; how many."""
    today = local_date(now)
    for each in OWN:
        made = uuid5(_OWN, each.title)
        begun = now - timedelta(days=each.begun)
        new = NewEntry(made, own, each.title, each.description, each.unit)
        register(cursor, [new], begun, None)
        starts = today + timedelta(days=each.starts_in) if each.starts_in is not None else None
        keep_plan(
            cursor,
            made,
            own,
            Written(each.title, each.description),
            replace(each.plan, starts_on=starts),
            begun,
            unit=each.unit,
        )
        if each.stage.phase is not Phase.IDEA:
            ends = today + timedelta(days=each.ends_in) if each.ends_in is not None else None
            stage = replace(each.stage, ends_on=ends)
            enter_phase(cursor, made, own, stage, now - timedelta(days=each.moved))
        if each.decision:
            at = now - timedelta(days=max(1, each.moved - 10))
            decide(cursor, made, own, each.decision, at)
        say_alive(cursor, made, own, now - timedelta(days=each.silent))
    return len(OWN)
