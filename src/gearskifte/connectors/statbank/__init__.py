# SPDX-License-Identifier: EUPL-1.2
"""Statistics Denmark's StatBank (Statistikbanken), API version 1."""
