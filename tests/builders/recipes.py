# SPDX-License-Identifier: EUPL-1.2
"""A recipe to try things on, and two small worlds that robots change, where nothing is once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from gearskifte.kernel.errors import Text
from gearskifte.robots.cli import killing
from gearskifte.robots.rules.driver import Hit, Target
from gearskifte.robots.rules.values import Value

NOTES = """
opskrift: Notat i hver sag
ejer: Lone Madsen, jobcenterchef
godkender: Per Holm, afdelingsleder
kle: 15.20.04
hjemmel: Retssikkerhedsloven § 11
oplysninger: [sagsnummer]
manuel tid: {minutter: 6, måling: stopur på 60 sager}
systemer: {fag: fagsystemet}
sag: {felter: [sagsnr], nøgle: "{sagsnr}"}
trin:
  - hent: {system: fag, sti: "/sager/{sagsnr}"}
    som: sagen
  - send: {system: fag, sti: "/sager/{sagsnr}/notater", data: {tekst: "Rykket {nøgle}"}}
    effekt: notat i sag {sagsnr}
    bekræft:
      hent: {system: fag, sti: "/sager/{sagsnr}/notater"}
      at: 'antal(hvor(svar; "tekst"; "Rykket {nøgle}")) >= 1'
      inden: 2
  - send: {system: fag, metode: PUT, sti: "/sager/{sagsnr}", data: {status: rykket}}
    effekt: status for sag {sagsnr}
    bekræft: {hent: {system: fag, sti: "/sager/{sagsnr}"}, at: 'svar.status = "rykket"'}
  - hændelse: {sag: "{sagsnr}", hvad: Rykket}
""".replace('"Rykket {nøgle}"))', '"Rykket " & nøgle))')

TWO_NOTES = (
    "opskrift: To notater"
    + killing.HEAD
    + """
  - send: {system: fag, sti: "/sager/{sagsnr}-a/notater", data: {tekst: Første}}
    effekt: første notat
    bekræft: {hent: {system: fag, sti: "/sager/{sagsnr}-a/notater"}, at: antal(svar) >= 1, inden: 2}
  - send: {system: fag, sti: "/sager/{sagsnr}-b/notater", data: {tekst: Andet}}
    effekt: andet notat
    bekræft: {hent: {system: fag, sti: "/sager/{sagsnr}-b/notater"}, at: antal(svar) >= 1, inden: 2}
"""
)
"""Two changes by HTTP in a case, on the target of the kill test."""

WHERE = {"fag": "http://fag.test", "a": "http://a.test"}
"""What is filled in where these recipes are tried."""

WHY = Text("det eneste felt", "the only field")

Interrupt = Callable[[str], None]


def nothing(moment: str) -> None:
    """Interrupts nothing."""


class NotesWorld:
    """A case system by HTTP: every POST makes a note, and nothing is de-duplicated."""

    def __init__(self, interrupt: Interrupt = nothing) -> None:
        self.notes: dict[str, list[str]] = {}
        self.status: dict[str, str] = {}
        self.status_sets = 0
        self.interrupt = interrupt

    def get(self, address: str, query: Mapping[str, str], system: str) -> Value:
        """A case, or its notes."""
        self.interrupt("get")
        number = address.split("/sager/")[1].split("/", maxsplit=1)[0]
        if address.endswith("/notater"):
            notes = self.notes.get(number, [])
            return tuple(MappingProxyType({"tekst": note}) for note in notes)
        return MappingProxyType({"nummer": number, "status": self.status.get(number, "ny")})

    def send(self, method: str, address: str, data: Value, system: str) -> Value:
        """A new note, or a new status."""
        self.interrupt("before send")
        assert isinstance(data, Mapping)
        number = address.split("/sager/")[1].split("/", maxsplit=1)[0]
        if method == "POST":
            self.notes.setdefault(number, []).append(str(data["tekst"]))
        else:
            self.status[number] = str(data["status"])
            self.status_sets += 1
        self.interrupt("after send")
        return MappingProxyType({"ok": True})


class FormWorld:
    """A system with one form on a page, a list of what was saved, and a login."""

    def __init__(self, interrupt: Interrupt = nothing) -> None:
        self.saved: list[dict[str, str]] = []
        self.interrupt = interrupt

    def browser(self) -> FormScreen:
        """A new browser, logged in to nothing."""
        return FormScreen(self, {"logged in": ""})


class FormScreen:
    """A browser's page of the form world."""

    def __init__(self, world: FormWorld, session: dict[str, str]) -> None:
        self._world = world
        self._session = session
        self._address = ""
        self._fields: dict[str, str] = {}

    def _hit(self, what: str) -> Hit:
        return Hit(what, WHY)

    def open(self, address: str) -> Hit:
        """Go to an address; a form is empty when it comes."""
        self._world.interrupt("open")
        self._address, self._fields = address, {}
        return self._hit(address)

    def fill(self, target: Target, value: str, *, secret: bool) -> Hit:
        """Write in a field."""
        self._world.interrupt("fill")
        self._fields[target.label] = value
        return self._hit(target.label)

    def choose(self, target: Target, option: str) -> Hit:
        """Choose."""
        return self.fill(target, option, secret=False)

    def check(self, target: Target, on: bool) -> Hit:
        """Tick."""
        return self.fill(target, str(on), secret=False)

    def press(self, target: Target) -> Hit:
        """Save, or log in."""
        self._world.interrupt("before press")
        if target.label == "Log ind":
            self._session["logged in"] = self._fields["Brugernavn"] + self._fields["Kode"]
        else:
            assert self._session["logged in"] == "robotu7", "not logged in"
            assert self._address.endswith("/ny"), "not on the form"
            self._world.saved.append(dict(self._fields))
        self._world.interrupt("after press")
        return self._hit(target.label)

    def key(self, name: str, target: Target | None) -> Hit:
        """Nothing here takes keys."""
        return self._hit(name)

    def read(self, target: Target) -> tuple[Hit, str]:
        """What was written."""
        return self._hit(target.label), self._fields.get(target.label, "")

    def table(self, name: str, where: Mapping[str, str]) -> tuple[Hit, list[dict[str, str]]]:
        """The saved forms that fit."""
        self._world.interrupt("table")
        assert self._session["logged in"], "not logged in"
        fits = [each for each in self._world.saved if where.items() <= each.items()]
        return self._hit(name), fits

    def shows(self, text: str) -> tuple[Hit, bool]:
        """Whether a saved form says it."""
        return self._hit(text), any(text in each.values() for each in self._world.saved)

    def upload(self, target: Target, file: str) -> Hit:
        """Put a file."""
        return self.fill(target, file, secret=False)

    def download(self, target: Target) -> tuple[Hit, str]:
        """Nothing comes."""
        return self._hit(target.label), "fil.csv"

    @contextmanager
    def beside(self) -> Iterator[FormScreen]:
        """Another page of the same browser."""
        yield FormScreen(self._world, self._session)

    def picture(self) -> bytes:
        """No picture."""
        return b""


class Keys:
    """Secrets by name; counts their use."""

    def __init__(self) -> None:
        self.used: list[str] = []

    def use(self, name: str) -> str:
        """The secret."""
        self.used.append(name)
        return {"fag.bruger": "robot", "fag.kode": "u7"}[name]
