# SPDX-License-Identifier: EUPL-1.2
"""Draws the values that facts of each kind may have, within the schemas of the standards."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

from hypothesis import strategies as st

from gearskifte.connectors.sf1491 import roles as sf1491
from gearskifte.registry.public import Reference, ReferenceKind
from gearskifte.registry.public import fields as f

Strategy = st.SearchStrategy[Any]
Values = st.SearchStrategy[dict[str, Any]]

HOSTILE: Final = (
    "<",
    ">",
    "&",
    "]]>",
    "<!--",
    "&#0;",
    "</x>",
    "'",
    '"',
    "\r",
    "\r\n",
    "\t",
    "\x85",
)
PIECES: Final = st.one_of(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff\ufeff"),
    st.sampled_from((*HOSTILE, "\u2028", "𝄞", "e\u0301", "{}", "%s", ":", "urn:oio:cpr-nr:")),
)


def text(longest: int) -> Strategy:
    """Any characters that XML can write, with nothing blank around them."""
    some = st.lists(PIECES, min_size=1, max_size=8).map("".join)
    whole = some | some.map(lambda written: written * longest)
    return whole.map(lambda written: written.strip()[:longest].strip()).filter(bool)


def empty_or(strategy: Strategy) -> Strategy:
    """A value, or what is stated as empty."""
    return strategy | st.none()


def some(**columns: Strategy) -> Values:
    """Any of these values, or none of them."""
    return st.fixed_dictionaries({}, optional=columns)


def both(first: Values, second: Values) -> Values:
    """What two draw, together."""
    return st.tuples(first, second).map(lambda found: found[0] | found[1])


def all_or_none(**columns: Strategy) -> Values:
    """All of these values, or none of them."""
    return st.just({}) | st.fixed_dictionaries(columns)


_FIRST: Final = datetime(2, 1, 2)  # noqa: DTZ001 - the zone is drawn beside it
_LAST: Final = datetime(9998, 12, 30)  # noqa: DTZ001
MOMENTS: Final = st.datetimes(_FIRST, _LAST, timezones=st.just(UTC))
ISO: Final = MOMENTS.map(datetime.isoformat)
DAYS: Final = st.dates(date(2, 1, 1), date(9998, 12, 31)).map(date.isoformat)
UUIDS: Final = st.uuids().map(str)
AMOUNTS: Final = st.from_regex(r"-?[0-9]{1,30}(\.[0-9]{1,9})?", fullmatch=True)
CVRS: Final = st.from_regex(r"[0-9]{8}", fullmatch=True)
TEN_DIGITS: Final = st.from_regex(r"[0-9]{10}", fullmatch=True)
KLE: Final = st.from_regex(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}", fullmatch=True)
WORD: Final = st.from_regex(r"[a-zA-ZæøåÆØÅ<&>.-]([a-zA-Z <&>.-]{0,80}[a-z])?", fullmatch=True)
SENSITIVITIES: Final = st.sampled_from(
    ["IKKE_FORTROLIGE_DATA", "FORTROLIGE_PERSONOPLYSNINGER", "FOELSOMME_PERSONOPLYSNINGER",
     "VIP_SAGER"]
)  # fmt: skip
KEYS: Final = empty_or(text(50))
NAMES: Final = empty_or(text(255))


_OF_A_KIND: Final[dict[ReferenceKind, Strategy]] = {
    ReferenceKind.UUID: UUIDS,
    ReferenceKind.IT_SYSTEM: UUIDS,
    ReferenceKind.CPR: TEN_DIGITS,
    ReferenceKind.CVR: CVRS,
    ReferenceKind.P_NUMBER: TEN_DIGITS,
    ReferenceKind.ALIEN_PERSON: CVRS,
    ReferenceKind.BENEFIT_PERSON: TEN_DIGITS,
    ReferenceKind.KLE: KLE,
    ReferenceKind.PROPERTY: st.just("123-123456"),
    ReferenceKind.FULL_NAME: WORD,
    ReferenceKind.EMPTY: st.just(""),
    ReferenceKind.URN: WORD.map("urn:oio:kmd:sag:{}".format),
}
REFERENCES: Final = st.one_of(
    *(st.builds(Reference, st.just(kind), values) for kind, values in _OF_A_KIND.items())
)
"""References as they are usually written."""


def links(before: str = "") -> Values:
    """What every relation may say, but for its role."""
    return some(
        **{
            f"{before}{f.OBJECT_TYPE_ID}": UUIDS | WORD.map("urn:oio:type:{}".format),
            f"{before}{f.TARGET}": REFERENCES,
            f"{before}{f.CHANGED_AT}": ISO,
        }
    )


def undated(before: str = "") -> Values:
    """The same of a relation without a validity, with its role and its index."""
    more = some(**{f"{before}{f.ROLE_ID}": UUIDS, f"{before}{f.POSITION}": text(36)})
    return both(links(before), more)


EXEMPTION: Final = all_or_none(
    title_not_public=NAMES, exempt_legal_basis=empty_or(text(1024))
)  # fmt: skip
CASE_PROPERTIES: Final = both(
    EXEMPTION,
    some(
        user_key=KEYS,
        number=text(50),
        title=text(255),
        description=empty_or(text(4096)),
        legal_basis=empty_or(text(1024)),
        disposal_code=KEYS,
        delivered=st.booleans(),
        principal=st.booleans(),
    ),
)
CASE_INDEX: Final = some(
    local_status=NAMES, category=NAMES, sensitivity=SENSITIVITIES, location=NAMES, created_at=ISO
)
DOCUMENT_PROPERTIES: Final = both(
    EXEMPTION,
    some(
        user_key=KEYS,
        number=text(50),
        title=text(255),
        description=empty_or(text(4096)),
        letter_date=DAYS,
        version=st.integers().map(str),
        sub_version=st.integers().map(str),
        disposal_code=KEYS,
        sensitivity=SENSITIVITIES,
        document_type=st.sampled_from(["Faktura", "Brev, indgaaende", "Andet"]),
    ),
)
GRANT_PROPERTIES: Final = some(
    user_key=KEYS,
    start=empty_or(ISO | DAYS),
    end=empty_or(ISO | DAYS | st.just("indtil videre")),
    reason=empty_or(text(4096)),
    sensitivity=SENSITIVITIES,
)
PAYMENT_PROPERTIES: Final = some(
    user_key=KEYS,
    start=empty_or(ISO),
    end=empty_or(ISO),
    gross=AMOUNTS,
    disposal_date=empty_or(ISO),
    net=AMOUNTS,
    sent=AMOUNTS,
    paid=AMOUNTS,
    department=text(255),
    sent_text=NAMES,
    paid_text=NAMES,
)
PLAN: Final = some(
    plan_id=NAMES,
    start=empty_or(ISO),
    end=empty_or(ISO),
    frequency=text(50),
    in_advance=st.booleans(),
    disposal_day=KEYS,
    amount=AMOUNTS,
    manual_approval=st.booleans(),
)
SYSTEM: Final = some(name=text(255), uri=NAMES)


def _with_its_role(system: dict[str, Any]) -> dict[str, Any]:
    return {**system, f.ROLE: sf1491.SYSTEMS.get(system.get(f.ROLE_ID, ""), f.UNKNOWN)}


BENEFIT: Final = both(
    both(undated(f.BENEFIT_LINK), undated(f.CLASS_LINK)),
    some(
        benefit_id=text(36),
        name=NAMES,
        start=empty_or(ISO),
        end=empty_or(ISO),
        reason=empty_or(text(4096)),
        repayable=st.booleans(),
        message=NAMES,
        systems=st.lists(both(undated(), SYSTEM).map(_with_its_role), min_size=1, max_size=2),
        benefit_name=text(255),
        class_key=KEYS,
        class_title=NAMES,
        plans=st.lists(PLAN, min_size=1, max_size=2),
    ),
)
