# SPDX-License-Identifier: EUPL-1.2
"""Ten forms as municipal case systems have them: each field with other words and English words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    Attributes:
        key: which field it truly is, whatever the page calls it.
        label: its visible words; `other` and `english` are what they may become.
        control: text, date, select, area, tick or button.
        id, name: technical names.
        hint: text below the label; `after` text after the control.
    """

    key: str
    label: str
    other: str
    english: str
    control: str = "text"
    id: str = ""
    name: str = ""
    hint: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its heading and its fields in order."""

    title: str
    fields: tuple[Field, ...]


def _form(title: str, prefix: str, rows: str) -> Form:
    fields: list[Field] = []
    for row in rows.strip().splitlines():
        label, other, english, control = (part.strip() for part in row.split("|"))
        key = f"{prefix}{len(fields)}"
        stem = "".join(letter for letter in english.title() if letter.isalnum())
        name = "" if control == "button" else f"{prefix}.{stem}"
        fields.append(Field(key, label, other, english, control, f"txt{stem}", name))
    return Form(title, tuple(fields))


FORMS: Final = (
    _form(
        "Ny sag",
        "sag",
        """
        CPR-nummer | Borgerens CPR-nr. | Civil registration number | text
        Sagstitel | Sagens titel | Case title | text
        KLE-emne | Emne efter KLE | Subject by KLE | text
        Sagsbehandler | Ansvarlig sagsbehandler | Case worker | select
        Startdato | Sagens startdato | Start date | date
        Slutdato | Sagens slutdato | End date | date
        Bemærkninger | Øvrige bemærkninger | Remarks | area
        Fortrolig | Sagen er fortrolig | Confidential | tick
        Gem | Gem sag | Save | button
        """,
    ),
    _form(
        "Boligstøtte",
        "bolig",
        """
        Husleje pr. måned | Månedlig husleje | Monthly rent | text
        Boligareal | Boligens areal i m2 | Floor area | text
        Antal beboere | Beboere i alt | Number of residents | text
        Fraflytningsdato | Dato for fraflytning | Moving-out date | date
        Tilflytningsdato | Dato for tilflytning | Moving-in date | date
        Boligtype | Boligens type | Type of housing | select
        Registreringsnummer | Reg.nr. | Bank sort code | text
        Kontonummer | Kontonr. i pengeinstitut | Account number | text
        Send ansøgning | Indsend ansøgning | Submit application | button
        """,
    ),
    _form(
        "Flytning",
        "flyt",
        """
        Fornavn | Fornavne | First name | text
        Efternavn | Borgerens efternavn | Surname | text
        Vejnavn | Vejens navn | Street | text
        Husnummer | Nummer på huset | House number | text
        Postnummer | Postnummer og distrikt | Postal code | text
        By | Bynavn | City | text
        Indflytningsdato | Dato for indflytning | Date of moving in | date
        Logivært | Navn på logivært | Landlord | text
        Godkend | Godkend flytning | Approve | button
        """,
    ),
    _form(
        "Økonomisk friplads",
        "frip",
        """
        Barnets navn | Navn på barnet | Name of the child | text
        Barnets CPR-nummer | CPR-nr. på barnet | Child's civil registration number | text
        Institution | Navn på institution | Day-care | select
        Husstandsindkomst | Husstandens indkomst | Household income | text
        Samlever | Navn på samlever | Partner | text
        Enlig forsørger | Er enlig forsørger | Single parent | tick
        Virkningsdato | Dato for virkning | Effective date | date
        Beregn | Beregn friplads | Calculate | button
        """,
    ),
    _form(
        "Jobsamtale",
        "job",
        """
        Mødedato | Dato for mødet | Meeting date | date
        Mødetid | Tidspunkt for mødet | Meeting time | text
        Sted | Mødested | Place | text
        Kontaktform | Form for kontakt | Form of contact | select
        Tolk | Tolk ønskes | Interpreter | tick
        Referat | Referat af samtalen | Minutes | area
        Næste samtale | Dato for næste samtale | Next interview | date
        Opret samtale | Opret ny samtale | Create interview | button
        """,
    ),
    _form(
        "Udbetaling",
        "udb",
        """
        Modtagers navn | Navn på modtager | Recipient's name | text
        Afsenders navn | Navn på afsender | Sender's name | text
        Beløb i kr. | Beløb i danske kroner | Amount in DKK | text
        Moms i kr. | Heraf moms i kr. | VAT in DKK | text
        Bilagsdato | Dato på bilag | Voucher date | date
        Artskonto | Art (konto) | Cost type | select
        Projektnummer | Projekt | Project number | text
        Attesteret | Bilaget er attesteret | Certified | tick
        Bogfør | Bogfør bilag | Post | button
        """,
    ),
    _form(
        "Hjælpemiddel",
        "hjm",
        """
        Borgerens navn | Navn på borgeren | Citizen's name | text
        Pårørende | Nærmeste pårørende | Next of kin | text
        Hjælpemidlets art | Art af hjælpemiddel | Kind of aid | select
        Varenummer | Vare nr. | Item number | text
        Leveringsdato | Dato for levering | Date of delivery | date
        Afhentningsdato | Dato for afhentning | Date of collection | date
        Faglig vurdering | Vurdering fra terapeut | Assessment | area
        Haster | Sagen haster | Urgent | tick
        Bestil | Bestil hjælpemidlet | Order | button
        """,
    ),
    _form(
        "Sygedagpenge",
        "syg",
        """
        Første fraværsdag | Fraværets første dag | First day of absence | date
        Sidste fraværsdag | Fraværets sidste dag | Last day of absence | date
        Arbejdsgiver | Navn på arbejdsgiver | Employer | text
        Ugentlig arbejdstid | Timer pr. uge | Weekly hours | text
        Timeløn | Løn pr. time | Hourly wage | text
        Refusion til arbejdsgiver | Arbejdsgiver får refusion | Refund to employer | tick
        Fraværsårsag | Årsag til fravær | Reason for absence | select
        Gem anmeldelse | Gem | Save report | button
        """,
    ),
    _form(
        "Byggesag",
        "byg",
        """
        Matrikelnummer | Matr.nr. | Cadastral number | text
        Ejendommens adresse | Adresse på ejendommen | Address of the property | text
        Ansøger | Navn på ansøger | Applicant | text
        Ansøgers e-mail | E-mail til ansøger | Applicant's email | text
        Bebygget areal før | Areal før byggeriet | Built area before | text
        Bebygget areal efter | Areal efter byggeriet | Built area after | text
        Arbejdets art | Art af arbejdet | Kind of work | select
        Nabohøring | Naboer skal høres | Consult neighbours | tick
        Send til behandling | Send sagen til behandling | Send for processing | button
        """,
    ),
    _form(
        "Kørsel",
        "kor",
        """
        Hentes på adresse | Adresse for afhentning | Pick-up address | text
        Bringes til adresse | Adresse for aflevering | Drop-off address | text
        Afgang kl. | Klokkeslæt for afgang | Departure time | text
        Retur kl. | Klokkeslæt for retur | Return time | text
        Rejsedato | Dato for rejsen | Date of travel | date
        Antal ledsagere | Ledsagere i alt | Number of companions | text
        Kørestol | Borgeren bruger kørestol | Wheelchair | tick
        Bemærkning til chauffør | Besked til chaufføren | Note to the driver | area
        Bestil kørsel | Bestil turen | Book transport | button
        """,
    ),
)
