# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the citizen's pages and of the case worker's look-up."""

from __future__ import annotations

from django.urls import path

from gearskifte.overview import (
    correction_views,
    download_views,
    look_up_views,
    mandate_views,
    message_views,
    showing_views,
    views,
)

app_name = "overview"
urlpatterns = [
    path("mit-overblik/", views.mine, name="mine"),
    path("mit-overblik.json", views.mine_as_json, name="mine-json"),
    path("mit-overblik/sag/<uuid:case>/", views.case, name="case"),
    path("mit-overblik/sager/<slug:which>/", views.cases, name="cases"),
    path("mit-overblik/penge/", views.money, name="money"),
    path("nyt/", views.news, name="news"),
    path("hvem-har-set/", views.log, name="log"),
    path("hent/", download_views.everything, name="download"),
    path("hent/mit-overblik.json", download_views.as_json, name="download-json"),
    path("hent/mit-overblik.html", download_views.as_document, name="download-document"),
    path("hent/skema.json", download_views.json_schema, name="download-schema"),
    path("noget-er-forkert/", correction_views.corrections, name="corrections"),
    path("noget-er-forkert/skriv/", correction_views.say_wrong, name="say-wrong"),
    path("rettelser/", correction_views.inbox, name="inbox"),
    path("rettelser/<uuid:correction>/", correction_views.answer, name="answer"),
    path("det-borgerne-ser/", showing_views.showing, name="showing"),
    path("det-borgerne-ser/proev/", showing_views.try_out, name="try-showing"),
    path("det-borgerne-ser/brug/", showing_views.usage, name="usage"),
    path("det-borgerne-ser/brug.csv", showing_views.usage_as_csv, name="usage-csv"),
    path("fuldmagter/", mandate_views.mandates, name="mandates"),
    path("fuldmagter/kode/", mandate_views.accept, name="accept-mandate"),
    path("fuldmagter/sag/<uuid:case>/", mandate_views.give, name="give-mandate"),
    path("fuldmagter/<uuid:mandate>/tag-tilbage/", mandate_views.revoke, name="revoke-mandate"),
    path("paa-vegne/<uuid:mandate>/", mandate_views.overview, name="acting"),
    path("paa-vegne/<uuid:mandate>/penge/", mandate_views.money, name="acting-money"),
    path("paa-vegne/<uuid:mandate>/sag/<uuid:case>/", mandate_views.case, name="acting-case"),
    path("beskeder/", message_views.messages, name="messages"),
    path("beskeder/ikke-naaet/", message_views.undelivered, name="undelivered"),
    path(
        "beskeder/ikke-naaet/<uuid:message>/", message_views.undelivered_one, name="undelivered-one"
    ),
    path("opslag/", look_up_views.look_up, name="look-up"),
    path("opslag/<uuid:look_up>/", look_up_views.citizen, name="citizen"),
    path("opslag/<uuid:look_up>/som-borgeren/", look_up_views.choose_day, name="choose-day"),
    path("opslag/<uuid:look_up>/som-borgeren/<str:day>/", look_up_views.as_citizen, name="preview"),
    path(
        "opslag/<uuid:look_up>/som-borgeren/<str:day>/sag/<uuid:case>/",
        look_up_views.case_as_citizen,
        name="preview-case",
    ),
    path("opslag/<uuid:look_up>/sag/<uuid:case>/", look_up_views.case, name="citizen-case"),
]
