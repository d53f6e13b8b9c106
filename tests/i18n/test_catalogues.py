"""No word of the product is untranslated, no translation loses a value, nothing stands unused."""

import ast
import importlib
import inspect
import unicodedata
from collections import defaultdict
from pathlib import Path

import allauth
import django
import pytest
from django.apps import apps
from django.db.models import Choices
from django.utils import translation
from django.utils.functional import Promise

from tests.i18n import messages, visible
from tests.i18n.messages import Message

# Written without the translation machinery, which may be what failed; it speaks both languages.
BILINGUAL_PAGES = {"500.html"}
# Names of peoples are the same in both languages.
NAMED_CHOICES = {"Ethnicity", "SpokenLanguage"}
# Vietnamese words that have no English one, and places in examples.
LOCAL_WORDS = ("Lạng Sơn", "Đông Kinh", "đồng", "Nùng", "Tày", "Mông")
# What only the operator of an installation reads, in English, on a terminal.
OPERATOR = messages.SOURCE / "ops"


@pytest.fixture(scope="module")
def said():
    return messages.messages_of_source()


@pytest.fixture(scope="module")
def entries():
    return messages.entries()


def untranslated(said, entries):
    done = {one.message for one in entries if all(one.translations) and not one.is_fuzzy}
    return sorted(
        f"{where[0]}: {message}" for message, where in said.items() if message not in done
    )


# --- every message has a translation -------------------------------------------------------------


def test_every_message_is_translated(said, entries):
    assert untranslated(said, entries) == []


def test_an_untranslated_message_is_caught(tmp_path):
    """The negative control: each way of saying something, none of it in a catalogue."""
    python = """
from django.utils.translation import gettext as _, npgettext as many, pgettext_lazy
import django.utils.translation as t
_("one" " and two"); pgettext_lazy("place", "three")
many("c", "four", "fours", 4); t.gettext("five")
"""
    template = """{% load i18n %}{% translate "six" %}{% trans "seven" context "place" %}
{% blocktranslate count n=n trimmed %}
  eight {{ n }}
{% plural %}eights {{ n }}{% endblocktranslate %}
{% panel heading=_("nine") %}{{ x|default:_("ten") }}"""
    said = [*messages.messages_of_python(python), *messages.messages_of_template(template)]
    path = tmp_path / "some.po"
    path.write_text('msgid ""\nmsgstr "Language: vi"\n\nmsgid "six"\nmsgstr "sáu"\n', "utf-8")
    missing = untranslated({one: ["?"] for one in said}, list(messages.entries_of(path)))
    assert missing == sorted(
        f"?: {text}"
        for text in (
            *("one and two", "[place] three", "[c] four", "five", "[place] seven"),
            *("eight %(n)s", "nine", "ten"),
        )
    )


def test_a_message_put_together_while_running_is_caught():
    text = "from django.utils.translation import gettext as _\n_(f'hello {name}')"
    with pytest.raises(messages.NotLiteral):
        list(messages.messages_of_python(text))


def test_django_finds_each_translation(said, entries):
    """The catalogues are compiled and loaded, and none hides the words of another."""
    wanted = {one.message: one.translations[0] for one in entries}
    with translation.override("vi"):
        found = {one: _look_up(one) for one in said if one in wanted}
    assert {one: text for one, text in found.items() if text != wanted[one]} == {}


def _look_up(message):
    if message.plural and message.context:
        return translation.npgettext(message.context, message.id, message.plural, 2)
    if message.plural:
        return translation.ngettext(message.id, message.plural, 2)
    if message.context:
        return translation.pgettext(message.context, message.id)
    return translation.gettext(message.id)


# --- the catalogues are sound --------------------------------------------------------------------


def test_no_entry_is_fuzzy_or_empty(entries):
    assert [str(one.message) for one in entries if one.is_fuzzy or not all(one.translations)] == []


def test_values_are_kept(entries):
    """``%(name)s``, ``{name}``, ``%s`` and ``{{ name }}`` are the same on both sides."""
    lost = [str(one.message) for one in entries if loses_values(one)]
    assert lost == []


def loses_values(entry):
    ours = messages.placeholders(entry.message.plural or entry.message.id)
    return any(messages.placeholders(text) != ours for text in entry.translations)


@pytest.mark.parametrize(
    ("text", "translated"),
    [
        ("%(count)d places", "%(cout)d chỗ"),
        ("%(count)d places", "chỗ"),
        ("Hello {name}", "Chào {ten}"),
        ("at most %d", "nhiều nhất"),
        ("%(count)s", "%(count)d"),
    ],
)
def test_a_lost_value_is_caught(text, translated):
    assert loses_values(messages.Entry("x", Message(text), (translated,), is_fuzzy=False))


def test_a_percent_sign_is_no_value():
    entry = messages.Entry("x", Message("100% of %(all)s"), ("100% của %(all)s",), is_fuzzy=False)
    assert not loses_values(entry)


def test_one_message_has_one_translation(entries):
    """Two meanings of one English word need a context, or pages of two areas disagree."""
    translations = defaultdict(set)
    for one in entries:
        translations[one.message].add(one.translations)
    assert {str(one): texts for one, texts in translations.items() if len(texts) > 1} == {}


def test_texts_are_composed(entries):
    """NFC: a letter with its marks is one sign, as search and fonts expect."""
    assert [
        str(one.message)
        for one in entries
        if not all(unicodedata.is_normalized("NFC", text) for text in one.translations)
    ] == []


def test_translations_keep_the_frame_of_their_message(entries):
    """A sentence stays a sentence: the same end, no space at either side."""
    ends = {
        str(one.message): text
        for one in entries
        for text in one.translations
        if text != text.strip() or one.message.id.endswith("?") != text.rstrip("”").endswith("?")
    }
    assert ends == {}


def test_no_entry_is_left_over(said, entries):
    """What no page says any more goes; words of a library may be said in our own way."""
    spare = {one.message: one.area for one in entries if one.message not in said}
    known = {message.id for message in _messages_of_libraries()} if spare else set()
    assert {str(one): area for one, area in spare.items() if one.id not in known} == {}


def _messages_of_libraries():
    for library in (django, allauth):
        for path in Path(library.__file__).parent.glob("**/locale/en/**/django.po"):
            for entry in messages.entries_of(path):
                yield entry.message


# --- nothing is said past the catalogues ---------------------------------------------------------


def test_templates_have_no_bare_words():
    bare = {
        str(path.relative_to(messages.SOURCE)): found
        for path in messages.templates()
        if path.name not in BILINGUAL_PAGES
        and (found := visible.bare_words_of_template(path.read_text(encoding="utf-8")))
    }
    assert bare == {}


@pytest.mark.parametrize(
    "text",
    [
        "<p>Hello</p>",
        '<p{% if x %} class="y"{% endif %}>{{ name }} came</p>',
        '<img alt="A bridge">',
        '<a aria-label="Close {{ name }}" href="/">×</a>',
        '<input type="submit" value="Send">',
        '{% panel heading="Next step" %}{% endpanel %}',
        '{% link_button "See all" "/x/" %}',
        '{% stat count "people" %}',
        '{{ name|default:"nobody" }}',
        '{{ is_open|yesno:"open,closed" }}',
        "{% blocktranslate %}Hello{% endblocktranslate %} you",
    ],
)
def test_bare_words_are_caught(text):
    assert visible.bare_words_of_template(text)


@pytest.mark.parametrize(
    "text",
    [
        '<p>{% translate "Hello" %} · {{ name }} – 12/2026 Nhịp Cầu</p>',
        "{% blocktranslate trimmed %}Hello {{ name }}{% endblocktranslate %}",
        '{% panel heading=_("Next step") tone="warning" icon="calendar" %}{% endpanel %}',
        '{% link_button _("See all") "/see/" variant="quiet" %}',
        "<script>const word = 'hello'</script>{# a comment #}{% comment %}more{% endcomment %}",
        '{% if kind == "open" %}{{ at|date:"d/m/Y" }}{% endif %}',
    ],
)
def test_translated_words_are_not_taken_for_bare(text):
    assert visible.bare_words_of_template(text) == []


def test_errors_messages_and_labels_go_through_gettext():
    speaking = _names_of_errors()
    bare = {
        str(path.relative_to(messages.SOURCE)): found
        for path in messages.python_files()
        if not path.is_relative_to(OPERATOR)
        and (found := list(visible.bare_words_of_python(path.read_text("utf-8"), speaking)))
    }
    assert bare == {}


def _names_of_errors():
    """DomainError and all that come from it, by the names under which they are raised."""
    names = {"DomainError", "ValidationError", "NotAllowed"}
    for path in messages.SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and {ast.unparse(one) for one in node.bases} & names:
                names.add(node.name)
    return names


@pytest.mark.parametrize(
    "text",
    [
        'raise NotAllowed("You may not.")',
        'raise NotAllowed(f"{name} may not")',
        'require(False, "You may not.")',
        'raise NotAllowed("%s may not." % name)',
        'messages.success(request, "It is done.")',
        'Field(label="Full name")',
    ],
)
def test_a_bare_message_is_caught(text):
    assert list(visible.bare_words_of_python(text, {"NotAllowed"}))


def test_choices_are_translated():
    bare = [
        f"{choices.__name__}.{one.name}"
        for choices in _choices()
        if choices.__name__ not in NAMED_CHOICES
        for one in choices
        if not isinstance(one._label_, Promise)
    ]
    assert bare == []


def _choices():
    for app in apps.get_app_configs():
        if app.name.startswith("nhipcau."):
            for part in ("models", "states"):
                if (Path(app.path) / f"{part}.py").exists():
                    module = importlib.import_module(f"{app.name}.{part}")
                    for _name, one in inspect.getmembers(module, inspect.isclass):
                        if issubclass(one, Choices) and one.__module__ == module.__name__:
                            yield one


# --- the source language is English --------------------------------------------------------------


def test_messages_are_english(said):
    """Vietnamese letters in a message are names; else an English page would show Vietnamese."""
    assert [str(one) for one in said if visible.vietnamese_in(one.id, LOCAL_WORDS)] == []
