# SPDX-License-Identifier: EUPL-1.2
"""Values that break the form of a field, by the form and by the rule they break."""

from __future__ import annotations

import base64
from typing import Final

from tests.unit.connectors.conformance import good

URNS: Final = {
    "ref:authority": "urn:oio:cvr-nr:29189889",
    "ref:staff": "urn:oio:proeve:sag:LOSID:42",
    "ref:unit-or-organisation": "urn:oio:proeve:dok:LOSID:42",
    "ref:class": "urn:oio:proeve:klasse:42",
}
BAD_TIMES: Final = {
    "form": "04-03-2024 09:00",
    "zone": "2024-03-04T09:00:00.000",
}
BAD_TEXT: Final = {
    "line": {"oneline": "Før\nefter"},
    "law": {"oneline": "Loven § 1\tStk. 2"},
    "name": {"oneline": "Anna\nPrøve"},
    "facet": {"oneline": "G\n01"},
    "lines": {"formatting": "Før\tefter", "lineend": "Før\nefter"},
    "kle": {"form": "27.35"},
    "cvr": {"form": "1234567"},
    "note": {"form": "ikke base64!", "length": base64.b64encode(b"x" * 102_401).decode()},
    "boolean": {"form": "ja"},
    "integer": {"form": "to"},
    "uuid": {"form": "1234"},
    "date": {"form": "01-03-2024"},
    "datetime": BAD_TIMES,
    "code": {"code": "Noget andet"},
    "code-or-uuid": {"code": "X"},
}
BAD_REFERENCES: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "ref:uuid": {"uuid-only": ("URN", "urn:oio:proeve:noget:42"), "form": ("UUID", "42")},
    "ref:by": {"urn": ("URN", "proeve:42"), "form": ("UUID", "42")},
    "ref:authority": {"urn": ("URN", "urn:oio:cvr-nr:1234"), "form": ("UUID", "42")},
    "ref:staff": {"urn": ("URN", "urn:oio:42"), "form": ("UUID", "42")},
    "ref:unit-or-organisation": {"urn": ("URN", "urn:oio:42"), "form": ("UUID", "42")},
    "ref:class": {"urn": ("URN", "54.17.20"), "form": ("UUID", "42")},
    "ref:party": {
        "urn": ("URN", "urn:oio:cpr-nr:610170999"),
        "urn-only": ("UUID", good.made_up("somebody")),
    },
    "ref:subject": {
        "urn": ("URN", "urn:oio:esr:ejendom:99-1"),
        "urn-only": ("UUID", good.made_up("house")),
    },
    "ref:nothing": {"urn": ("URN", "urn:empty"), "urn-only": ("UUID", good.made_up("nothing"))},
    "role": {"uuid-only": ("URN", "urn:oio:rolle")},
    "type": {"uuid-only": ("URN", "urn:oio:type"), "form": ("UUID", "42")},
}
WRONG_TYPE: Final = "94c2f5bb-649f-4a90-9b17-87fc74204b5a"
"""An archive: a type that no role may point at."""
