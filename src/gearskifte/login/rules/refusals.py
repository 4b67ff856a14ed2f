# SPDX-License-Identifier: EUPL-1.2
"""Why a login is refused: the reader is told what to do, the log is told the details."""

from __future__ import annotations

from gearskifte.kernel.errors import AccessDenied, GearskifteError, Text

_AGAIN = Text("Gå til forsiden, og log ind igen.", "Go to the front page, and log in again.")


class Unreachable(GearskifteError):
    """The provider does not answer; trying again later may help."""

    permanent = False


class Refused(AccessDenied):
    """A login that gives nothing. `reason` is for the log: a few words, never personal data."""

    def __init__(self, code: str, reason: str, *, what: Text, why: Text, do: Text) -> None:
        self.reason = reason
        super().__init__(code, what=what, why=why, do=do)


def unreachable() -> Unreachable:
    """The provider does not answer."""
    return Unreachable(
        "GS-LOGIN-002",
        what=Text("Login svarer ikke lige nu.", "The login does not answer just now."),
        why=Text(
            "Det system, der skal sige, hvem du er, kan ikke nås.",
            "The system that is to say who you are cannot be reached.",
        ),
        do=Text("Prøv igen om lidt.", "Try again in a moment."),
    )


def not_begun_here(reason: str) -> Refused:
    """An answer to a login that this browser did not begin, or began too long ago."""
    return Refused(
        "GS-LOGIN-003",
        reason,
        what=Text("Dit login kunne ikke gøres færdigt.", "Your login could not be completed."),
        why=Text(
            "Det er begyndt i en anden browser, eller det tog for lang tid.",
            "It was begun in another browser, or it took too long.",
        ),
        do=_AGAIN,
    )


def not_genuine(reason: str) -> Refused:
    """An answer that the provider did not give, not to us, or not now."""
    return Refused(
        "GS-LOGIN-004",
        reason,
        what=Text("Svaret fra login kunne ikke godkendes.", "The login's answer was not accepted."),
        why=Text(
            "Vi kunne ikke være sikre på, at det kom fra det rigtige sted.",
            "We could not be sure that it came from the right place.",
        ),
        do=_AGAIN,
    )


def used_before() -> Refused:
    """An answer that has been used."""
    return Refused(
        "GS-LOGIN-005",
        "the answer was used before",
        what=Text("Svaret fra login er brugt før.", "The login's answer was used before."),
        why=Text("Et svar kan kun bruges én gang.", "An answer can be used once only."),
        do=_AGAIN,
    )


def too_weak() -> Refused:
    """A login that is not sure enough for what it would give."""
    return Refused(
        "GS-LOGIN-006",
        "the assurance level is too low or not stated",
        what=Text("Dit login er ikke sikkert nok.", "Your login is not secure enough."),
        why=Text(
            "Siden viser personlige oplysninger og kræver et højere sikringsniveau (NSIS).",
            "The page shows personal data and takes a higher assurance level (NSIS).",
        ),
        do=Text(
            "Log ind igen med alle trin i MitID eller dit arbejdslogin.",
            "Log in again with every step of MitID or of your work login.",
        ),
    )


def no_role() -> Refused:
    """An official whom no rule gives a role."""
    return Refused(
        "GS-LOGIN-007",
        "no rule gives a role",
        what=Text("Du har ingen rolle her.", "You have no role here."),
        why=Text(
            "Dit login er i orden, men ingen af dine roller giver adgang.",
            "Your login is in order, but none of your roles gives access.",
        ),
        do=Text(
            "Bed din leder om en rolle i kommunens brugerstyring.",
            "Ask your manager for a role in the municipality's user administration.",
        ),
    )


def no_cpr() -> Refused:
    """A citizen whose CPR number the provider did not tell."""
    return Refused(
        "GS-LOGIN-008",
        "the answer holds no CPR number",
        what=Text("Vi fik ikke dit CPR-nummer.", "We did not get your CPR number."),
        why=Text(
            "Uden det ved vi ikke, hvilke oplysninger der er dine.",
            "Without it we do not know which data is yours.",
        ),
        do=Text(
            "Log ind igen, og sig ja til at dele det. Kontakt ellers Borgerservice.",
            "Log in again and agree to share it. Otherwise contact the citizen service.",
        ),
    )


def unknown_authority() -> Refused:
    """An official of an authority that this installation does not know."""
    return Refused(
        "GS-LOGIN-009",
        "the CVR number stands for no authority here",
        what=Text("Din arbejdsplads er ikke kendt her.", "Your workplace is not known here."),
        why=Text(
            "Dit login kommer fra en anden myndighed.", "Your login is from another authority."
        ),
        do=Text(
            "Log ind med det login, du har hos denne kommune.",
            "Log in with the login you have at this municipality.",
        ),
    )


def declined(reason: str) -> Refused:
    """The provider says no: given up, or not let in there."""
    return Refused(
        "GS-LOGIN-010",
        reason,
        what=Text("Du blev ikke logget ind.", "You were not logged in."),
        why=Text("Login blev afbrudt eller afvist.", "The login was given up or refused."),
        do=_AGAIN,
    )
