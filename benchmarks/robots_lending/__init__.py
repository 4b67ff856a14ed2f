# SPDX-License-Identifier: EUPL-1.2
"""What is lost when programs written for other orchestrators are killed in the middle."""
