# SPDX-License-Identifier: EUPL-1.2
"""What a robot can do, one type for each kind of step. A recipe is a tree of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from gearskifte.robots.rules.expressions import Expression, Template

PYTHON_SECONDS: Final = 60
"""A developer's function has so long, unless the recipe says otherwise."""
SECONDS: Final = 10
"""How long a page is waited for, and a change looked for, where the recipe says nothing."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How a change is read back (bekræft): steps that only look, and what must then be so.

    Attributes:
        steps: looked at before a redo as well as after the act.
        that: the condition, over the values that the steps gave.
        within: seconds that the other system may take to show it.
    """

    steps: tuple[Step, ...]
    that: Expression
    within: int = SECONDS

    @property
    def lasting(self) -> bool:
        """Whether it looks where the change is kept, not at the page of the moment.

        Only then does seeing nothing mean that nothing was done: a message that said «gemt» is gone
        when the page is opened anew.
        """
        return any(isinstance(step, Open | Get | ReadFile) for step in self.steps)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a step changes in the world (effekt).

    Attributes:
        what: in words; None where the recipe does not say.
        none: the recipe says that nothing is changed (`effekt: ingen`).
        confirmation: how it is read back.
        ask: it cannot be read back, and a person is asked when in doubt.
    """

    what: Template | None = None
    none: bool = False
    confirmation: Confirmation | None = None
    ask: bool = False


UNSAID: Final = Effect()
NOTHING: Final = Effect(none=True)


@dataclass(frozen=True, slots=True)
class Field:
    """Something on a screen, by what a person calls it.

    Attributes:
        label: the visible words.
        within: the heading, frame or row that it stands in or beside, where there are several.
        number: which of several alike, from 1; 0 where there is but one.
    """

    label: Template
    within: Template | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Open:
    """Open a page (åbn). `system` names a binding; "" means that `page` is a whole address."""

    line: int
    system: str
    page: Template


@dataclass(frozen=True, slots=True)
class Fill:
    """Write in a field (udfyld); either a text or a secret of the vault by name."""

    line: int
    field: Field
    value: Template
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Choose:
    """Choose among options (vælg): a list, radio buttons, suggestions, a day in a calendar."""

    line: int
    field: Field
    option: Template


@dataclass(frozen=True, slots=True)
class Check:
    """Tick a box (sæt kryds), or take the tick away (fjern kryds)."""

    line: int
    field: Field
    on: bool


@dataclass(frozen=True, slots=True)
class Press:
    """Press a button or follow a link (tryk)."""

    line: int
    field: Field
    effect: Effect = UNSAID


@dataclass(frozen=True, slots=True)
class Key:
    """Press a key on the keyboard (tast): Enter, Tab, Escape, an arrow."""

    line: int
    key: str
    field: Field | None = None
    effect: Effect = UNSAID


@dataclass(frozen=True, slots=True)
class Read:
    """Read what a field says, or the text beside a label (læs)."""

    line: int
    field: Field
    name: str


@dataclass(frozen=True, slots=True)
class LookUp:
    """Read one cell of the only row in a table that fits (slå op)."""

    line: int
    table: Template
    where: tuple[tuple[Template, Template], ...]
    column: Template
    name: str


@dataclass(frozen=True, slots=True)
class ReadTable:
    """Read a table as a list of records (læs tabel), only rows that fit where that is said."""

    line: int
    table: Template
    where: tuple[tuple[Template, Template], ...]
    name: str


@dataclass(frozen=True, slots=True)
class Look:
    """See whether the page shows a text (se efter); gives yes or no."""

    line: int
    text: Template
    name: str


@dataclass(frozen=True, slots=True)
class WaitFor:
    """Wait until the page shows a text (vent på)."""

    line: int
    text: Template
    within: int = SECONDS


@dataclass(frozen=True, slots=True)
class Upload:
    """Put a file in a field (vedhæft)."""

    line: int
    field: Field
    file: Template


@dataclass(frozen=True, slots=True)
class Download:
    """Press something and keep the file that comes (hent fil)."""

    line: int
    field: Field
    name: str


@dataclass(frozen=True, slots=True)
class LogIn:
    """Log in to a system with its secrets (log ind), once for each browser."""

    line: int
    system: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Get:
    """Ask another system (hent): an HTTP GET that answers in JSON."""

    line: int
    system: str
    path: Template
    query: tuple[tuple[str, Template], ...]
    name: str


@dataclass(frozen=True, slots=True)
class Send:
    """Tell another system (send): POST, PUT, PATCH or DELETE with JSON."""

    line: int
    system: str
    method: str
    path: Template
    data: Data
    name: str = ""
    effect: Effect = UNSAID


@dataclass(frozen=True, slots=True)
class ReadFile:
    """Read a file (læs fil): CSV and Excel as records, PDF as text, mail as a record."""

    line: int
    file: Template
    name: str
    sheet: Template | None = None


@dataclass(frozen=True, slots=True)
class WriteFile:
    """Write records to a CSV or Excel file (skriv fil); whole or not at all, the same twice."""

    line: int
    file: Template
    rows: Expression


@dataclass(frozen=True, slots=True)
class Extract:
    """Take values out of a text by its fixed words (uddrag): `Vælg {navn} og tryk {knap}`."""

    line: int
    source: Expression
    pattern: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compute:
    """Work out values (beregn)."""

    line: int
    values: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class If:
    """Choose a way (hvis … så … ellers …)."""

    line: int
    condition: Expression
    then: tuple[Step, ...]
    otherwise: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class ForEach:
    """Do the same for each of a list (for hver … i … gør …)."""

    line: int
    name: str
    among: Expression
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """Do the same until something is so (gentag), at most so many times."""

    line: int
    until: Expression
    most: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask a person and go on with the answer (spørg)."""

    line: int
    question: Template
    to: str
    choices: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """Give the item to a person, who takes it from here (overdrag)."""

    line: int
    reason: Template
    to: str


@dataclass(frozen=True, slots=True)
class Finish:
    """The item is done (afslut)."""

    line: int
    reason: Template


@dataclass(frozen=True, slots=True)
class Record:
    """Say in the registry what was done in a citizen's case (hændelse)."""

    line: int
    case: Template
    what: Template
    citizen: Template | None = None


@dataclass(frozen=True, slots=True)
class Python:
    """Call a function that a developer has installed (python): the way out of the vocabulary.

    It has `within` seconds; then it is stopped.
    """

    line: int
    function: str
    arguments: tuple[tuple[str, Template], ...]
    name: str = ""
    effect: Effect = UNSAID
    within: int = PYTHON_SECONDS


@dataclass(frozen=True, slots=True)
class Named:
    """Named values to send."""

    values: tuple[tuple[str, Data], ...]


Data: TypeAlias = "Template | Named | tuple[Data, ...] | None"
"""What is sent: a text, named values, a list, or nothing."""

Screen: TypeAlias = (
    "Open | Fill | Choose | Check | Press | Key | Read | LookUp | ReadTable | Look | WaitFor"
    " | Upload | Download"
)
Step: TypeAlias = (
    "Screen | LogIn | Get | Send | ReadFile | WriteFile | Extract | Compute | If | ForEach"
    " | Repeat | Ask | HandOver | Finish | Record | Python"
)

ON_SCREEN: Final = (
    *(Open, Fill, Choose, Check, Press, Key, Read, LookUp, ReadTable, Look, WaitFor),
    *(Upload, Download),
)
LOOKING: Final = (
    *(Open, Fill, Choose, Check, Press, Key, Read, LookUp, ReadTable, Look, WaitFor),
    *(Get, ReadFile, Extract, Compute),
)
"""What a confirmation may be made of: nothing that is meant to change the world."""


def effect_of(step: Step) -> Effect:
    """What a step changes. A press or a sending that says nothing is taken to change something."""
    return step.effect if isinstance(step, Press | Key | Send | Python) else NOTHING


def changes(step: Step) -> bool:
    """Whether a step changes something in the world, or may."""
    return not effect_of(step).none


def blocks(step: Step) -> tuple[tuple[Step, ...], ...]:
    """The steps inside a step, block by block."""
    match step:
        case If():
            return (step.then, step.otherwise)
        case ForEach() | Repeat() | LogIn():
            return (step.steps,)
    return ()
