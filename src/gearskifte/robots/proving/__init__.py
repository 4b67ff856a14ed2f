# SPDX-License-Identifier: EUPL-1.2
"""The proof that nothing is done twice and nothing is lost: `gearskifte robots kill-test`."""
