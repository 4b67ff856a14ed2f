# SPDX-License-Identifier: EUPL-1.2
"""The country's 98 municipalities and five regions by official code and name.

Codes are Danmarks Statistik's three digits (område); the authority code of other systems has a zero
in front. Christiansø (411) is no municipality: it counts in the national total only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

COUNTRY: Final = "000"
CHRISTIANSOE: Final = "411"
REGIONS: Final = MappingProxyType(
    {
        "084": "Region Hovedstaden",
        "085": "Region Sjælland",
        "083": "Region Syddanmark",
        "082": "Region Midtjylland",
        "081": "Region Nordjylland",
    }
)
_LISTED: Final = """
101 København, 147 Frederiksberg, 151 Ballerup, 153 Brøndby, 155 Dragør, 157 Gentofte, 159 Gladsaxe,
161 Glostrup, 163 Herlev, 165 Albertslund, 167 Hvidovre, 169 Høje-Taastrup, 173 Lyngby-Taarbæk,
175 Rødovre, 183 Ishøj, 185 Tårnby, 187 Vallensbæk, 190 Furesø, 201 Allerød, 210 Fredensborg,
217 Helsingør, 219 Hillerød, 223 Hørsholm, 230 Rudersdal, 240 Egedal, 250 Frederikssund, 253 Greve,
259 Køge, 260 Halsnæs, 265 Roskilde, 269 Solrød, 270 Gribskov, 306 Odsherred, 316 Holbæk, 320 Faxe,
326 Kalundborg, 329 Ringsted, 330 Slagelse, 336 Stevns, 340 Sorø, 350 Lejre, 360 Lolland,
370 Næstved, 376 Guldborgsund, 390 Vordingborg, 400 Bornholm, 410 Middelfart, 420 Assens,
430 Faaborg-Midtfyn, 440 Kerteminde, 450 Nyborg, 461 Odense, 479 Svendborg, 480 Nordfyns,
482 Langeland, 492 Ærø, 510 Haderslev, 530 Billund, 540 Sønderborg, 550 Tønder, 561 Esbjerg,
563 Fanø, 573 Varde, 575 Vejen, 580 Aabenraa, 607 Fredericia, 615 Horsens, 621 Kolding, 630 Vejle,
657 Herning, 661 Holstebro, 665 Lemvig, 671 Struer, 706 Syddjurs, 707 Norddjurs, 710 Favrskov,
727 Odder, 730 Randers, 740 Silkeborg, 741 Samsø, 746 Skanderborg, 751 Aarhus, 756 Ikast-Brande,
760 Ringkøbing-Skjern, 766 Hedensted, 773 Morsø, 779 Skive, 787 Thisted, 791 Viborg,
810 Brønderslev, 813 Frederikshavn, 820 Vesthimmerlands, 825 Læsø, 840 Rebild, 846 Mariagerfjord,
849 Jammerbugt, 851 Aalborg, 860 Hjørring
"""
MUNICIPALITIES: Final[Mapping[str, str]] = MappingProxyType(
    dict(re.findall(r"(\d{3}) ([^,\n]+)", _LISTED))
)
"""Code to name, in the order of the codes."""


def own_area(areas: tuple[str, ...], organisation: str) -> int:
    """The position of the area an organisation is ("Hvidovre Kommune"); the first if none is."""
    code = area_code(organisation)
    return areas.index(code) if code in areas else 0


def place_of(areas: tuple[str, ...], name: str) -> int | None:
    """The position of the area with that code or name, Danish or as the table writes it."""
    code = area_code(name)
    wanted = {name.casefold(), *([code] if code else [])}
    return next((at for at, area in enumerate(areas) if area.casefold() in wanted), None)


def area_name(area: str) -> str:
    """A municipality's name from its code; any other area as it is written."""
    return MUNICIPALITIES.get(area, area)


_OTHER_NAMES: Final = {
    "copenhagen": "101",
    "århus": "751",
    "ålborg": "851",
    "åbenrå": "580",
    "høje taastrup": "169",
    "brønderslev-dronninglund": "810",
    "bornholms": "400",
    "ikast brande": "756",
    "christiansø": CHRISTIANSOE,
    "christiansoe": CHRISTIANSOE,
    "hele landet": COUNTRY,
    "all denmark": COUNTRY,
    "danmark": COUNTRY,
    "denmark": COUNTRY,
    "i alt": COUNTRY,
    "total": COUNTRY,
}
_BY_NAME: Final = (
    _OTHER_NAMES
    | {name.casefold(): code for code, name in MUNICIPALITIES.items()}
    | {name.casefold(): code for code, name in REGIONS.items()}
)
_KNOWN: Final = {*MUNICIPALITIES, *REGIONS, COUNTRY, CHRISTIANSOE}


def area_code(written: str) -> str | None:
    """The three-digit code of an area written as code, name or both; None if it is no known area.

    Knows Danish and English names, with and without "Kommune", and a leading zero of the code.
    """
    text = " ".join(written.split())
    if found := re.match(r"0?(\d{3})\b", text):
        code = found[1]
        return code if code in _KNOWN else None
    name = re.sub(r"\s+(?:kommunes?|municipality)$", "", text.casefold())
    return _BY_NAME.get(name) or _BY_NAME.get(name.removesuffix("s"))


def called(written: str) -> str:
    """A municipality's name, however it is written: by code, name or both, with "Kommune" or not.

    One that is not known keeps its name, without "Kommune".
    """
    code = area_code(written)
    return area_name(code) if code else " ".join(written.split()).removesuffix(" Kommune")
