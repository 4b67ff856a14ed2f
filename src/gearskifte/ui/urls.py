# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the static files and the language switch; the application includes them at ""."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from gearskifte.ui.assets import serve_asset

app_name = "ui"
urlpatterns = [
    path("static/<slug:version>/<path:path>", serve_asset, name="asset"),
    path("sprog/", set_language, name="language"),
]
