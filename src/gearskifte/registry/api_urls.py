# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the API. Everything below /api/ is answered here, so that no error is a web page."""

from __future__ import annotations

from django.urls import path, re_path

from gearskifte.registry import api
from gearskifte.registry.endpoint import endpoint

app_name = "api"
urlpatterns = [
    path("v1/messages", endpoint(POST=api.post_message), name="messages"),
    path("v1/messages/batch", endpoint(POST=api.post_batch), name="batch"),
    path("v1/messages/<uuid:delivery>", endpoint(GET=api.get_message), name="message"),
    path("v1/openapi.json", endpoint(GET=api.describe), name="openapi"),
    re_path("", endpoint(), name="nothing"),
]
