# SPDX-License-Identifier: EUPL-1.2
"""The invented subjects as a subject plan (emneplan) in the form of KLE's XML, version 2.0.

Every title says that it is a demo, and so does the guidance text. One subject is historical and
names its successor, as real ones do.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from gearskifte.demo.subjects import GROUPS, MAIN_GROUP, SUBJECTS, Subject

_CREATED: Final = "2015-01-01"
_EXPIRED: Final = ("99.30.09", "Plads i legestue", "2021-07-01", "99.30.01")
_GUIDANCE: Final = (
    "Opdigtet til demonstration. Emnerne findes ikke i KLE, og numrene må ikke bruges i drift."
)


def subject_plan(edition: date) -> bytes:
    """The whole plan as XML, published on `edition`."""
    number, title = MAIN_GROUP
    groups = "".join(_group(key, name) for key, name in GROUPS.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<KLE-Emneplan>\n'
        f"<UdgivelsesDato>{edition.isoformat()}</UdgivelsesDato>\n"
        f"<Hovedgruppe><HovedgruppeNr>{number}</HovedgruppeNr>"
        f"<HovedgruppeTitel>{_demo(title)}</HovedgruppeTitel>"
        f"<HovedgruppeVejledning>{_guidance()}</HovedgruppeVejledning>"
        f"<HovedgruppeAdministrativInfo>{_created()}</HovedgruppeAdministrativInfo>\n"
        f"{groups}</Hovedgruppe>\n</KLE-Emneplan>\n"
    ).encode()


def _group(number: str, title: str) -> str:
    subjects = [_subject(each) for each in SUBJECTS.values() if each.number.startswith(number)]
    if _EXPIRED[0].startswith(number):
        subjects.append(_moved(*_EXPIRED))
    return (
        f"<Gruppe><GruppeNr>{number}</GruppeNr><GruppeTitel>{_demo(title)}</GruppeTitel>"
        f"<GruppeAdministrativInfo>{_created()}</GruppeAdministrativInfo>\n"
        f"{''.join(subjects)}</Gruppe>\n"
    )


def _subject(subject: Subject) -> str:
    return (
        f"<Emne><EmneNr>{subject.number}</EmneNr><EmneTitel>{_demo(subject.title)}</EmneTitel>"
        f"<EmneAdministrativInfo>{_created()}</EmneAdministrativInfo>"
        f"<BevaringJaevnfoerArkivloven>{subject.retention}</BevaringJaevnfoerArkivloven>"
        "<SletningJaevnfoerPersondataloven>"
        f"P{subject.days}D</SletningJaevnfoerPersondataloven></Emne>\n"
    )


def _moved(number: str, title: str, day: str, successor: str) -> str:
    return (
        f"<Emne><EmneNr>{number}</EmneNr><EmneTitel>{_demo(title)}</EmneTitel>"
        f"<EmneAdministrativInfo>{_created()}<Historisk><Flyttet><FlyttetDato>{day}</FlyttetDato>"
        f"<AfloestAf><EmneNr>{successor}</EmneNr></AfloestAf></Flyttet></Historisk>"
        "</EmneAdministrativInfo>"
        "<BevaringJaevnfoerArkivloven>K</BevaringJaevnfoerArkivloven></Emne>\n"
    )


def _demo(title: str) -> str:
    return f"{title} (demo)"


def _guidance() -> str:
    return f"<VejledningTekst><p>{_GUIDANCE}</p></VejledningTekst>"


def _created() -> str:
    return f"<OprettetDato>{_CREATED}</OprettetDato>"
