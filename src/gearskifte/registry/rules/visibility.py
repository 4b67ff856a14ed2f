# SPDX-License-Identifier: EUPL-1.2
"""Who may see what (default deny). Never derived from "not confidential" or from "has a role".

A citizen sees an object only through a role named here. Documents are seen through a case that is
seen, payments through a grant that is seen (generel vejledning til anvisninger §12). What a source
has excluded from the citizen's view (Visningsklasse) is seen through nothing, and neither are the
documents of such a case.
"""

from __future__ import annotations

from typing import Final

from gearskifte.registry.rules import fields as f
from gearskifte.registry.rules.intake import Kind

CITIZEN_SEES_AS: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.CASE: (f.PRIMARY,),
    Kind.DOCUMENT: (),
    Kind.GRANT: (f.GRANT_RECIPIENT, f.BENEFIT_RECIPIENT),
    Kind.PAYMENT: (f.PAYMENT_RECIPIENT,),
}


def shown_roles() -> list[str]:
    """The pairs "kind:role" through which a citizen sees an object."""
    return [f"{kind}:{role}" for kind, roles in CITIZEN_SEES_AS.items() for role in roles]
