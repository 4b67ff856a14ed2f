# SPDX-License-Identifier: EUPL-1.2
"""Who somebody is, on the word of an identity provider that the municipality trusts."""
