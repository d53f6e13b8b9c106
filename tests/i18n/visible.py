"""Finds words that a person would see and no catalogue can translate."""

import ast
import re
from html.parser import HTMLParser

from django.template.base import Lexer, TokenType

from tests.i18n.messages import translating_names

# Names stay as they are in every language.
PROPER_NAMES = ("Nhịp Cầu", "Tiếng Việt", "English", "OpenStreetMap")

SEEN_ATTRIBUTES = {"alt", "aria-label", "aria-description", "data-label", "placeholder", "title"}
UNSEEN_ELEMENTS = {"script", "style"}
VOID_ELEMENTS = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
SEEN_INPUTS = {"submit", "button", "reset"}

# Arguments of our components that end up on the page; positional ones by their place.
SEEN_ARGUMENTS = {
    *("action_label", "by", "caption", "detail", "finding", "heading", "hint", "kicker"),
    *("label", "lead", "source", "summary", "text", "title"),
}
SEEN_PLACES = {"badge": 0, "button": 0, "link_button": 0, "crumb": 0, "stat": 1, "line": 1}
SPEAKING_FILTERS = {"default", "default_if_none", "yesno", "pluralize", "add", "join"}

_LITERAL = r"(?:\"[^\"]*\"|'[^']*')"
_ARGUMENT = re.compile(rf"(?:(\w+)=)?(_\({_LITERAL}\)|{_LITERAL}|[^\s\"']+(?:{_LITERAL})?)\S*")
_FILTER = re.compile(rf"\|\s*(\w+):({_LITERAL})")


VIETNAMESE = frozenset("ăâđêôơưàáãèéìíĩòóõùúũý").union(map(chr, range(0x1EA0, 0x1EFA)))


def vietnamese_in(text, known=()):
    """Whether Vietnamese letters are left once names and ``known`` words are taken out."""
    for word in sorted((*PROPER_NAMES, *known), key=len, reverse=True):
        text = text.replace(word, "")
    return not VIETNAMESE.isdisjoint(text.lower())


def has_words(text):
    for name in PROPER_NAMES:
        text = text.replace(name, "")
    return any(sign.isalpha() for sign in text)


# --- templates -----------------------------------------------------------------------------------


class Page(HTMLParser):
    """Reads what is left of a template once its tags and variables are taken out."""

    def __init__(self, *, speaks=""):
        """``speaks``: the language of a whole page; what says it is in another is left out."""
        super().__init__(convert_charrefs=True)
        self.hidden = 0
        self.speaks = speaks
        self.inside_other = []
        self.seen = []

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in UNSEEN_ELEMENTS
        given = dict(attrs)
        other = self.speaks and given.get("lang", self.speaks) != self.speaks
        if tag not in VOID_ELEMENTS and (other or self.inside_other):
            self.inside_other.append(tag)
        for name, value in attrs:
            is_seen = name in SEEN_ATTRIBUTES or (
                name == "value" and tag == "input" and given.get("type") in SEEN_INPUTS
            )
            if is_seen and not self.inside_other and has_words(value or ""):
                self.seen.append(f'{name}="{value}"')
        if tag == "meta" and given.get("name") == "description" and has_words(given["content"]):
            self.seen.append(f'description="{given["content"]}"')

    def handle_endtag(self, tag):
        self.hidden -= tag in UNSEEN_ELEMENTS
        if self.inside_other and tag in self.inside_other:
            while self.inside_other.pop() != tag:
                pass

    def handle_data(self, data):
        if not self.hidden and not self.inside_other and has_words(data):
            self.seen.append(data.strip())


def bare_words_of_template(text):
    """Text between tags, attributes that are read out, and literals given to components."""
    page, found, skipping = [], [], None
    for token in Lexer(text).tokenize():
        if token.token_type == TokenType.BLOCK:
            word = token.contents.split(maxsplit=1)[0] if token.contents else ""
            if skipping:
                skipping = None if word == skipping else skipping
            elif word in ("blocktranslate", "blocktrans", "comment"):
                skipping = f"end{word}"
            elif word not in ("translate", "trans"):
                found += _spoken_literals(word, token.contents)
        elif skipping:
            continue
        elif token.token_type == TokenType.TEXT:
            page.append(token.contents)
        elif token.token_type == TokenType.VAR:
            found += _literals_of_filters(token.contents)
    parser = Page()
    parser.feed("".join(page))
    parser.close()
    return found + parser.seen


def _spoken_literals(tag, contents):
    """``{% panel heading="Words" %}`` instead of ``heading=_("Words")``."""
    if tag in ("if", "elif"):
        return []
    place = -1
    for name, value in _ARGUMENT.findall(contents.partition(" ")[2]):
        place += not name
        is_seen = name in SEEN_ARGUMENTS or (not name and SEEN_PLACES.get(tag) == place)
        if is_seen and value[0] in "\"'" and has_words(value):
            yield f"{tag}: {value}"
    yield from _literals_of_filters(contents)


def _literals_of_filters(contents):
    if contents.startswith("LANGUAGE_CODE"):
        return
    for name, value in _FILTER.findall(contents):
        if name in SPEAKING_FILTERS and has_words(value):
            yield f"|{name}:{value}"


# --- Python --------------------------------------------------------------------------------------

SPEAKING_KEYWORDS = {
    *("label", "help_text_shown", "heading", "title", "lead", "message", "empty_label"),
    *("action_label", "caption", "kicker", "hint", "summary", "detail"),
}


def bare_words_of_python(text, speaking=frozenset()):
    """Literal words given to an error, to ``require``, to a message or to a form field."""
    tree = ast.parse(text)
    names = translating_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for value in _spoken_values(node, speaking):
                if _is_bare(value, names):
                    yield f"line {value.lineno}: {ast.unparse(value)}"


def _spoken_values(call, speaking):
    function = call.func
    name = getattr(function, "attr", None) or getattr(function, "id", "")
    values = []
    if name in speaking and call.args:
        values.append(call.args[0])
    elif name == "require" and len(call.args) > 1:
        values.append(call.args[1])
    elif name in ("success", "info", "warning", "error", "add_message", "add_error"):
        root = getattr(function, "value", None)
        if getattr(root, "id", "") == "messages" or name in ("add_message", "add_error"):
            values += call.args[1:]
    values += [one.value for one in call.keywords if one.arg in SPEAKING_KEYWORDS]
    return values


def _is_bare(value, names):
    """A literal, also when it is formatted, joined to something or chosen by a condition."""
    if isinstance(value, ast.Constant):
        return isinstance(value.value, str) and " " in value.value and has_words(value.value)
    if isinstance(value, ast.JoinedStr):
        return any(isinstance(one, ast.Constant) and has_words(one.value) for one in value.values)
    if isinstance(value, ast.BinOp):
        return _is_bare(value.left, names)
    if isinstance(value, ast.IfExp):
        return _is_bare(value.body, names) or _is_bare(value.orelse, names)
    return False
