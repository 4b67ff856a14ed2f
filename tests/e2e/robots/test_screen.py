# SPDX-License-Identifier: EUPL-1.2
"""A robot at an old-fashioned case system: what it finds, does, waits for, refuses and shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from gearskifte.robots.rules.driver import Target
from gearskifte.robots.rules.refusals import StepFailed, StepRefused
from gearskifte.robots.screen.browser import Robots
from gearskifte.robots.screen.memory import Passing
from gearskifte.robots.screen.rules.sketch import NOW
from gearskifte.robots.screen.window import Window
from tests.builders.old_system import CPR, old_system

pytestmark = pytest.mark.e2e

Saved = list[dict[str, list[str]]]


@pytest.fixture(scope="module")
def system() -> Iterator[tuple[str, Saved]]:
    """The case system."""
    with old_system() as running:
        yield running


@pytest.fixture
def window(chromium: Browser, folder: Path) -> Iterator[Window]:
    """A window of a robot that knows no page yet."""
    with Robots(chromium).window(folder) as opened:
        yield opened


def test_a_case_is_filled_in_and_saved(window: Window, system: tuple[str, Saved]) -> None:
    """A table's labels, a list, a date, a hidden box, a radio button; a slow save is waited for."""
    address, saved = system
    window.open(f"{address}/sag")
    window.fill(Target("CPR-nr."), CPR, secret=False)
    window.choose(Target("Sagstype"), "Børn")
    window.fill(Target("Virkningsdato"), "01-02-2027", secret=False)
    window.fill(Target("Bemærkning"), "Æblegrød", secret=False)
    window.check(Target("Haster"), on=True)
    window.choose(Target("Kanal"), "Brev")
    window.press(Target("Gem sag"))
    assert window.shows("Sagen er gemt")[1]
    expected = {"a1": CPR, "a2": "Børn", "a3": "2027-02-01", "a4": "Æblegrød", "a5": "on", "k": "b"}
    assert saved[-1] == {name: [value] for name, value in expected.items()}


def test_what_is_not_certain_is_refused(window: Window, system: tuple[str, Saved]) -> None:
    """An unknown label, a locked field, an absent option: refused, and the page untouched."""
    window.open(f"{system[0]}/sag")
    with pytest.raises(StepRefused) as unknown:
        window.fill(Target("Bemærkningen til sagen"), "x", secret=False)
    assert "Bemærkning" in unknown.value.do.da
    with pytest.raises(StepRefused):
        window.fill(Target("Låst"), "y", secret=False)
    with pytest.raises(StepRefused) as option:
        window.choose(Target("Sagstype"), "Skat")
    assert "Bolig" in option.value.why.da
    assert window.read(Target("Bemærkning"))[1] == ""
    assert window.read(Target("Sagstype"))[1] == "Vælg"


def test_a_field_in_a_frame_is_found(window: Window, system: tuple[str, Saved]) -> None:
    """Frames are one page to the robot."""
    window.open(f"{system[0]}/rammer")
    window.fill(Target("Beløb i kr."), "1.250,00", secret=False)
    assert window.read(Target("Beløb i kr."))[1] == "1.250,00"


def test_tables_and_texts_are_read(window: Window, system: tuple[str, Saved]) -> None:
    """Rows by their headings, a text beside its label, and a button in a row."""
    window.open(f"{system[0]}/liste")
    assert window.table("Sager", {"Status": "åben"})[1] == [
        {"Sag": "S-1", "Status": "Åben", "Beløb": "100,00", "4": "Vis"}
    ]
    assert window.read(Target("Sagsbehandler"))[1] == "Team Bolig"
    assert window.read(Target("Leveret"))[1] == "", "an empty place is empty, not its neighbour"
    assert window.read(Target("Modtager"))[1] == "Ida"
    assert window.read(Target("Frist"))[1] == "24-12-2026"
    assert window.read(Target("Beløb", within="S-2"))[1] == "200,00"
    with pytest.raises(StepRefused):
        window.press(Target("Vis"))
    window.press(Target("Vis", within="S-2"))
    assert window.page.title() == "S-2 vist"


def test_a_question_of_the_page_is_answered_and_told(
    window: Window, system: tuple[str, Saved]
) -> None:
    """The page's own question is answered yes, and stands in the reason."""
    window.open(f"{system[0]}/sporg")
    acted = window.press(Target("Slet"))
    assert "Er du sikker?" in acted.why.da
    assert window.read(Target("#s"))[1] == "Slettet"


def test_what_comes_late_is_waited_for(window: Window, system: tuple[str, Saved]) -> None:
    """A field that appears after a while is found; nothing is said of how long."""
    window.open(f"{system[0]}/sen")
    window.fill(Target("Sent felt"), "her", secret=False)
    assert window.page.input_value("#late") == "her"


def test_a_new_window_is_followed(window: Window, system: tuple[str, Saved]) -> None:
    """A page that opens in a window of its own is the one that the robot goes on with."""
    window.open(f"{system[0]}/vindue")
    window.press(Target("Åbn beløb"))
    window.fill(Target("Beløb i kr."), "7", secret=False)
    assert window.page.input_value("#amount") == "7"


def test_files_stay_in_the_items_folder(
    window: Window, system: tuple[str, Saved], folder: Path
) -> None:
    """A file comes from the item's folder and lands there, and nowhere else."""
    window.open(f"{system[0]}/filer")
    assert window.download(Target("Hent rapport"))[1] == "rapport.csv"
    assert (folder / "rapport.csv").read_text().startswith("sag;")
    window.upload(Target("Bilag"), "rapport.csv")
    assert "rapport.csv" in window.page.input_value("input")
    with pytest.raises(StepRefused):
        window.upload(Target("Bilag"), "../../etc/passwd")


def test_numbers_and_secrets_are_covered_in_pictures(
    window: Window, system: tuple[str, Saved], chromium: Browser
) -> None:
    """Where a CPR number or a secret stands, the picture is black, and it is small."""
    window.open(f"{system[0]}/hemmeligt")
    window.fill(Target("Kode"), "sesam", secret=True)
    boxes = window.page.evaluate(
        """() => [...document.querySelectorAll('input')].map((e) => e.getBoundingClientRect())
          .map((box) => [box.x + box.width / 2, box.y + box.height / 2])"""
    )
    shot = window.picture()
    assert 0 < len(shot) < 25_000
    assert window.page.evaluate("() => document.querySelectorAll('[popover]').length") == 0
    page = chromium.new_page()
    dark = [_brightness(page, shot, *middle) for middle in [*boxes, (200, 25)]]
    page.close()
    assert max(dark) < 40, dark


def _brightness(page: Page, shot: bytes, x: float, y: float) -> int:
    """How bright the picture is at a place of the page, from 0 to 255."""
    script = """async ([bytes, x, y]) => {
      const image = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
      const canvas = document.createElement('canvas');
      canvas.width = image.width; canvas.height = image.height;
      canvas.getContext('2d').drawImage(image, 0, 0);
      return Math.max(...canvas.getContext('2d').getImageData(x, y, 1, 1).data.slice(0, 3));
    }"""
    return int(page.evaluate(script, [list(shot), x, y]))


def test_drift_is_told_and_the_old_page_kept(chromium: Browser, folder: Path) -> None:
    """A reworded field is found by what was kept of it, with the mend; a stranger is refused."""
    memory = Passing()
    before = "<p>Navn <input id=n name=nm></p><p>Husleje pr. måned <input id=h name=hl></p>"
    after = before.replace("Husleje pr. måned", "Månedlig husleje pr. måned")
    gone = before.replace("Husleje pr. måned", "Kanalkode").replace("id=h", "id=q")
    for page, proposal in ((before, ""), (after, "Månedlig husleje pr. måned"), (gone, None)):
        with Robots(chromium).window(folder, memory) as window:
            window.page.route(
                "**/*",
                lambda route, _, html=page: route.fulfill(
                    body=html, content_type="text/html; charset=utf-8"
                ),
            )
            window.open("http://sager.test/bolig/17")
            if proposal is None:
                with pytest.raises(StepRefused):
                    window.fill(Target("Husleje pr. måned"), "7.000", secret=False)
            else:
                acted = window.fill(Target("Husleje pr. måned"), "7.000", secret=False)
                assert acted.proposal == proposal
                assert window.page.input_value("[name=hl]") == "7.000"
    kept = {key: [each.label for each in page] for key, page in memory.pages.items()}
    assert kept == {
        "sager.test/bolig/#": ["Navn", "Husleje pr. måned"],
        f"sager.test/bolig/#{NOW}": ["Navn", "Månedlig husleje pr. måned"],
    }


def _on(window: Window, folder: Path, body: str) -> None:
    """A page of its own."""
    file = folder / "side.html"
    file.write_text(f"<!doctype html><meta charset=utf-8><title>Side</title>{body}", "utf-8")
    window.open(file.as_uri())


def test_a_menu_that_unfolds_under_the_mouse_is_followed(window: Window, folder: Path) -> None:
    """What stands before the last is pointed at; what is called just so is pressed itself."""
    menu = """<style>.u{display:none} li:hover>.u{display:block}</style><ul>
    <li><a href="#galt">Sager</a><ul class=u><li><a href="#ny">Ny sag</a></li></ul></li></ul>
    <p><a href="#sti">Forside > Sager</a></p>"""
    _on(window, folder, menu)
    window.press(Target("Sager > Ny sag"))
    assert window.page.url.endswith("#ny")
    window.press(Target("Forside > Sager"))
    assert window.page.url.endswith("#sti")


def test_a_number_counts_everything_of_that_name(window: Window, folder: Path) -> None:
    """Also what nobody could know for a button: the second is never taken for the first."""
    cards = "".join(
        f"<div class=kort {style}>{number}</div>"
        for number, style in enumerate(["", "style='cursor:pointer'", "style='cursor:pointer'"])
    )
    _on(window, folder, cards)
    assert [window.read(Target(f"#kort {n}"))[1] for n in (1, 2, 3)] == ["0", "1", "2"]
    assert window.shows("#kort")[1]
    assert not window.shows("#mappe")[1]


def test_a_slider_of_the_pages_own_is_moved_by_its_keys(window: Window, folder: Path) -> None:
    """It is there when it says so; one that says nothing, or stops short, is refused."""
    slider = """<span id=t>Timer</span><div role=slider tabindex=0 aria-labelledby=t
    aria-valuenow=3 aria-valuemax=10 style="width:9em;height:1em;background:#ccc"></div>
    <script>document.querySelector('[role=slider]').addEventListener('keydown', e => {
    const s = e.target, step = {ArrowRight: 1, ArrowLeft: -1}[e.key] || 0;
    s.setAttribute('aria-valuenow', Math.min(10, +s.getAttribute('aria-valuenow') + step)); });
    </script>"""
    _on(window, folder, slider)
    window.fill(Target("Timer"), "8", secret=False)
    assert window.page.get_attribute("[role=slider]", "aria-valuenow") == "8"
    with pytest.raises(StepFailed):
        window.fill(Target("Timer"), "12", secret=False)
    with pytest.raises(StepRefused):
        window.fill(Target("Timer"), "mange", secret=False)


def test_what_is_read_is_read_to_its_end(window: Window, folder: Path) -> None:
    """Terms open what they lock when they have been read; the field is waited for."""
    terms = f"""<label>Vilkår <textarea id=v style="height:3em">{"Ord om vilkår. " * 99}</textarea>
    </label><label>Navn <input id=n disabled></label><script>
    v.addEventListener('scroll', () => setTimeout(() => n.removeAttribute('disabled'), 300));
    </script>"""
    _on(window, folder, terms)
    window.read(Target("Vilkår"))
    window.fill(Target("Navn"), "Ida", secret=False)
    assert window.read(Target("Navn"))[1] == "Ida"
