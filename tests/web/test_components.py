"""Each part renders, refuses what it does not know, and keeps what a reader needs."""

import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from babel.messages import pofile
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from tests.web import sample_parts

ROOT = Path(__file__).parents[2]
WEB = ROOT / "src" / "nhipcau" / "web"
CSS = WEB / "static" / "nhipcau" / "css"


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def render(source, **values):
    return Template("{% load components formats %}" + source).render(Context(values))


def test_an_unknown_attribute_is_an_error():
    with pytest.raises(TemplateSyntaxError):
        render("{% panel heading='a' colour='red' %}{% endpanel %}")
    with pytest.raises(TemplateSyntaxError):
        render("{% badge 'a' tone='purple' %}")
    with pytest.raises(TemplateSyntaxError):
        render("{% button 'a' variant='huge' %}")


def test_content_of_a_part_is_escaped_once():
    shown = render("{% panel heading=words %}{{ words }}{% endpanel %}", words="<i>&")

    assert shown.count("&lt;i&gt;&amp;") == 2
    assert "&amp;lt;" not in shown


def test_a_page_head_keeps_the_buttons_in_it():
    shown = render("{% page_head title='Events' %}{% link_button 'Add' '/x' %}{% endpage_head %}")

    assert '<a class="button" href="/x">' in shown


def test_a_state_badge_says_the_word_and_names_the_state():
    shown = render("{% state_badge record %}", record=sample_parts.Record("held", "Held"))

    assert "badge--held" in shown
    assert "Held" in shown
    assert "<svg" in shown


def test_a_missing_limit_shows_no_places_and_a_full_session_says_so():
    assert render("{% places_left 3 None %}").strip() == ""
    assert "No places left" in render("{% places_left 40 40 %}")
    assert "4 of 40 places left" in render("{% places_left 36 40 %}")
    assert "No places left" in render("{% places_left 41 40 %}")


def test_pagination_keeps_the_other_parameters():
    request = RequestFactory().get("/?kind=fair&page=2")
    page = Paginator(range(50), 10).page(2)

    shown = render("{% pagination page %}", page=page, request=request)

    assert 'href="?kind=fair&amp;page=1"' in shown
    assert 'href="?kind=fair&amp;page=3"' in shown


def test_no_pagination_for_a_single_page():
    page = Paginator(range(3), 10).page(1)

    assert render("{% pagination page %}", page=page, request=RequestFactory().get("/")) == "\n"


# --- forms ---------------------------------------------------------------------------------------


@pytest.fixture
def wrong():
    form = sample_parts.Question({"phone": "09x", "born_on_day": "31", "key": "k-1"})
    form.add_error("phone", "Ten digits, please.")
    form.add_error(None, "The session is full.")
    return form


class Elements(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def ids(self):
        return [attrs["id"] for _tag, attrs in self.found if attrs.get("id")]

    def inputs(self):
        return [attrs for tag, attrs in self.found if tag in {"input", "select", "textarea"}]


def whole_form(form):
    return render("{% form_errors form %}{% for q in form %}{% field q %}{% endfor %}", form=form)


def test_a_wrong_field_keeps_its_value_and_points_to_its_message(wrong):
    page = Elements(render("{% field form.phone %}", form=wrong))
    (field,) = page.inputs()

    assert field["value"] == "09x"
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"] == "id_phone-error"
    assert "id_phone-error" in page.ids()


def test_help_and_message_are_both_described(wrong):
    (field,) = Elements(render("{% field form.full_name %}", form=wrong)).inputs()

    assert field["aria-describedby"] == "id_full_name-help id_full_name-error"


def test_the_summary_names_each_question_and_links_to_an_input_that_exists(wrong):
    page = Elements(whole_form(wrong))
    targets = [
        attrs["href"].removeprefix("#")
        for tag, attrs in page.found
        if tag == "a" and "href" in attrs
    ]

    assert targets
    assert set(targets) <= set(page.ids())
    assert "The session is full." in whole_form(wrong)
    assert "Số điện thoại: Ten digits, please." in whole_form(wrong)


def test_no_id_stands_twice_and_every_description_exists(wrong):
    page = Elements(whole_form(wrong))
    ids = page.ids()
    described = {
        part
        for _tag, attrs in page.found
        for part in (attrs.get("aria-describedby") or "").split()
    }

    assert len(ids) == len(set(ids))
    assert described <= set(ids)


def test_every_input_has_a_label_and_groups_have_a_legend(wrong):
    page = Elements(whole_form(wrong))
    labels = {attrs.get("for") for tag, attrs in page.found if tag == "label"}
    shown = [field for field in page.inputs() if field.get("type") != "hidden"]

    assert {field["id"] for field in shown} <= labels
    assert [tag for tag, _attrs in page.found].count("legend") == 3


def test_an_optional_field_says_so_and_a_required_one_does_not():
    form = sample_parts.Question()

    assert "optional" in render("{% field form.note %}", form=form)
    assert "optional" not in render("{% field form.full_name %}", form=form)


def test_a_hidden_field_is_only_its_input():
    shown = render("{% field form.key %}", form=sample_parts.Question())

    assert shown == '<input type="hidden" name="key" value="k-1" id="id_key">'


def test_parts_of_a_value_are_named():
    class TwoParts(forms.Form):
        span = forms.MultiValueField(
            fields=[forms.CharField(), forms.CharField()],
            widget=forms.SplitDateTimeWidget(),
        )

    form = TwoParts()
    form.fields["span"].widget.part_labels = ("From", "To")
    shown = render("{% field form.span %}", form=form)

    assert '<label for="id_span_0">From</label>' in shown
    assert '<label for="id_span_1">To</label>' in shown
    for word in ("Day", "Month", "Year"):
        assert f">{word}</label>" in render(
            "{% field form.born_on %}", form=sample_parts.Question()
        )


# --- what holds for all of them ------------------------------------------------------------------


def test_no_template_or_component_carries_inline_style_or_script():
    for path in (WEB / "templates").rglob("*.html"):
        source = path.read_text()
        assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']", source), path
        # What search engines read is data: no browser runs it.
        assert not re.search(r"<script(?![^>]*(\bsrc=|application/ld\+json))", source), path


def test_every_icon_in_use_is_in_the_sprite():
    sprite = ElementTree.parse(WEB / "static" / "nhipcau" / "icons" / "icons.svg")
    known = {symbol.get("id") for symbol in sprite.getroot()}
    used = set()
    for path in (WEB / "templates").rglob("*.html"):
        used |= set(re.findall(r"{% icon [\"']([a-z-]+)", path.read_text()))
        used |= set(re.findall(r"\bicon=[\"']([a-z-]+)", path.read_text()))
        used |= set(re.findall(r"{% line [\"']([a-z-]+)", path.read_text()))

    assert used <= known


def own_messages():
    words = set()
    folders = [WEB / "templates" / "components", WEB / "templates" / "layouts"]
    for path in [
        *(p for f in folders for p in f.glob("*.html")),
        *(WEB / "templates").glob("*.html"),
    ]:
        source = path.read_text()
        words |= set(re.findall(r'{% translate "([^"]+)"', source))
        for body in re.findall(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate", source, re.S):
            first = body.split("{% plural")[0].strip()
            words.add(re.sub(r"{{ (\w+) }}", r"%(\1)s", first))
    for path in [*(WEB / "charts").glob("*.py"), WEB / "form_fields.py"]:
        words |= set(re.findall(r'\b_\("([^"]+)"\)', path.read_text()))
    return words


def test_every_word_of_the_design_is_translated():
    paths = ROOT.glob("locale/*/vi/*/*.po")
    catalogues = [pofile.read_po(BytesIO(path.read_bytes())) for path in paths]
    translated = {
        message.id if isinstance(message.id, str) else message.id[0]
        for catalogue in catalogues
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    }

    assert own_messages() <= translated


def tokens():
    """Colours of both schemes; the dark ones stand on the light ones."""
    source = (CSS / "tokens.css").read_text()
    light, dark = {}, {}
    scheme = light
    for line in source.splitlines():
        if "prefers-color-scheme: dark" in line:
            scheme = dark
        elif line == "}":
            scheme = light
        scheme.update(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})", line))
    return {"light": light, "dark": {**light, **dark}}


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


GROUNDS = ("paper", "surface", "sunken")
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "action", "blossom-ink") for ground in GROUNDS),
    *((tone, f"{tone}-soft") for tone in ("leaf", "amber", "red", "sky", "action")),
    *(("ink", f"{tone}-soft") for tone in ("leaf", "amber", "red", "sky", "action", "blossom")),
    *(("red", ground) for ground in GROUNDS),
    *(("leaf", ground) for ground in GROUNDS),
    *(("amber", ground) for ground in GROUNDS),
    ("blossom-ink", "blossom-soft"),
    ("action-strong", "action-soft"),
    ("on-action", "action"),
    ("on-action", "action-strong"),
    ("ink", "level-1"),
    ("ink", "level-2"),
    ("on-level", "level-3"),
    ("on-level", "level-4"),
]
CONTROLS = [("line-strong", "surface"), ("line-strong", "paper"), ("focus", "paper")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_can_be_read(scheme):
    colours = tokens()[scheme]
    weak = [
        (ink, ground, round(contrast(colours[ink], colours[ground]), 2))
        for pairs, least in ((TEXT, 4.5), (CONTROLS, 3))
        for ink, ground in pairs
        if contrast(colours[ink], colours[ground]) < least
    ]

    assert not weak


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "405", "429", "500"])
def test_an_error_page_needs_nothing_to_be_shown(code):
    page = render_to_string(f"{code}.html")

    assert page.count("<h1>") == 1
    assert 'href="/' in page
