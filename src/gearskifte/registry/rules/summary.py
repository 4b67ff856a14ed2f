# SPDX-License-Identifier: EUPL-1.2
"""From an object's history to its card, parties and links at one moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from gearskifte.registry.rules import fields as f
from gearskifte.registry.rules.cards import (
    NOBODY,
    Actor,
    Card,
    CaseCard,
    DatedState,
    DocumentCard,
    GrantCard,
    GrantedBenefit,
    JournalEntry,
    Link,
    Party,
    PaymentCard,
    PaymentLine,
    PaymentPlan,
    Progress,
    Summary,
    moment_of,
)
from gearskifte.registry.rules.decided import classes_of_decision
from gearskifte.registry.rules.history import History, Piece
from gearskifte.registry.rules.intake import Kind, Section
from gearskifte.registry.rules.references import ReferenceKind, parse_uuid
from gearskifte.registry.rules.relations import Relations, Values
from gearskifte.registry.rules.visibility import decided_until, named


def summarise(kind: Kind, history: History, now: datetime) -> Summary:
    """What is true of an object of `kind` at `now`."""
    relations = Relations(history, now)
    changes = history.next_change_after(now)
    card = _CARDS[kind](history, relations, now)
    owner = _actor(relations, f.ACTOR, f.OWNER)
    master = _actor(relations, f.SYSTEM, f.MASTER)
    if kind is Kind.GRANT and not master.target:
        master = _benefit_system(history, now)
    return Summary(
        card=card,
        parties=_parties(relations),
        links=_links(card, relations.holding),
        owner=owner.cvr or owner.target,
        owner_name=owner.name,
        system=master.target,
        system_name=master.name,
        kle=_kle(card, relations),
        sensitivity=_sensitivity(kind, history, now),
        hidden=_is_hidden(relations, now),
        finished=_finished(card, now),
        sorted_at=_sorted_at(card),
        good_until=_good_until(card, changes, now),
        named=named(relations.holding),
        decided_until=None if changes is None else decided_until(history, now),
    )


def _case(history: History, relations: Relations, now: datetime) -> CaseCard:
    properties = history.attributes_at(f.PROPERTIES, now)
    subject = relations.one(f.CLASS, f.PRIMARY)
    status = _status(history, now)
    return CaseCard(
        number=_text(properties, f.NUMBER) or _text(properties, f.USER_KEY),
        title=_text(properties, f.TITLE),
        description=_text(properties, f.DESCRIPTION),
        legal_basis=_text(properties, f.LEGAL_BASIS),
        kle=_text(subject, f.CLASS_KEY),
        kle_title=_text(subject, f.NAME),
        states=_states(history),
        decision=_text(relations.one(f.CLASS, f.DECISION), f.NAME),
        decisions=classes_of_decision(relations.every(f.CLASS)),
        status=str(status.value) if status else "",
        status_since=status.start if status else None,
        status_until=status.end if status else None,
        created_at=str(history.field_at(Section.ATTRIBUTES, f.INDEX, f.CREATED_AT, now) or ""),
        responsible=_actor(relations, f.ACTOR, f.RESPONSIBLE),
        handler=_actor(relations, f.ACTOR, f.PRIMARY_HANDLER),
        journal=_journal(relations, now),
    )


def _document(history: History, relations: Relations, now: datetime) -> DocumentCard:
    properties = history.attributes_at(f.PROPERTIES, now)
    return DocumentCard(
        number=_text(properties, f.NUMBER) or _text(properties, f.USER_KEY),
        title=_text(properties, f.TITLE),
        document_type=_text(properties, f.DOCUMENT_TYPE),
        letter_date=_text(properties, f.LETTER_DATE),
        state=history.field_at(Section.STATE, f.PROGRESS, f.STATE, now) or "",
    )


def _grant(history: History, relations: Relations, now: datetime) -> GrantCard:
    properties = history.attributes_at(f.PROPERTIES, now)
    case = _actor(relations, f.CASE, f.GRANT_CASE)
    keys = [k for k in history.attribute_sets_at(now) if k.startswith(f.BENEFIT_PREFIX)]
    return GrantCard(
        number=_text(properties, f.USER_KEY),
        start=_text(properties, f.START),
        end=_text(properties, f.END),
        reason=_text(properties, f.REASON),
        case=case.target,
        benefits=tuple(
            _benefit(key.removeprefix(f.BENEFIT_PREFIX), history.attributes_at(key, now))
            for key in keys
        ),
        responsible=_actor(relations, f.ACTOR, f.RESPONSIBLE),
    )


def _benefit(benefit_id: str, values: Values) -> GrantedBenefit:
    return GrantedBenefit(
        id=benefit_id,
        name=_text(values, f.BENEFIT_NAME) or _text(values, f.NAME),
        kle=_text(values, f.CLASS_KEY),
        start=_text(values, f.START),
        end=_text(values, f.END),
        reason=_text(values, f.REASON),
        message=_text(values, f.MESSAGE),
        repayable=values.get(f.REPAYABLE),
        plans=tuple(
            PaymentPlan(
                amount=_text(plan, f.AMOUNT),
                frequency=_text(plan, f.FREQUENCY),
                disposal_day=_text(plan, f.DISPOSAL_DAY),
                start=_text(plan, f.START),
                end=_text(plan, f.END),
                in_advance=plan.get(f.IN_ADVANCE),
            )
            for plan in values.get(f.PLANS) or ()
        ),
    )


def _payment(history: History, relations: Relations, now: datetime) -> PaymentCard:
    properties = history.attributes_at(f.PROPERTIES, now)
    # A line's valid time is the period it pays for, so past lines must be taken too.
    lines = [
        piece.value
        for _, timeline in sorted(history.relations.items())
        for piece in timeline
        if piece.value.get(f.TYPE) == f.LINE
    ]
    return PaymentCard(
        number=_text(properties, f.USER_KEY),
        gross=_text(properties, f.GROSS),
        net=_text(properties, f.NET),
        sent=_text(properties, f.SENT),
        paid=_text(properties, f.PAID),
        disposal_date=_text(properties, f.DISPOSAL_DATE),
        start=_text(properties, f.START),
        end=_text(properties, f.END),
        department=_text(properties, f.DEPARTMENT),
        lines=tuple(
            PaymentLine(
                amount=_text(line, f.AMOUNT),
                start=_text(line, f.START),
                end=_text(line, f.END),
                kle=_text(line, f.CLASS_KEY),
                grant=_text(line, f.GRANT_ID),
                benefit_id=_text(line, f.BENEFIT_ID),
            )
            for line in lines
        ),
    )


_CARDS: Final[dict[Kind, Callable[[History, Relations, datetime], Card]]] = {
    Kind.CASE: _case,
    Kind.DOCUMENT: _document,
    Kind.GRANT: _grant,
    Kind.PAYMENT: _payment,
}


def _text(values: Values, name: str) -> str:
    value = values.get(name)
    if type(value) is str:  # as nearly always
        return value
    return "" if value is None else str(value)


def _target(relation: Values) -> str:
    """What a relation points at, as text: a UUID, a CVR number, a URN or a person's id."""
    reference = relation.get(f.TARGET) or {}
    return str(reference.get("value", ""))


def _actor(relations: Relations, kind: str, role: str) -> Actor:
    relation = relations.one(kind, role)
    told = (_target(relation), _text(relation, f.NAME), _text(relation, f.CVR)) if relation else ()
    return Actor(*told) if any(told) else NOBODY


def _benefit_system(history: History, now: datetime) -> Actor:
    """The Master system of a grant stands on its benefits (BevilgetYdelse/ItSystem)."""
    for key in history.attribute_sets_at(now):
        systems = history.attributes_at(key, now).get(f.SYSTEMS) or ()
        for system in systems:
            if system.get(f.ROLE) == f.MASTER:
                return Actor(_target(system), _text(system, f.NAME))
    return NOBODY


def _status(history: History, now: datetime) -> Piece | None:
    for piece in history.fields.get((Section.ATTRIBUTES, f.INDEX, f.LOCAL_STATUS), ()):
        if piece.value and piece.holds_at(now):
            return piece
    return None


def _states(history: History) -> tuple[DatedState, ...]:
    pieces = history.fields.get((Section.STATE, f.PROGRESS, f.STATE), [])
    states: list[DatedState] = []
    for piece in pieces:
        before = states[-1] if states else None
        if before is not None and (before.state, before.end) == (piece.value, piece.start):
            # The same state told again from later on, as by a system that took over, goes on.
            states[-1] = DatedState(before.state, before.start, piece.end)
        elif piece.value:
            states.append(DatedState(str(piece.value), piece.start, piece.end))
    return tuple(states)


def _journal(relations: Relations, now: datetime) -> tuple[JournalEntry, ...]:
    posts = relations.every(f.JOURNAL)
    if not posts:
        return ()
    entries = (
        JournalEntry(
            role=_text(piece.value, f.ROLE),
            start=piece.start,
            document=_document_id(piece.value),
            title=_text(piece.value, f.NOTE_TITLE) or _text(piece.value, f.TITLE),
            text=_text(piece.value, f.NOTE_TEXT),
        )
        for piece in posts
        if piece.holds_at(now)
    )
    ordered = sorted(entries, key=lambda entry: (entry.start, entry.document, entry.title))
    # Systems number their posts as they like: after a swap two numbers may be one post.
    once = {_what(entry): entry for entry in reversed(ordered)}
    return tuple(reversed(once.values()))


def _what(entry: JournalEntry) -> tuple[str, str, str]:
    """What tells a journal post from others: its document, or what is noted."""
    if entry.document:
        return (entry.role, entry.document, "")
    return (entry.role, entry.title, entry.text)


def _document_id(relation: Values) -> str:
    document = parse_uuid(_target(relation))
    return str(document) if document else ""


def _parties(relations: Relations) -> tuple[Party, ...]:
    """Every person who is, was or will be a party; the time is on the row."""
    found = []
    for piece in relations.every(f.PARTY):
        relation = piece.value
        target = relation.get(f.TARGET) or {}
        if target.get("kind") == ReferenceKind.PERSON:
            person = parse_uuid(_target(relation))
            if person is not None:
                role, name = _text(relation, f.ROLE), _text(relation, f.NAME).strip()
                found.append(Party(person, role, piece.start, piece.end, name))
    if len(found) > 1:
        found = sorted(set(found), key=lambda p: (p.person, p.role, p.start, str(p.end), p.name))
    return tuple(found)


_LINK_TYPES: Final = (f.CASE, f.JOURNAL, f.DOCUMENT)


def _links(card: Card, relations: list[Values]) -> tuple[Link, ...]:
    found = set()
    for relation in relations:
        kind = relation.get(f.TYPE)
        if kind in _LINK_TYPES:
            target = parse_uuid(_target(relation))
            if target is not None:
                found.add(Link(target, f"{kind}:{relation.get(f.ROLE)}"))
    if isinstance(card, PaymentCard):
        grants = (parse_uuid(line.grant) for line in card.lines)
        found |= {Link(grant, f.LINE) for grant in grants if grant is not None}
    return tuple(sorted(found)) if found else ()


def _kle(card: Card, relations: Relations) -> str:
    if isinstance(card, CaseCard):
        return card.kle
    if isinstance(card, GrantCard):
        return next((benefit.kle for benefit in card.benefits if benefit.kle), "")
    if isinstance(card, PaymentCard):
        return next((line.kle for line in card.lines if line.kle), "")
    return _text(relations.one(f.CLASS, f.PRIMARY), f.CLASS_KEY)


_SENSITIVITY: Final[Mapping[str, int]] = {
    "IKKE_FORTROLIGE_DATA": 1,
    "FORTROLIGE_PERSONOPLYSNINGER": 2,
    "FOELSOMME_PERSONOPLYSNINGER": 3,
    "VIP_SAGER": 4,
}
_HIGHEST_SENSITIVITY: Final = 4


def _sensitivity(kind: Kind, history: History, now: datetime) -> int | None:
    """Følsomhed; what is not stated or not known counts as the highest (default deny)."""
    if kind is Kind.PAYMENT:
        return None
    key = f.INDEX if kind is Kind.CASE else f.PROPERTIES
    stated = history.field_at(Section.ATTRIBUTES, key, f.SENSITIVITY, now)
    return _SENSITIVITY.get(str(stated), _HIGHEST_SENSITIVITY)


def _is_hidden(relations: Relations, now: datetime) -> bool:
    """Whether the object is kept from the citizen's view now, or will be from a moment on.

    Who sees what is written down when the summary is made, and must be safe until it is made anew.
    """
    for piece in relations.every(f.CLASS):
        if (piece.end is None or piece.end > now) and _hides(piece.value):
            return True
    return False


def _hides(relation: Values) -> bool:
    """Whether a class relation keeps the object from the citizen's view (Visningsklasse).

    A class whose role is in no catalogue and that has no title could be one, so it hides too: what
    was shown by mistake cannot be unseen, what was hidden by mistake can be shown.
    """
    role = relation.get(f.ROLE)
    if role != f.UNKNOWN:
        return bool(role == f.DISPLAY)
    return not any(relation.get(name) for name in (f.NAME, f.FACET_TITLE, f.CLASS_KEY))


def _finished(card: Card, now: datetime) -> bool:
    if isinstance(card, CaseCard):
        closed = [state for state in card.states if state.state == Progress.CLOSED]
        return any(state.holds_at(now) for state in closed) if closed else False
    if isinstance(card, GrantCard) and card.benefits:
        ends = [moment_of(benefit.end) for benefit in card.benefits]
        return all(end is not None and end <= now for end in ends)
    return False


def _sorted_at(card: Card) -> datetime | None:
    match card:
        case CaseCard():
            return None
        case DocumentCard():
            return moment_of(card.letter_date)
        case GrantCard():
            starts = [moment_of(text) for text in (card.start, *(b.start for b in card.benefits))]
            return max(filter(None, starts), default=None)
        case PaymentCard():
            return moment_of(card.disposal_date) or moment_of(card.start)


def _good_until(card: Card, changes: datetime | None, now: datetime) -> datetime | None:
    """When some fact begins or ends, or the last benefit of a grant does."""
    if not isinstance(card, GrantCard):
        return changes
    moments = (changes, *(moment_of(benefit.end) for benefit in card.benefits))
    return min((each for each in moments if each is not None and each > now), default=None)
