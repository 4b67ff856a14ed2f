# SPDX-License-Identifier: EUPL-1.2
"""Attacks on a feed, on the hub and on its readers: none is accepted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gearskifte.commons.federation import Hub, Publisher, Reader, folder_fetch
from gearskifte.commons.rules import feed
from gearskifte.commons.rules.feed import Event, FeedRefused, Known, Verb, canonical, read_new
from tests.unit.commons.feeds import (
    NOW,
    OTHER,
    OWNER,
    Forger,
    changed,
    effect,
    entry,
    later,
    page,
    publisher,
    raw,
    reuse,
)

pytestmark = pytest.mark.unit

LINE = canonical(entry())


def _praised(how: str = "import", **numbers: float) -> bytes:
    """A page on which the owner tells of the reuse of another's robot."""
    return page(changed(reuse(how, **numbers), by=OWNER, object=f"{OTHER}/ide-1"))


WRONG_PAGES: dict[str, bytes] = {
    "an event in another's name": page(changed(entry(), by=OTHER)),
    "another's entry changed": page(changed(entry(), object=f"{OTHER}/ide-1")),
    "another's entry withdrawn": page(
        changed(entry(), verb=Verb.WITHDRAW, object=f"{OTHER}/ide-1")
    ),
    "another's release": page(changed(entry(), verb=Verb.RELEASE, object=f"{OTHER}/robot")),
    "a heartbeat for another": page(changed(entry(), verb=Verb.HEARTBEAT, object=f"{OTHER}/x")),
    "own reuse of own robot": page(changed(entry(), verb=Verb.REUSE)),
    "own effect praised": page(changed(effect(), by=OWNER)),
    "an effect over four": page(changed(effect(n=4), by=OWNER, object=f"{OTHER}/ide-1")),
    "more alone than there were": _praised(runs=9, items=9, alone=10),
    "fewer than none alone": _praised(runs=9, items=9, alone=-1),
    "half an item": _praised(runs=9, items=9.5, alone=9),
    "items without how they ended": _praised(runs=9, items=9),
    "how items ended without items": _praised(runs=9, alone=9),
    "how four items ended": _praised(runs=4, items=4, alone=4),
    "a rating without runs": _praised("stated", items=900, alone=900),
    "items by the trillion": _praised(items=1e300, alone=1e300),
    "an effect over not-a-number": raw([LINE.replace(b'"numbers":{}', b'"numbers":{"n":NaN}')]),
    "a CPR number": page(entry(title="Borger 610190-1234 venter")),
    "a CPR number in wide digits": page(entry(title="６１０１９０１２３４")),
    "a CPR number with invisible marks": page(entry(title="610190\u200b-\u200b1234")),
    "a CPR number as an escape": page(entry(title="610190%2D1234")),
    "a person's name": page(entry(title="Spørg Karen Mortensen")),
    "a password": page(entry(title="kodeord: Sommer2026")),
    "a private key": page(entry(title="-----BEGIN PRIVATE KEY-----")),
    "an e-mail address": page(entry(title="skriv til k.m@kommune.example")),
    "a time in the future": page(changed(entry(), at=later(2))),
    "a time without a zone": page(changed(entry(), at=NOW.replace(tzinfo=None))),
    "an object with a path": page(changed(entry(), object=f"{OWNER}/../../etc")),
    "an object of a hundred letters": page(changed(entry(), object=f"{OWNER}/{'a' * 100}")),
    "a field too many": raw([LINE[:-1] + b',"admin":true}']),
    "a key twice": raw([LINE[:-1] + b',"verb":"withdraw"}']),
    "keys in another order": raw([b'{"verb":"entry",' + LINE[1:].replace(b',"verb":"entry"', b"")]),
    "spaces": raw([LINE.replace(b":", b": ")]),
    "an unknown verb": raw([LINE.replace(b'"entry"', b'"delete"')]),
    "no JSON": raw([b"hello"]),
    "an empty line": raw([b""]),
    "a line without end": LINE,
    "a line too long": page(entry(title="a " * feed.MOST_LINE_BYTES)),
    "a page too long": raw([LINE] * (feed.MOST_PAGE_BYTES // len(LINE) + 1)),
    "bytes that are no text": raw([b"\xff\xfe"]),
    "a byte order mark": b"\xef\xbb\xbf" + LINE + b"\n",
    "a number as text": raw([LINE.replace(b'"numbers":{}', b'"numbers":{"n":"5"}')]),
}
WRONG_HEADS: dict[str, dict[str, object]] = {
    "another's feed": {"owner": OTHER},
    "a chain of other pages": {"chain": "f" * 64},
    "a page that is not there": {"pages": 2},
    "pages by the million": {"pages": 10_000_000},
    "issued tomorrow": {"issued": later(1), "expires": later(8)},
    "believed for ever": {"expires": later(4000)},
    "run out": {"issued": later(-9), "expires": later(-2)},
    "no zone": {"issued": NOW.replace(tzinfo=None)},
}


def refused(known: Known, folder: Path) -> str:
    """Why the feed is refused; "" when it is believed."""
    try:
        read_new(known, folder_fetch(folder), NOW)
    except FeedRefused as error:
        return error.code
    return ""


def test_the_forgers_feed_is_believed_when_nothing_is_wrong(tmp_path: Path) -> None:
    """The attacks below fail for what is wrong in them: without it, the feed is believed."""
    forger = Forger(tmp_path)
    forger.write(page(entry()))
    assert refused(forger.known, tmp_path) == ""


@pytest.mark.parametrize(
    "numbers",
    [{}, {"runs": 3}, {"runs": 40, "items": 40, "alone": 0}, {"items": 5, "alone": 5}],
    ids=["nothing", "as before it was measured", "none alone", "all alone"],
)
def test_a_reuse_is_believed_with_and_without_its_items(
    tmp_path: Path, numbers: dict[str, float]
) -> None:
    """Feeds from before items were told are read as ever; the attacks below fail for theirs."""
    forger = Forger(tmp_path)
    forger.write(_praised("import", **numbers))
    assert refused(forger.known, tmp_path) == ""


@pytest.mark.parametrize("body", WRONG_PAGES.values(), ids=WRONG_PAGES)
def test_a_wrong_page_is_refused_whoever_signed_it(tmp_path: Path, body: bytes) -> None:
    """A page that the owner's own key signed is refused when an event in it may not be told."""
    forger = Forger(tmp_path)
    forger.write(page(entry(7)), body)
    assert refused(forger.known, tmp_path)


@pytest.mark.parametrize("changes", WRONG_HEADS.values(), ids=WRONG_HEADS)
def test_a_wrong_head_is_refused_whoever_signed_it(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    """A signed head that is foreign, frozen, from the future or untrue is refused."""
    forger = Forger(tmp_path)
    forger.write(page(entry()), **changes)
    assert refused(forger.known, tmp_path)


def _swap_signature(folder: Path) -> None:
    body = (folder / "head.json").read_bytes()
    (folder / "head.json").write_bytes(body.replace(b'"signature":"', b'"signature":"AAAA'))


def _strip_signature(folder: Path) -> None:
    signed = msgspec.json.decode((folder / "head.json").read_bytes())
    (folder / "head.json").write_bytes(canonical(signed["head"]))


def _empty_signature(folder: Path) -> None:
    signed = msgspec.json.decode((folder / "head.json").read_bytes())
    (folder / "head.json").write_bytes(canonical({**signed, "signature": ""}))


def _sign_with_another_key(folder: Path) -> None:
    stranger = Forger(folder)
    stranger.write(page(entry()))


def _change_a_page(folder: Path) -> None:
    file = folder / feed.page_name(1)
    file.write_bytes(file.read_bytes().replace(b"Smarte", b"Dumme "))


def _cut_a_page(folder: Path) -> None:
    (folder / feed.page_name(1)).write_bytes(b"")


def _append_to_a_page(folder: Path) -> None:
    with (folder / feed.page_name(1)).open("ab") as out:
        out.write(canonical(entry(9)) + b"\n")


def _remove_a_page(folder: Path) -> None:
    (folder / feed.page_name(1)).unlink()


def _swap_pages(folder: Path) -> None:
    first, second = (folder / feed.page_name(n) for n in (1, 2))
    one, two = first.read_bytes(), second.read_bytes()
    first.write_bytes(two)
    second.write_bytes(one)


def _remove_head(folder: Path) -> None:
    (folder / "head.json").unlink()


def _huge_head(folder: Path) -> None:
    (folder / "head.json").write_bytes(b" " * feed.MOST_HEAD_BYTES + b"{}")


def _raise_the_sequence(folder: Path) -> None:
    body = (folder / "head.json").read_bytes()
    (folder / "head.json").write_bytes(body.replace(b'"sequence":2', b'"sequence":9'))


TAMPERING: tuple[Callable[[Path], None], ...] = (
    _swap_signature,
    _strip_signature,
    _empty_signature,
    _sign_with_another_key,
    _change_a_page,
    _cut_a_page,
    _append_to_a_page,
    _remove_a_page,
    _swap_pages,
    _remove_head,
    _huge_head,
    _raise_the_sequence,
)


@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda tamper: tamper.__name__)
def test_what_is_changed_on_the_way_is_refused(
    tmp_path: Path, tamper: Callable[[Path], None]
) -> None:
    """Whoever carries the feed cannot change, remove, add or reorder a byte of it."""
    writer = publisher(tmp_path)
    writer.publish([entry(1)], NOW)
    writer.publish([entry(2)], NOW)
    known = Known(OWNER, writer.public_key)
    assert refused(known, tmp_path) == ""
    tamper(tmp_path)
    assert refused(known, tmp_path)


def _kept(tmp_path: Path) -> tuple[Publisher, Known]:
    writer = publisher(tmp_path)
    writer.publish([entry(1)], NOW)
    writer.publish([entry(2)], NOW)
    known, _ = read_new(Known(OWNER, writer.public_key), folder_fetch(tmp_path), NOW)
    return writer, known


def test_an_older_head_is_refused(tmp_path: Path) -> None:
    """What was told cannot be taken back by showing an earlier head (rollback)."""
    writer = publisher(tmp_path)
    writer.publish([entry(1)], NOW)
    older = (tmp_path / "head.json").read_bytes()
    writer.publish([entry(2)], NOW)
    known, _ = read_new(Known(OWNER, writer.public_key), folder_fetch(tmp_path), NOW)
    (tmp_path / "head.json").write_bytes(older)
    assert refused(known, tmp_path) == "rollback"


def test_another_history_is_refused(tmp_path: Path) -> None:
    """The owner cannot tell one reader one history and then another (fork)."""
    forger = Forger(tmp_path)
    forger.write(page(entry(1)))
    known, _ = read_new(forger.known, folder_fetch(tmp_path), NOW)
    forger.write(page(entry(2)))
    assert refused(known, tmp_path) == "fork"
    forger.write(page(entry(2)), page(entry(3)))
    assert refused(known, tmp_path) == "tampered"


def test_a_feed_that_stands_still_is_told(tmp_path: Path) -> None:
    """A head shown after it ran out is refused, so nobody can freeze a feed unseen."""
    _, known = _kept(tmp_path)
    with pytest.raises(FeedRefused, match="frozen"):
        read_new(known, folder_fetch(tmp_path), later(8))


def test_the_publisher_writes_nothing_when_one_event_may_not_be_told(tmp_path: Path) -> None:
    """One event with a CPR number keeps the whole batch at home: no byte is written."""
    with pytest.raises(FeedRefused, match="personal"):
        publisher(tmp_path).publish([entry(1), entry(2, title="Borger 610190-1234")], NOW)
    assert not list(tmp_path.rglob("*"))


def _hub(tmp_path: Path) -> tuple[Hub, Publisher, Reader]:
    writer = publisher(tmp_path / "a")
    hub = Hub(tmp_path / "hub", Ed25519PrivateKey.generate(), {OWNER: writer.public_key})
    return hub, writer, Reader(hub.public_key)


def test_the_hub_takes_no_feed_of_a_stranger(tmp_path: Path) -> None:
    """A feed whose owner is not registered with its key is not mirrored."""
    hub, _, _ = _hub(tmp_path)
    stranger = publisher(tmp_path / "b", OTHER)
    stranger.publish([entry(by=OTHER)], NOW)
    assert hub.collect({OTHER: folder_fetch(tmp_path / "b")}, NOW) == {OTHER: "unknown"}
    assert not (tmp_path / "hub" / OTHER).exists()


def test_a_refused_feed_stays_as_it_was(tmp_path: Path) -> None:
    """The hub keeps what it last believed, and readers still get it."""
    hub, writer, reader = _hub(tmp_path)
    writer.publish([entry(1)], NOW)
    hub.collect({OWNER: folder_fetch(tmp_path / "a")}, NOW)
    writer.publish([entry(2)], NOW)
    (tmp_path / "a" / feed.page_name(2)).write_bytes(b"{}\n")
    assert hub.collect({OWNER: folder_fetch(tmp_path / "a")}, NOW) == {OWNER: "tampered"}
    events, refusals = reader.pull(folder_fetch(tmp_path / "hub"), NOW)
    assert [event.object for event in events] == [f"{OWNER}/ide-1"]
    assert refusals == {}


def test_a_hub_that_changes_content_is_found_out(tmp_path: Path) -> None:
    """A reader believes the owner's signature, not the hub's copy."""
    hub, writer, reader = _hub(tmp_path)
    writer.publish([entry(1)], NOW)
    hub.collect({OWNER: folder_fetch(tmp_path / "a")}, NOW)
    file = tmp_path / "hub" / OWNER / feed.page_name(1)
    file.write_bytes(file.read_bytes().replace(b"Smarte", b"Dumme "))
    events, refusals = reader.pull(folder_fetch(tmp_path / "hub"), NOW)
    assert (events, refusals) == ([], {OWNER: "tampered"})


@pytest.mark.parametrize("attack", ["stranger", "older", "late", "gone", "huge", "torn"])
def test_a_false_directory_is_refused(tmp_path: Path, attack: str) -> None:
    """A directory that is unsigned, old, run out, gone, too large or torn is not believed."""
    hub, writer, reader = _hub(tmp_path)
    file = tmp_path / "hub" / "directory.json"
    writer.publish([entry(1)], NOW)
    hub.collect({OWNER: folder_fetch(tmp_path / "a")}, NOW)
    first = file.read_bytes()
    hub.collect({}, NOW)
    reader.pull(folder_fetch(tmp_path / "hub"), NOW)
    if attack == "stranger":
        Hub(tmp_path / "hub", Ed25519PrivateKey.generate(), {}).collect({}, NOW)
    elif attack == "gone":
        file.unlink()
    elif attack != "late":
        file.write_bytes(
            {"older": first, "huge": first + b" " * 300_000, "torn": first[:90]}[attack]
        )
    with pytest.raises(FeedRefused):
        reader.pull(folder_fetch(tmp_path / "hub"), later(8) if attack == "late" else NOW)


def test_a_changed_key_is_refused(tmp_path: Path) -> None:
    """A hub cannot slip another key under a municipality's name."""
    hub, writer, reader = _hub(tmp_path)
    writer.publish([entry(1)], NOW)
    hub.collect({OWNER: folder_fetch(tmp_path / "a")}, NOW)
    reader.pull(folder_fetch(tmp_path / "hub"), NOW)
    false = Forger(tmp_path / "false")
    false.write(page(entry(5)))
    hub._known[OWNER] = false.known
    hub.collect({OWNER: folder_fetch(tmp_path / "false")}, NOW)
    assert reader.pull(folder_fetch(tmp_path / "hub"), NOW) == ([], {OWNER: "key"})


def test_a_reader_never_leaves_its_folder(tmp_path: Path) -> None:
    """A name with dots in it reads nothing outside the feed."""
    (tmp_path / "feed").mkdir()
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    assert folder_fetch(tmp_path / "feed")("../secret", 10) is None


def test_events_compare_by_value() -> None:
    """An event read back is the event that was written."""
    assert msgspec.json.decode(canonical(effect()), type=Event) == effect()
