// SPDX-License-Identifier: EUPL-1.2
// The design system's own behaviour on top of pages that already work without it.
DKFDS.init();
