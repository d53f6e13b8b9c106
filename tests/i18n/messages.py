"""Finds every message of the source, and what stands in the catalogues."""

import ast
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "nhipcau"
CATALOGUES = ROOT / "locale"

# Function of django.utils.translation -> places of context, singular and plural.
FUNCTIONS = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}


@dataclass(frozen=True)
class Message:
    """What a catalogue answers to. The plural is the only part that Django does not look up."""

    id: str
    context: str | None = None
    plural: str | None = field(default=None, compare=False)

    def __str__(self):
        return f"[{self.context}] {self.id}" if self.context else self.id


class NotLiteral(Exception):
    """A message that no catalogue can hold: it is put together while the program runs."""


def python_files():
    return sorted(SOURCE.rglob("*.py"))


def templates():
    """Pages and mails alike."""
    return sorted(
        path
        for path in SOURCE.rglob("*")
        if path.suffix in (".html", ".txt") and is_template(path)
    )


def is_template(path):
    return "templates" in path.parts


# --- Python --------------------------------------------------------------------------------------


def translating_names(tree):
    """Local name -> function, for every way these functions are imported or renamed."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                if alias.name in FUNCTIONS:
                    names[alias.asname or alias.name] = alias.name
    return names


def called(node, names):
    """The translating function that this call reaches, by name or as an attribute."""
    if isinstance(node.func, ast.Name):
        return names.get(node.func.id)
    if isinstance(node.func, ast.Attribute) and node.func.attr in FUNCTIONS:
        return node.func.attr
    return None


def messages_of_python(text, where="?"):
    tree = ast.parse(text)
    names = translating_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (function := called(node, names)):
            context, singular, plural = FUNCTIONS[function]
            yield Message(
                literal(node, singular, where),
                None if context is None else literal(node, context, where),
                None if plural is None else literal(node, plural, where),
            )


def literal(call, place, where):
    try:
        value = ast.literal_eval(call.args[place])
    except (ValueError, IndexError):
        raise NotLiteral(f"{where}:{call.lineno}") from None
    if not isinstance(value, str):
        raise NotLiteral(f"{where}:{call.lineno}")
    return value


# --- templates -----------------------------------------------------------------------------------

_STRING = r"(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
_CALL = re.compile(
    rf"(?<![A-Za-z_])(npgettext|pgettext|ngettext|gettext|_)"
    rf"\(\s*u?({_STRING}(?:\s*,\s*u?{_STRING})*)",
    re.DOTALL,
)


def messages_of_template(text, where="?"):
    """By Django's own rewriting of a template, the one that makemessages reads."""
    for call in _CALL.finditer(templatize(text, origin=str(where))):
        function = "gettext" if call[1] == "_" else call[1]
        values = [
            ast.literal_eval(one.replace("\n", "\\n")) for one in re.findall(_STRING, call[2])
        ]
        context, singular, plural = FUNCTIONS[function]
        yield Message(
            values[singular],
            None if context is None else values[context],
            None if plural is None else values[plural],
        )


# --- together ------------------------------------------------------------------------------------


def messages_of_source():
    """Message -> the files that say it."""
    found = defaultdict(list)
    for paths, read in ((python_files(), messages_of_python), (templates(), messages_of_template)):
        for path in paths:
            where = path.relative_to(ROOT)
            for message in read(path.read_text(encoding="utf-8"), where):
                if message.id:
                    found[message].append(str(where))
    return found


@dataclass(frozen=True)
class Entry:
    area: str
    message: Message
    translations: tuple[str, ...]
    is_fuzzy: bool


def entries_of(path):
    with path.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    area = path.relative_to(CATALOGUES).parts[0] if path.is_relative_to(CATALOGUES) else path.stem
    for one in catalogue:
        if one.id:
            forms = one.id if isinstance(one.id, tuple) else (one.id,)
            texts = one.string if isinstance(one.string, (tuple, list)) else (one.string,)
            message = Message(forms[0], one.context, forms[1] if len(forms) > 1 else None)
            yield Entry(area, message, tuple(texts), one.fuzzy)


def entries():
    return [
        entry
        for path in sorted(CATALOGUES.glob("*/vi/LC_MESSAGES/django.po"))
        for entry in entries_of(path)
    ]


# --- placeholders --------------------------------------------------------------------------------

_PLACEHOLDER = re.compile(
    r"%\(\w+\)[#0\- +]?\d*(?:\.\d+)?[a-zA-Z]"
    r"|(?<!%)(?:%%)*%(?![%\s(])[#0+-]?\d*(?:\.\d+)?[sdifr]"
    r"|\{\{[^}]*\}\}"
    r"|\{\w*\}"
)


def placeholders(text):
    return sorted(_PLACEHOLDER.findall(text))
