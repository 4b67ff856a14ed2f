# SPDX-License-Identifier: EUPL-1.2
"""Addresses for programs from outside, as the clients of Odense's automation server call them."""

from __future__ import annotations

from django.urls import path

from gearskifte.robots import lending_api as api
from gearskifte.robots.lending_api import route

app_name = "lending"
urlpatterns = [
    path("sessions/<int:session>", route(GET=api.session)),
    path("processes/<int:process>", route(GET=api.process)),
    path("workqueues/<int:queue>", route(GET=api.queue)),
    path("workqueues/by_name/<path:name>", route(GET=api.queue_by_name)),
    path("workqueues/<int:queue>/add", route(POST=api.add)),
    path("workqueues/<int:queue>/items", route(GET=api.items)),
    path("constants/by_name/<path:name>", route(GET=api.constant)),
    path("workqueues/<int:queue>/clear", route(POST=api.clear)),
    path("workqueues/<int:queue>/next_item", route(GET=api.next_item)),
    path("workqueues/<int:queue>/by_reference/<path:reference>", route(GET=api.by_reference)),
    path("workitems/<int:item>", route(GET=api.item, PUT=api.update)),
    path("workitems/<int:item>/status", route(PUT=api.status)),
    path("audit-logs", route(POST=api.log_line)),
    path("credentials/by_name/<path:name>", route(GET=api.credential)),
]
