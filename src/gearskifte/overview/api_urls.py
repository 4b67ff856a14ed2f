# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the API by which source systems fetch and answer what citizens say is wrong."""

from __future__ import annotations

from django.urls import path

from gearskifte.overview import source_api
from gearskifte.registry.api_public import endpoint

app_name = "source-api"
urlpatterns = [
    path("", endpoint(GET=source_api.fetch), name="corrections"),
    path("/<uuid:correction>/receipt", endpoint(POST=source_api.receive), name="receipt"),
    path("/<uuid:correction>/outcome", endpoint(POST=source_api.answer), name="outcome"),
]
