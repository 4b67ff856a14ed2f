# SPDX-License-Identifier: EUPL-1.2
"""SAML 2.0 as OIOSAML 3.0 has it: signed requests, signed and enciphered assertions, log-out."""
