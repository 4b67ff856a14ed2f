# SPDX-License-Identifier: EUPL-1.2
"""What a page is asked besides its fields, as JavaScript; see page.js."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_FUNCTIONS: Final = Path(__file__).with_name("page.js").read_text(encoding="utf-8")
_TO_THE_END: Final = (
    "if (element.scrollHeight > element.clientHeight) element.scrollTop = element.scrollHeight;"
)
"""What is read is read to its end; some pages let nobody on before that."""
TECHNICAL: Final = f"([name, within]) => {_FUNCTIONS}.technical(name, within)"
PARTS: Final = f"name => {_FUNCTIONS}.parts(name)"
TABLES: Final = f"() => {_FUNCTIONS}.tables()"
SAYS: Final = f"text => {_FUNCTIONS}.says(text)"
TEXT: Final = f"""element => {{ {_TO_THE_END}
  const page = {_FUNCTIONS};
  return page.text(element);
}}"""
VALUE: Final = f"""element => {{ {_TO_THE_END}
  const tick = element.type === 'checkbox' || element.type === 'radio';
  if (tick) return element.checked ? 'ja' : 'nej';
  if (element.tagName === 'SELECT') {{
    return [...element.selectedOptions].map((option) => option.text.trim()).join(', ');
  }}
  return element.value !== undefined && element.tagName !== 'BUTTON' ? element.value
    : (element.innerText || '').trim();
}}"""
