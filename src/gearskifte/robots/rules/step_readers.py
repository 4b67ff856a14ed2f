# SPDX-License-Identifier: EUPL-1.2
"""How each keyword of the vocabulary becomes a step. What stands there has been checked before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gearskifte.robots.rules import steps as s
from gearskifte.robots.rules.expressions import Template
from gearskifte.robots.rules.lines import Node
from gearskifte.robots.rules.step_reading import EMPTY, Parts, Reader, StepReader

HARMLESS_KEYS: Final = frozenset(
    {"tab", "escape", "arrowup", "arrowdown", "arrowleft", "arrowright"}
)


def _name(parts: Mapping[str, Node], key: str = "som") -> str:
    return parts[key].text() if key in parts else ""


def _fill(reader: StepReader, parts: Parts, node: Node) -> list[s.Step]:
    inside = node.fields()
    if "felter" in inside:
        within = reader.template(inside["i"]) if "i" in inside else None
        return [
            s.Fill(
                value.line,
                s.Field(reader.template(Node(label, value.line)), within),
                reader.template(value),
            )
            for label, value in inside["felter"].fields().items()
        ]
    secret = _name(inside, "hemmelighed")
    value = reader.template(inside.get("med", EMPTY))
    return [s.Fill(node.line, reader.field(node), value, secret)]


def _key(reader: StepReader, parts: Parts, node: Node) -> list[s.Step]:
    field = s.Field(reader.template(parts["felt"])) if "felt" in parts else None
    harmless = node.text().casefold() in HARMLESS_KEYS and "effekt" not in parts
    effect = s.NOTHING if harmless else reader.effect(parts)
    return [s.Key(node.line, node.text(), field, effect)]


def _log_in(reader: StepReader, parts: Parts, node: Node) -> list[s.Step]:
    inside = node.fields()
    system, line = inside["system"].text(), node.line
    empty = Template("", ())
    steps: tuple[s.Step, ...] = (
        s.Open(line, system, reader.template(inside["side"])),
        s.Fill(line, s.Field(reader.template(inside["bruger"])), empty, f"{system}.bruger"),
        s.Fill(line, s.Field(reader.template(inside["kode"])), empty, f"{system}.kode"),
        s.Press(line, s.Field(reader.template(inside["tryk"])), s.NOTHING),
    )
    return [s.LogIn(line, system, steps)]


def _look_up(reader: StepReader, parts: Parts, node: Node) -> list[s.Step]:
    inside = node.fields()
    return [
        s.LookUp(
            node.line,
            reader.template(inside["tabel"]),
            reader.pairs(inside["hvor"]),
            reader.template(inside["kolonne"]),
            _name(parts),
        )
    ]


def _read_table(reader: StepReader, parts: Parts, node: Node) -> list[s.Step]:
    inside = node.fields()
    table = reader.template(inside.get("tabel", node))
    return [s.ReadTable(node.line, table, reader.pairs(inside.get("hvor")), _name(parts))]


def _wait(reader: StepReader, parts: Parts, node: Node) -> list[s.Step]:
    inside = node.fields()
    within = int(inside["inden"].text()) if "inden" in inside else s.SECONDS
    return [s.WaitFor(node.line, reader.template(inside.get("tekst", node)), within)]


def _upload(reader: StepReader, parts: Parts, node: Node) -> list[s.Step]:
    return [s.Upload(node.line, reader.field(node), reader.template(node.fields()["fil"]))]


def _send(reader: StepReader, parts: Parts, node: Node) -> list[s.Step]:
    inside = node.fields()
    method = inside["metode"].text() if "metode" in inside else "POST"
    return [
        s.Send(
            node.line,
            inside["system"].text(),
            method,
            reader.template(inside["sti"]),
            reader.data(inside.get("data")),
            _name(parts),
            reader.effect(parts),
        )
    ]


def _read_file(reader: StepReader, parts: Parts, node: Node) -> list[s.Step]:
    inside = node.fields()
    sheet = reader.template(inside["ark"]) if "ark" in inside else None
    return [s.ReadFile(node.line, reader.template(inside.get("fil", node)), _name(parts), sheet)]


def _write_file(reader: StepReader, parts: Parts, node: Node) -> list[s.Step]:
    inside = node.fields()
    file, rows = reader.template(inside["fil"]), reader.expression(inside["rækker"])
    return [s.WriteFile(node.line, file, rows)]


def _extract(reader: StepReader, parts: Parts, node: Node) -> list[s.Step]:
    inside = node.fields()
    words, names = reader.pattern(inside["mønster"])
    return [s.Extract(node.line, reader.expression(inside["af"]), words, names)]


def _compute(reader: StepReader, parts: Parts, node: Node) -> list[s.Step]:
    values = tuple((name, reader.expression(each)) for name, each in node.fields().items())
    return [s.Compute(node.line, values)]


def _if(reader: StepReader, parts: Parts, node: Node) -> list[s.Step]:
    otherwise = reader.steps(parts["ellers"]) if "ellers" in parts else ()
    return [s.If(node.line, reader.expression(node), reader.steps(parts["så"]), otherwise)]


def _for_each(reader: StepReader, parts: Parts, node: Node) -> list[s.Step]:
    among = reader.expression(parts["i"])
    return [s.ForEach(node.line, node.text(), among, reader.steps(parts["gør"]))]


def _repeat(reader: StepReader, parts: Parts, node: Node) -> list[s.Step]:
    inside = node.fields()
    until, most = reader.expression(inside["indtil"]), int(inside["højst"].text())
    return [s.Repeat(node.line, until, most, reader.steps(parts["gør"]))]


def _ask(reader: StepReader, parts: Parts, node: Node) -> list[s.Step]:
    choices = tuple(each.text() for each in parts["valg"].items()) if "valg" in parts else ()
    return [s.Ask(node.line, reader.template(node), _name(parts, "til"), choices, _name(parts))]


def _hand_over(reader: StepReader, parts: Parts, node: Node) -> list[s.Step]:
    inside = node.fields()
    reason = reader.template(inside.get("fordi", node))
    return [s.HandOver(node.line, reason, _name(inside, "til"))]


def _record(reader: StepReader, parts: Parts, node: Node) -> list[s.Step]:
    inside = node.fields()
    citizen = reader.template(inside["borger"]) if "borger" in inside else None
    return [
        s.Record(
            node.line, reader.template(inside["sag"]), reader.template(inside["hvad"]), citizen
        )
    ]


def _python(reader: StepReader, parts: Parts, node: Node) -> list[s.Step]:
    arguments = reader.named(parts.get("med"))
    effect = reader.effect(parts)
    within = int(parts["inden"].text()) if "inden" in parts else s.PYTHON_SECONDS
    return [s.Python(node.line, node.text(), arguments, _name(parts), effect, within)]


READERS: Final[Mapping[str, Reader]] = {
    "åbn": lambda r, p, n: [r.open(n)],
    "udfyld": _fill,
    "vælg": lambda r, p, n: [s.Choose(n.line, r.field(n), r.template(n.fields()["valg"]))],
    "sæt kryds": lambda r, p, n: [s.Check(n.line, r.field(n), on=True)],
    "fjern kryds": lambda r, p, n: [s.Check(n.line, r.field(n), on=False)],
    "tryk": lambda r, p, n: [s.Press(n.line, r.field(n, "på"), r.effect(p))],
    "tast": _key,
    "læs": lambda r, p, n: [s.Read(n.line, r.field(n), _name(p))],
    "slå op": _look_up,
    "læs tabel": _read_table,
    "se efter": lambda r, p, n: [s.Look(n.line, r.template(n), _name(p))],
    "vent på": _wait,
    "vedhæft": _upload,
    "hent fil": lambda r, p, n: [s.Download(n.line, r.field(n, "på"), _name(p))],
    "log ind": _log_in,
    "hent": lambda r, p, n: [r.get(n, _name(p))],
    "send": _send,
    "læs fil": _read_file,
    "skriv fil": _write_file,
    "uddrag": _extract,
    "beregn": _compute,
    "hvis": _if,
    "for hver": _for_each,
    "gentag": _repeat,
    "spørg": _ask,
    "overdrag": _hand_over,
    "afslut": lambda r, p, n: [s.Finish(n.line, r.template(n))],
    "hændelse": _record,
    "python": _python,
}
