# SPDX-License-Identifier: EUPL-1.2
"""Collects the Danish texts of every room into its English catalogue (`just messages`).

A room's catalogue is `<room>/locale/en/LC_MESSAGES/django.po`. New texts come in untranslated, and
a test fails until they have an English form. Texts no longer used go out. What stays the same is
written the same, so that a second run changes nothing.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "gearskifte"
CATALOGUE = Path("locale/en/LC_MESSAGES/django.po")
READERS = [("**/templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
OPTIONS = {
    "**/templates/**.html": {
        "extensions": "jinja2.ext.do",
        "newstyle_gettext": "true",
        "silent": "false",
    }
}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **{f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext")},
    "gettext_noop": DEFAULT_KEYWORDS["gettext"],
}
HEADER = """\
# SPDX-License-Identifier: EUPL-1.2
# The English texts of {room}. The original (msgid) is the Danish text.
msgid ""
msgstr ""
"Project-Id-Version: Gearskifte\\n"
"Language: en\\n"
"Language-Team: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def danish_texts(room: Path) -> Catalog:
    """Every text that the sources and pages of a room ask to have translated."""
    texts = Catalog(locale="en", domain="django", project="Gearskifte", charset="utf-8")
    found = extract_from_dir(room, method_map=READERS, options_map=OPTIONS, keywords=KEYWORDS)
    for name, line, text, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
        texts.add(text, locations=[(name, line)], auto_comments=comments, context=context)
    return texts


def translated(message: Message) -> bool:
    """Whether a text has its English form, in singular and plural where it has both."""
    forms = message.string
    return bool(forms) if isinstance(forms, str) else bool(forms and all(forms))


def collect(room: Path) -> None:
    """Brings the room's catalogue up to its sources; keeps the translations it has."""
    texts = danish_texts(room)
    path = room / CATALOGUE
    if not len(texts):
        return
    if path.exists():
        with path.open("rb") as old:
            catalogue = read_po(old, locale="en", domain="django")
        catalogue.update(texts, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
    else:
        catalogue = texts
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as new:
        new.write(HEADER.format(room=room.name).encode())
        write_po(new, catalogue, width=100, omit_header=True, include_lineno=False)
    missing = sum(1 for message in catalogue if message.id and not translated(message))
    print(f"{path.relative_to(PACKAGE)}: {len(catalogue)} texts, {missing} without English")


if __name__ == "__main__":
    for folder in sorted(PACKAGE.iterdir()):
        if (folder / "__init__.py").exists():
            collect(folder)
