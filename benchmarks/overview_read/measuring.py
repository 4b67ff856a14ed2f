# SPDX-License-Identifier: EUPL-1.2
"""The measurements themselves: statements for each page, then rounds of raw, JSON and HTML."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import Any

import psycopg

from benchmarks.overview_read import raw, web
from benchmarks.overview_read.registry import SQL, Group, groups
from benchmarks.overview_read.report import Round
from benchmarks.overview_read.servers import COUNTING, MEASURING, running
from gearskifte.app.boot import Installation
from gearskifte.kernel.database.server import ADMIN, Server


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to measure: `seconds` of each part of a round, `clients` asking at a time."""

    cases: int
    rounds: int
    seconds: int
    clients: int


@dataclass(frozen=True, slots=True)
class Found:
    """What the rounds gave, the load of the machine before each, and what the registry held."""

    rounds: list[Round]
    others: Round
    loads: list[float]
    registry: dict[str, Any]


def statements(installed: Installation, plan: Plan) -> dict[str, int]:
    """How many statements the web role sends for one page, to citizens with little and much."""
    typical, _, many = groups(plan.cases)
    with running(installed, COUNTING) as server, web.serve(server) as site:
        # In another database, as the product refuses to run where the web role sees statistics.
        address = server.address(ADMIN, "postgres")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(SQL.watch_statements)
            return {
                f"{page}, {group.name}": _statements(connection, site, page, group)
                for group in (typical, many)
                for page in web.PATHS
            }


def _statements(
    connection: psycopg.Connection[Any], site: web.Site, page: str, group: Group
) -> int:
    site.ask(page, group, clients=1, seconds=0.5)  # what a connection sends first does not count
    connection.execute(SQL.forget_statements)
    sample = site.ask(page, group, clients=1, seconds=0.5)
    sent: int = connection.execute(SQL.statements).fetchall()[0][0]
    return -(-sent // len(sample.milliseconds))


def measure(installed: Installation, plan: Plan) -> Found:
    """Rounds for typical citizens, then each page once for citizens with more."""
    typical, cases_only, many = groups(plan.cases)
    with running(installed, MEASURING) as server, web.serve(server) as site:
        for page in web.PATHS:
            site.ask(page, typical, clients=plan.clients, seconds=2)
        rounds, loads = [], []
        for number in range(1, plan.rounds + 1):
            print(f"round {number} of {plan.rounds}", file=sys.stderr)
            loads.append(os.getloadavg()[0])
            rounds.append(_round(installed, server, site, plan, typical))
        others = {
            f"{page}, {what}": _page(site, page, group, plan)
            for what, group in (("20 running cases", cases_only), ("500 running cases", many))
            for page in web.PATHS
        }
        return Found(rounds, others, loads, _held(installed))


def _round(
    installed: Installation, server: Server, site: web.Site, plan: Plan, group: Group
) -> Round:
    limits = {"clients": plan.clients, "seconds": plan.seconds}
    looked_up = raw.look_up(server, installed.database, group, **limits)
    pages = {page: _page(site, page, group, plan) for page in web.PATHS}
    return {"raw": looked_up.figures(), **pages}


def _page(site: web.Site, page: str, group: Group, plan: Plan) -> dict[str, float]:
    return site.ask(page, group, clients=plan.clients, seconds=plan.seconds).figures()


def _held(installed: Installation) -> dict[str, Any]:
    names = ("cases", "objects", "people", "database_mib", "postgresql")
    with psycopg.connect(installed.database.owner_url) as connection:
        return dict(zip(names, connection.execute(SQL.sizes).fetchall()[0], strict=True))
