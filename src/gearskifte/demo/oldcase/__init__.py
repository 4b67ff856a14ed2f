# SPDX-License-Identifier: EUPL-1.2
"""Gammel Sag: a case system as municipalities had them in 2004, for robots to work in.

A process of its own, with sessions, tables for layout, labels that are tied to nothing, saves that
take their time, no API, and one field that moves while the robots are at work.
"""
