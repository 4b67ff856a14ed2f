# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the API below /api/v1/ by which source systems speak with the overview.

They fetch and answer what citizens say is wrong, and tell who has looked and what was delivered.
"""

from __future__ import annotations

from django.urls import path

from gearskifte.overview import source_api, telling_api
from gearskifte.registry.api_public import endpoint

app_name = "source-api"
urlpatterns = [
    path("corrections", endpoint(GET=source_api.fetch), name="corrections"),
    path(
        "corrections/<uuid:correction>/receipt", endpoint(POST=source_api.receive), name="receipt"
    ),
    path("corrections/<uuid:correction>/outcome", endpoint(POST=source_api.answer), name="outcome"),
    path("look-ups", endpoint(POST=telling_api.look_ups), name="look-ups"),
    path("deliveries", endpoint(POST=telling_api.deliveries), name="deliveries"),
]
