# SPDX-License-Identifier: EUPL-1.2
"""Does any sequence of requests show anybody what is not theirs? Counted over very many of them."""
