# SPDX-License-Identifier: EUPL-1.2
"""Labels of municipal forms that mean the same thing in Danish and English.

Used in two ways, never alone: two labels of one concept agree, and a label of another concept
speaks against a field. A word that may mean two things stands in neither row.
"""

from __future__ import annotations

from typing import Final

from gearskifte.robots.screen.rules.wording import plain

_ROWS: Final = """
CPR-nummer|CPR|Personnummer|Borgerens CPR-nummer|CPR number|Civil registration number|Personal ID
CVR-nummer|CVR|Virksomhedsnummer|CVR number|Company number
P-nummer|Produktionsnummer|Production unit number
Fornavn|Fornavne|First name|Given name|Forename
Efternavn|Last name|Surname|Family name
Navn|Fulde navn|Borgerens navn|Name|Full name
Adresse|Bopæl|Gadenavn og husnummer|Vejnavn|Address|Street address|Street
Postnummer|Postnr.|Postal code|Postcode|Zip code|Zip
By|Postdistrikt|City|Town
Kommune|Municipality
Telefon|Telefonnummer|Tlf.|Mobil|Mobilnummer|Phone|Phone number|Telephone|Mobile
E-mail|E-mailadresse|Mailadresse|E-post|Email|Email address
Fødselsdato|Date of birth|Birth date|Born
Startdato|Fra dato|Fra|Gyldig fra|Periode fra|Start date|From date|From|Valid from
Slutdato|Til dato|Til|Gyldig til|Periode til|End date|To date|To|Valid to|Until
Dato|Date
Sagsnummer|Sagsnr.|Journalnummer|Case number|Case no.|File number
Sagstitel|Titel|Overskrift|Emne|Title|Subject|Case title
Sagsbehandler|Sagsansvarlig|Ansvarlig|Case worker|Caseworker|Case handler|Responsible
Afdeling|Enhed|Forvaltning|Department|Unit
Sagstype|Sagens type|Case type|Type of case
Opgavetype|Task type|Type of task
Ydelse|Ydelsestype|Ydelsens art|Benefit|Benefit type|Type of benefit
Beløb|Beløb i kr.|Udbetalt beløb|Amount|Amount in DKK
Indtægt|Månedlig indtægt|Indkomst|Income|Monthly income
Udgift|Udgifter|Expense|Expenses
Husleje|Månedlig husleje|Rent|Monthly rent
Kontonummer|Bankkonto|Account number|Bank account
Registreringsnummer|Reg.nr.|Reg. nr.|Registration number
Bemærkning|Bemærkninger|Notat|Note|Kommentar|Noter|Remark|Remarks|Notes|Comment|Comments
Begrundelse|Årsag|Reason|Justification
Status|Tilstand|State
Prioritet|Priority
Afgørelse|Beslutning|Decision|Ruling
Frist|Svarfrist|Deadline|Due date
KLE|KLE-emne|KLE-nummer|KLE subject
Civilstand|Ægteskabelig stilling|Marital status|Civil status
Antal børn|Børn i alt|Number of children
Antal personer|Antal beboere|Personer i husstanden|Number of persons|Household size
Skole|Skolens navn|School|School name
Klasse|Klassetrin|Class|Grade
Arbejdsgiver|Employer
Timer pr. uge|Ugentlige timer|Timer om ugen|Hours per week|Weekly hours
Læge|Egen læge|Doctor|General practitioner
Pårørende|Kontaktperson|Nærmeste pårørende|Relative|Contact person|Next of kin
Hjælpemiddel|Aid|Assistive device
Kørselsbehov|Transport|Transport need
Gem|Gem sag|Gem ændringer|Gem og luk|Save|Save changes|Save case
Send|Indsend|Submit|Send in
Søg|Find|Fremsøg|Search
Annuller|Fortryd|Afbryd|Cancel
Slet|Fjern|Delete|Remove
Luk|Close
Næste|Videre|Fortsæt|Next|Continue
Tilbage|Forrige|Back|Previous
Log ind|Log på|Sign in|Log in|Login
Log ud|Log af|Sign out|Log out|Logout
Brugernavn|Bruger|Bruger-id|Username|User name|User ID
Adgangskode|Kodeord|Password
Opret|Opret sag|Ny sag|Create|New case|Create case
Godkend|Approve
Afvis|Afslå|Reject|Refuse
"""


def _concepts() -> dict[str, int]:
    found: dict[str, int] = {}
    for number, row in enumerate(_ROWS.strip().splitlines()):
        for word in row.split("|"):
            key = plain(word)
            if found.setdefault(key, number) != number:
                raise ValueError(f"{word} stands in two rows")
    return found


_CONCEPT: Final = _concepts()


def concept(label: str) -> int | None:
    """Which row of the list a label stands in, None if in none."""
    return _CONCEPT.get(plain(label))


def same_concept(one: str, other: str) -> bool:
    """Whether both labels are known and mean the same thing."""
    first = concept(one)
    return first is not None and first == concept(other)


def other_concept(one: str, other: str) -> bool:
    """Whether both labels are known and mean different things."""
    first, second = concept(one), concept(other)
    return first is not None and second is not None and first != second
