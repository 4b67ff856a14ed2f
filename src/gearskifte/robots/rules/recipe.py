# SPDX-License-Identifier: EUPL-1.2
"""A recipe (opskrift): what a robot does, for whom, by which right, and who answers for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256

from gearskifte.robots.rules.expressions import Template
from gearskifte.robots.rules.parameters import Kind, Parameter
from gearskifte.robots.rules.steps import Step, blocks
from gearskifte.robots.rules.triggers import Trigger


@dataclass(frozen=True, slots=True)
class ManualTime:
    """How long the work takes a person (manuel tid): minutes for each item, and how measured."""

    minutes: Decimal
    measured: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recipe as it was read.

    Attributes:
        title: what it is called (opskrift).
        purpose: what for (formål).
        owner: who answers for it (ejer).
        approver: who else must say yes (godkender).
        kle: subject number of KLE.
        legal_basis: hjemmel.
        data_categories: which kinds of data it handles (oplysninger).
        manual_time: minutes for a person, and how they were measured.
        systems: what each system is that it works in, by the name the steps use; where it is
            is filled in by each municipality (see `binding`).
        local: what else each municipality fills in (lokalt).
        functions: what each developer's function does that its steps call (funktioner).
        fields: the fields of an item that the steps use.
        key: the business key: two items with the same are the same work (nøgle).
        citizen: the CPR number of the citizen an item is about (borger).
        trigger: what starts it.
        attempts: how often a technical failure is tried again.
        helper: who gets the tasks (til).
        steps: what it does.
        source: the text that it was read from.
        lines: the line of each part of the head.
    """

    title: str
    steps: tuple[Step, ...]
    source: str
    lines: Mapping[str, int]
    purpose: str = ""
    owner: str = ""
    approver: str = ""
    kle: str = ""
    legal_basis: str = ""
    data_categories: tuple[str, ...] = ()
    manual_time: ManualTime | None = None
    systems: Mapping[str, str] = field(default_factory=dict)
    local: tuple[Parameter, ...] = ()
    functions: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    key: Template | None = None
    citizen: Template | None = None
    trigger: Trigger = field(default_factory=Trigger)
    attempts: int = 3
    helper: str = "sagsbehandler"

    @property
    def digest(self) -> str:
        """SHA-256 of the text: what exactly was approved and run."""
        return sha256(self.source.encode()).hexdigest()

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Everything that each municipality fills in, systems first."""
        systems = (Parameter(name, Kind.SYSTEM, what) for name, what in self.systems.items())
        return (*systems, *self.local)


def all_steps(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Every step, those inside others after the one they are in."""
    for step in steps:
        yield step
        for block in blocks(step):
            yield from all_steps(block)
