# SPDX-License-Identifier: EUPL-1.2
"""What a page is asked besides its fields, as JavaScript; see page.js."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_FUNCTIONS: Final = Path(__file__).with_name("page.js").read_text(encoding="utf-8")
TECHNICAL: Final = f"([name, within]) => {_FUNCTIONS}.technical(name, within)"
PARTS: Final = f"name => {_FUNCTIONS}.parts(name)"
TABLES: Final = f"() => {_FUNCTIONS}.tables()"
SAYS: Final = f"text => {_FUNCTIONS}.says(text)"
TEXT: Final = f"element => {_FUNCTIONS}.text(element)"
VALUE: Final = """element => {
  const tick = element.type === 'checkbox' || element.type === 'radio';
  if (tick) return element.checked ? 'ja' : 'nej';
  if (element.tagName === 'SELECT') {
    return [...element.selectedOptions].map((option) => option.text.trim()).join(', ');
  }
  return element.value !== undefined && element.tagName !== 'BUTTON' ? element.value
    : (element.innerText || '').trim();
}"""
