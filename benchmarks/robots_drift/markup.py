# SPDX-License-Identifier: EUPL-1.2
"""What becomes of written pages: changes made to the markup itself, not to a model of a form.

Each field block is `data-row`, its words `data-words`, a person's part `data-part` with its
`data-heading`; the truth stands in `data-key`. No strategy looks at any of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Final

from lxml import html
from lxml.html import HtmlElement

Work = Callable[[HtmlElement, Random], None]

OTHER: Final = {
    "Navn": "Fulde navn og mellemnavn",
    "CPR-nummer": "Borgerens CPR-nr.",
    "Telefon": "Telefon i dagtimerne",
    "Indtægt": "Indtægt før skat",
    "Borgerens navn": "Navn på borgeren",
    "Ydelsens art": "Art af ydelse",
    "Gyldig fra": "Bevilling gyldig fra",
    "Gyldig til": "Bevilling gyldig til",
    "Faglig vurdering": "Terapeutens faglige vurdering",
    "Timer pr. uge": "Antal timer pr. uge",
    "Sagsnummer": "Sagens nummer",
    "Modtaget": "Dato modtaget",
    "Frist for svar": "Svarfrist",
    "Journalkode": "Kode i journalen",
    "Beløb i alt": "Samlet beløb",
    "Bevilget beløb": "Beløb, der bevilges",
    "Fornavn": "Borgerens fornavn",
    "Efternavn": "Borgerens efternavn",
    "Adresse": "Adresse og etage",
    "E-mail": "E-mail til svar",
    "Hentes på": "Sted, borgeren hentes på",
    "Bringes til": "Sted, borgeren bringes til",
    "Kørselsdag": "Dag for kørsel",
    "Ledsagere": "Antal ledsagere",
    "Besked til chauffør": "Besked til chaufføren",
    "Virksomhed": "Virksomhedens navn",
    "Første sygedag": "Første dag med sygdom",
    "Sidste sygedag": "Sidste dag med sygdom",
    "Timeløn": "Løn pr. time",
    "Kontonummer": "Kontonr. til udbetaling",
    "Gem ansøgning": "Gem",
    "Bevilg": "Bevilg ydelse",
    "Bestil tur": "Bestil kørsel",
    "Send refusion": "Send",
}
"""The words of every label as a vendor may word them next."""

SYLLABLES: Final = ("ver", "stel", "lung", "bear", "trag", "zahl", "ort", "nach", "weis", "frist")


@dataclass(frozen=True, slots=True)
class Mutation:
    """A change of markup; what must become of each step is worked out from what is left of it.

    `open` says that the page contradicts itself, or shows a field twice: a step that is refused is
    then as right as one that is found. None may ever take another field.
    """

    work: Work
    open: bool = False


def controls(page: HtmlElement) -> list[HtmlElement]:
    """The things with a truth."""
    return [each for each in page.iter() if each.get("data-key")]


def row_of(control: HtmlElement) -> HtmlElement:
    """The block of a control."""
    around = (control, *control.iterancestors())
    return next((each for each in around if each.get("data-row") is not None), control)


def words_of(control: HtmlElement) -> HtmlElement | None:
    """The element with a control's words; None where a column's heading says them."""
    row = row_of(control)
    return next((each for each in row.iter() if each.get("data-words") is not None), None)


def label_of(page: HtmlElement, control: HtmlElement) -> str:
    """What a person reads by a control."""
    words = words_of(control)
    if words is not None:
        return " ".join(words.text_content().split())
    if control.get("type") == "button":
        return control.get("value", "")
    cell = next((each for each in control.iterancestors() if each.tag == "td"), None)
    if cell is None or not is_grid(page):
        return ""
    place = sum(1 for _ in cell.itersiblings(preceding=True))
    return " ".join(page.findall(".//th")[place].text_content().split())


def part_of(control: HtmlElement) -> str:
    """The heading or row that tells one field from its like; "" where none is needed."""
    for at in control.iterancestors():
        legend = at.find("legend") if at.get("data-part") is not None else None
        if legend is not None:
            return legend.text_content()
        if at.get("data-record") is not None:
            return at[0].text_content()
    return ""


def _ids(page: HtmlElement, random: Random) -> None:
    """New ids, and whatever points at them follows."""
    stem = random.choice(["ext-{}", "ctl00_x{}", "mui-{}", "q{}_input"])
    ids = {e.get("id"): stem.format(random.randrange(9999)) + str(n) for n, e in _with_ids(page)}
    for each in page.iter():
        for attribute in ("id", "for", "aria-labelledby"):
            if each.get(attribute) in ids:
                each.set(attribute, ids[each.get(attribute)])


def _stale_ids(page: HtmlElement, random: Random) -> None:
    """New ids for the fields alone: labels point at nothing from now on."""
    for each in controls(page):
        if each.get("id"):
            each.set("id", f"f-{random.randrange(99999)}")


def _with_ids(page: HtmlElement) -> list[tuple[int, HtmlElement]]:
    return [(number, each) for number, each in enumerate(page.iter()) if each.get("id")]


def _names(page: HtmlElement, random: Random) -> None:
    for each in controls(page):
        if each.get("name"):
            each.set("name", f"n{random.randrange(99999)}")


def _say(control: HtmlElement, said: str) -> None:
    words = words_of(control)
    if words is not None:
        words.text = said
    elif control.get("type") == "button":
        control.set("value", said)


def _reword(page: HtmlElement, _random: Random) -> None:
    for each in controls(page):
        said = label_of(page, each)
        _say(each, OTHER.get(said, f"Ny {said.lower()}"))
    for head in page.iter("th"):
        head.text = OTHER.get(head.text or "", f"{head.text} i alt")


def _foreign(page: HtmlElement, random: Random) -> None:
    for each in [*controls(page), *page.iter("th")]:
        said = "".join(random.sample(SYLLABLES, 3)).title()
        if each.tag == "th":
            each.text = said
        else:
            _say(each, said)


def _drop(element: HtmlElement) -> None:
    """Take an element out, with what follows it in the markup."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _rows(page: HtmlElement) -> list[HtmlElement]:
    return [row for row in map(row_of, controls(page)) if row.getparent() is not None]


def _two_rows(page: HtmlElement, random: Random) -> tuple[HtmlElement, HtmlElement]:
    together: dict[HtmlElement | None, list[HtmlElement]] = {}
    for control in controls(page):
        row = row_of(control)
        if words_of(control) is not None and control.tag == "input":
            together.setdefault(row.getparent(), []).append(control)
    rows = [each for each in together.values() if len(each) > 1]
    one, other = random.sample(random.choice(rows), 2)
    return one, other


def _swap_words(page: HtmlElement, random: Random) -> None:
    """Two labels exchange their words; nothing else moves."""
    if is_grid(page):
        heads = page.findall(".//th")
        heads[1].text, heads[2].text = heads[2].text, heads[1].text
        return
    one, other = _two_rows(page, random)
    first, second = label_of(page, one), label_of(page, other)
    _say(one, second)
    _say(other, first)


def _swap_ids(page: HtmlElement, random: Random) -> None:
    """Two fields exchange ids; their labels' ties are forgotten, and lead to the other."""
    one, other = random.sample([c for c in controls(page) if c.tag == "input"], 2)
    first, second = one.get("id"), other.get("id")
    one.set("id", second)
    other.set("id", first)


def _exchange(one: HtmlElement, other: HtmlElement) -> None:
    mark = html.Element("i")
    one.addprevious(mark)
    other.addprevious(one)
    mark.addprevious(other)
    _drop(mark)


def _swap_rows(page: HtmlElement, random: Random) -> None:
    if is_grid(page):
        rows = [each for each in page.iter() if each.get("data-record") is not None]
        _exchange(*random.sample(rows, 2))
        return
    one, other = _two_rows(page, random)
    _exchange(row_of(one), row_of(other))


def _swap_headings(page: HtmlElement, _random: Random) -> None:
    """The headings of two parts exchange their words. What stands in the rows of a grid is data."""
    heads = list(page.iter("legend"))
    if len(heads) > 1:
        heads[0].text, heads[1].text = heads[1].text, heads[0].text


def _rename_heading(page: HtmlElement, _random: Random) -> None:
    for each in page.iter():
        if each.get("data-heading") is not None:
            each.text = f"{each.text}: oplysninger"


def is_grid(page: HtmlElement) -> bool:
    """Whether the fields stand in rows, one for each of several people."""
    return any(each.get("data-grid") is not None for each in page.iter())


def _wrap(page: HtmlElement, _random: Random) -> None:
    for each in controls(page):
        if each.tag != "button":
            outer, inner = html.Element("div", {"class": "ctl"}), html.Element("span")
            tail, each.tail = each.tail, None
            each.addprevious(outer)
            outer.append(inner)
            inner.append(each)
            outer.tail = tail


def _untie(page: HtmlElement, _random: Random) -> None:
    for each in page.iter():
        for attribute in ("for", "aria-labelledby"):
            if each.get(attribute):
                del each.attrib[attribute]
        if each.tag == "label":
            each.tag = "span"


def _into_the_field(attribute: str) -> Work:
    """The words leave the page and stand in an attribute of the field."""

    def work(page: HtmlElement, _random: Random) -> None:
        for each in controls(page):
            words = words_of(each)
            if words is None or words is each or each.tag == "select":
                continue
            each.set(attribute, label_of(page, each))
            if each.get("aria-labelledby"):
                del each.attrib["aria-labelledby"]
            _drop(words)

    return work


def _hide_first_part(page: HtmlElement, _random: Random) -> None:
    """Another tab is open than was: the first part is hidden, and every other is shown."""
    parts = [each for each in page.iter() if each.get("data-part") is not None]
    for part in parts:
        part.attrib.pop("hidden", None)
    if len(parts) > 1:
        parts[0].set("hidden", "")


def _other_tab(page: HtmlElement, random: Random) -> None:
    """Some fields are moved to a tab that is not open."""
    hidden = html.fragment_fromstring('<section hidden role="tabpanel"><h2>Mere</h2></section>')
    for row in random.sample(_rows(page), max(1, len(_rows(page)) // 3)):
        if row.getparent() is not None and row.tag not in ("tr", "button", "input"):
            hidden.append(row)
    page.append(hidden)


def _remove(page: HtmlElement, random: Random) -> None:
    for row in _rows(page):
        if random.random() < 0.5 and row.tag != "button":
            _drop(row)


def _search_above(page: HtmlElement, _random: Random) -> None:
    """A form to search with, with the words of the first fields."""
    search = html.fragment_fromstring("<section><h2>Fremsøg</h2></section>")
    for number, each in enumerate(controls(page)[:3]):
        row = html.fragment_fromstring(
            f'<p><label for="s{number}"></label> <input id="s{number}"></p>'
        )
        row[0].text = label_of(page, each)
        search.append(row)
    page.insert(0, search)


def _copy_after(page: HtmlElement, _random: Random) -> None:
    """The whole form once more, for somebody else, with ids of its own."""
    copy = deepcopy(page)
    for each in copy.iter():
        each.attrib.pop("data-key", None)
        for attribute in ("id", "for", "aria-labelledby", "name"):
            if given := each.get(attribute):
                each.set(attribute, f"k-{given}")
    holder = html.Element("section")
    holder.append(html.fragment_fromstring("<h2>Partner</h2>"))
    holder.extend(list(copy))
    page.append(holder)


def _all(*works: Work) -> Work:
    def work(page: HtmlElement, random: Random) -> None:
        for each in works:
            each(page, random)

    return work


MUTATIONS: Final[Mapping[str, Mutation]] = {
    "ids": Mutation(_ids),
    "ids, labels point at nothing": Mutation(_stale_ids),
    "names": Mutation(_names),
    "ids and names": Mutation(_all(_ids, _names)),
    "reworded": Mutation(_reword),
    "unknown language": Mutation(_foreign),
    "words swapped": Mutation(_swap_words, open=True),
    "ids swapped, ties left": Mutation(_swap_ids, open=True),
    "rows swapped": Mutation(_swap_rows),
    "headings swapped": Mutation(_swap_headings, open=True),
    "headings reworded": Mutation(_rename_heading),
    "wrapped": Mutation(_wrap),
    "untied": Mutation(_untie),
    "placeholders": Mutation(_into_the_field("placeholder")),
    "aria-label": Mutation(_into_the_field("aria-label")),
    "another tab open": Mutation(_hide_first_part),
    "moved to another tab": Mutation(_other_tab),
    "removed": Mutation(_remove),
    "a search form above": Mutation(_search_above),
    "a second form": Mutation(_copy_after, open=True),
    "removed, a search form above": Mutation(_all(_remove, _search_above)),
    "removed, ids, names": Mutation(_all(_remove, _ids, _names)),
    "another tab open, ids, names": Mutation(_all(_hide_first_part, _ids, _names)),
    "moved to another tab, a search form above": Mutation(_all(_other_tab, _search_above)),
    "headings reworded, ids": Mutation(_all(_rename_heading, _ids)),
    "rows swapped, wrapped, untied": Mutation(_all(_swap_rows, _wrap, _untie)),
    "ids, names, wrapped": Mutation(_all(_ids, _names, _wrap)),
    "words swapped, wrapped": Mutation(_all(_swap_words, _wrap), open=True),
    "ids, names, reworded": Mutation(_all(_ids, _names, _reword)),
    "ids, names, unknown language": Mutation(_all(_ids, _names, _foreign)),
    "rows swapped, ids, names, reworded": Mutation(_all(_swap_rows, _ids, _names, _reword)),
    "second form, ids, names": Mutation(_all(_copy_after, _ids, _names), open=True),
}
