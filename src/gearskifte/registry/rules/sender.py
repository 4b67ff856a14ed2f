# SPDX-License-Identifier: EUPL-1.2
"""Who sent a message: the system that proved it, beside the one that the message names."""

from __future__ import annotations

from typing import Final

import msgspec

from gearskifte.kernel.errors import Text
from gearskifte.registry.rules.intake import Finding, Reading, Refusal, Severity

OTHER_SENDER: Final = "REG-2026-11.Afsender.other"
HELD: Final = "GS-REG-002"


def stated_system(reading: Reading) -> str:
    """The system that the message itself names (Afsender), "" where it names none."""
    return reading.system.value if reading.system else ""


def sent_by(reading: Reading, sender: str) -> Reading:
    """The reading of a message that `sender` handed in, with a finding if it names another.

    Args:
        reading: what was understood of the message.
        sender: id of the system whose key it came with, "" for a message that came as a file.
    """
    stated = stated_system(reading)
    if not sender or stated in ("", sender):
        return reading
    finding = Finding(
        OTHER_SENDER,
        Severity.WARNING,
        "ITSystem/Afsender",
        Text(
            "Beskeden nævner et andet system som afsender end det, hvis nøgle den kom med. Den er "
            "læst, og begge er gemt. Ret Afsender, eller brug det andet systems egen nøgle.",
            "The message names another system as its sender than the one whose key it came with. "
            "It is read, and both are kept. Mend Afsender, or use the other system's own key.",
        ),
    )
    return msgspec.structs.replace(reading, findings=(*reading.findings, finding))


def held_back() -> Reading:
    """What is made of a message that is kept unread, since its Idempotency-Key is another's."""
    reason = Text(
        "Beskeden er gemt, men ikke læst: dens Idempotency-Key er brugt før til en anden besked. "
        "Send den igen med en ny nøgle eller uden.",
        "The message is kept but not read: its Idempotency-Key was used before for another "
        "message. Send it again with a new key or none.",
    )
    return Reading("", refusals=(Refusal(HELD, "", reason),))
