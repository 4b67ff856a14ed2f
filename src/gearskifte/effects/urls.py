# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the service, its deadlines, and the promises."""

from __future__ import annotations

from django.urls import path

from gearskifte.effects import meaning_views, promise_views, views

app_name = "effects"
urlpatterns = [
    path("service/", views.service, name="service"),
    path("service/frister/", views.deadlines, name="deadlines"),
    path("service/frister.json", views.deadlines_as_json, name="deadlines-json"),
    path("service/emne/<str:number>/", views.topic, name="topic"),
    path("service/emne/<str:number>.json", views.topic_as_json, name="topic-json"),
    path(
        "service/emne/<str:number>/afgoerelser.csv",
        views.topic_decisions,
        name="topic-decisions",
    ),
    path("service/emne/<str:number>/aktiviteter/", meaning_views.activities, name="activities"),
    path(
        "service/emne/<str:number>/aktiviteter/<uuid:proposal>/",
        meaning_views.proposal,
        name="proposal",
    ),
    path(
        "service/emne/<str:number>/aktiviteter/<int:version>.<str:form>",
        meaning_views.version,
        name="meaning",
    ),
    path("loefter/", promise_views.promises, name="promises"),
    path("loefter/nyt/", promise_views.promise_new, name="promise-new"),
    path("loefter/<uuid:promise>/", promise_views.promise, name="promise"),
    path("loefter/<uuid:promise>/<int:months>.<str:form>", promise_views.snapshot, name="snapshot"),
]
