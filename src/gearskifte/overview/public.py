# SPDX-License-Identifier: EUPL-1.2
"""The door of the overview: what the wiring and the demo may use."""

from __future__ import annotations

from gearskifte.overview.channels import channels
from gearskifte.overview.messaging import count_messages, gather_news, send_messages
from gearskifte.overview.publishing import newest_guide, publish_guide, renew_waits
from gearskifte.overview.queries import Corrections, corrections_of, read_message_queue
from gearskifte.overview.rules.deliveries import read_deliveries_csv
from gearskifte.overview.rules.guide import (
    Guide,
    RegisterEvent,
    SourcePromise,
    SubjectGuide,
    UnitContact,
)
from gearskifte.overview.rules.guide_csv import read_guide
from gearskifte.overview.rules.look_ups import LookUpReport
from gearskifte.overview.rules.look_ups import faults as look_up_faults
from gearskifte.overview.service import take_deliveries, take_look_ups

__all__ = [
    "Corrections",
    "Guide",
    "LookUpReport",
    "RegisterEvent",
    "SourcePromise",
    "SubjectGuide",
    "UnitContact",
    "channels",
    "corrections_of",
    "count_messages",
    "gather_news",
    "look_up_faults",
    "newest_guide",
    "publish_guide",
    "read_deliveries_csv",
    "read_guide",
    "read_message_queue",
    "renew_waits",
    "send_messages",
    "take_deliveries",
    "take_look_ups",
]
