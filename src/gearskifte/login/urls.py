# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the login."""

from __future__ import annotations

from django.urls import path

from gearskifte.login import views

app_name = "login"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("<slug:who>/", views.begin, name="begin"),
    path("<slug:who>/svar/", views.answer, name="answer"),
    path("<slug:who>/slut/", views.ended, name="ended"),
    path("<slug:who>/metadata.xml", views.metadata, name="metadata"),
]
