"""The parts that pages are made of. An attribute that a part does not know is an error.

docs/howto/use-the-components.md shows each with an example.
"""

import functools
from datetime import date

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe

from nhipcau.shared import wording
from nhipcau.web import form_fields
from nhipcau.web.state_tones import STATE_TONES

register = template.Library()

TONES = {
    "neutral": "ring",
    "info": "dot",
    "action": "arrow",
    "success": "check",
    "warning": "warning",
    "danger": "cross",
    "blossom": "dot",
}
NOTICE_ICONS = {"info": "info", "success": "check-circle", "warning": "warning", "danger": "stop"}
PANEL_TONES = {"plain", "soft", "accent", "warning", "success", "danger"}
BUTTONS = {"primary", "secondary", "quiet", "danger"}


def _one_of(value, known, what):
    if value not in known:
        raise template.TemplateSyntaxError(f"{what} “{value}” is not one of {sorted(known)}")
    return value


def _render(name, context):
    return mark_safe(render_to_string(f"components/{name}.html", context).strip())


def _trimmed(content):
    return mark_safe(content.strip())


# --- signs ---------------------------------------------------------------------------------------


ICONS = "nhipcau/icons/icons.svg"


@register.simple_tag
def icon(name, *, label="", size=""):
    """A line icon of ``icons.svg``. Without a label it is decoration, hidden from readers."""
    return _icon(
        _sprite(settings.STATIC_URL), str(name), str(label), _one_of(size, {"", "l"}, "size")
    )


@functools.lru_cache(maxsize=4)
def _sprite(static_url):
    """Its name does not change while a process lives; asking for it each time cost a tenth of a
    list. ``static_url``: what it hangs on."""
    return static(ICONS)


@functools.lru_cache(maxsize=512)
def _icon(sprite, name, label, size):
    """Written here, not in a template: a list of fifty rows has two hundred of them."""
    return format_html(
        '<svg class="icon{}" width="20" height="20" fill="none" stroke="currentColor"{}'
        ' focusable="false"><use href="{}#{}"/></svg>',
        f" icon--{size}" if size else "",
        format_html(' role="img" aria-label="{}"', label)
        if label
        else mark_safe(' aria-hidden="true"'),
        sprite,
        name,
    )


@register.inclusion_tag("components/mark.html")
def mark():
    """The bridge span between two posts."""
    return {}


@register.simple_tag
def badge(label, *, tone="neutral", state=""):
    return format_html(
        '<span class="badge tone-{}{}">{}{}</span>',
        _one_of(tone, TONES, "tone"),
        f" badge--{state}" if state else "",
        icon(TONES[tone]),
        label,
    )


@register.simple_tag
def state_badge(record):
    """The state of a record: word, shape and colour; the class names the state."""
    state = record.state.lower()
    tone = STATE_TONES.get(state, "neutral")
    return badge(record.get_state_display(), tone=tone, state=state)


# --- boxes ---------------------------------------------------------------------------------------


@register.simple_block_tag
def panel(content, *, heading="", tone="plain", icon="", id="", level=2):
    """A titled box. ``tone``: plain, soft, accent, warning, success or danger."""
    _one_of(tone, PANEL_TONES, "tone")
    context = {"heading": heading, "tone": tone, "icon": icon, "id": id, "level": level}
    return _render("panel", {**context, "content": content})


@register.simple_block_tag
def notice(content, *, tone="info", heading=""):
    """A message that stands in the page. ``tone``: info, success, warning or danger."""
    icon_name = NOTICE_ICONS[_one_of(tone, NOTICE_ICONS, "tone")]
    context = {"tone": tone, "icon_name": icon_name, "heading": heading, "content": content}
    return _render("notice", context)


@register.inclusion_tag("components/empty_state.html")
def empty_state(*, heading, text="", icon="bridge", action_label="", action_url="", level=2):
    return {
        "heading": heading,
        "text": text,
        "icon": icon,
        "action_label": action_label,
        "action_url": action_url,
        "level": level,
    }


@register.simple_block_tag
def page_head(content, *, title, lead="", kicker=""):
    """The one ``h1`` of a page; the content is its actions or badges, at the end of the row."""
    context = {"title": title, "lead": lead, "kicker": kicker, "content": _trimmed(content)}
    return _render("page_head", context)


@register.simple_block_tag
def disclosure(content, *, summary, open=False):
    return _render("disclosure", {"summary": summary, "open": open, "content": content})


# --- buttons -------------------------------------------------------------------------------------


@register.inclusion_tag("components/button.html")
def button(
    label, *, variant="primary", type="submit", name="", value="", icon="", form="", wide=False
):
    _one_of(variant, BUTTONS, "variant")
    return {
        "label": label,
        "variant": variant,
        "type": type,
        "name": name,
        "value": value,
        "icon": icon,
        "form": form,
        "wide": wide,
    }


@register.inclusion_tag("components/link_button.html")
def link_button(label, url, *, variant="primary", icon="", wide=False, download=False):
    _one_of(variant, BUTTONS, "variant")
    return {
        "label": label,
        "url": url,
        "variant": variant,
        "icon": icon,
        "wide": wide,
        "download": download,
    }


# --- facts ---------------------------------------------------------------------------------------


@register.simple_block_tag
def facts(content, *, tight=False):
    return _render("facts", {"content": content, "tight": tight})


@register.simple_block_tag
def fact(content, *, label):
    return _render("fact", {"label": label, "content": _trimmed(content)})


@register.inclusion_tag("components/stat.html")
def stat(number, label, *, hint="", tone=""):
    """One number and its words; a text such as ``75%`` is shown as it stands."""
    shown = number if isinstance(number, str) else wording.number(number)
    _one_of(tone, {"", "success", "warning", "danger"}, "tone")
    return {"number": shown, "label": label, "hint": hint, "tone": tone}


@register.inclusion_tag("components/line.html")
def line(icon, text, *, detail="", url=""):
    """A short line led by an icon: a place, an audience, a phone."""
    return {"icon": icon, "text": text, "detail": detail, "url": url}


@register.inclusion_tag("components/event_time.html")
def event_time(starts_at, ends_at=None, *, countdown=True, icon=True):
    """``Thứ Bảy 12/12/2026, 8:00–11:30, còn 20 ngày``."""
    today = timezone.localdate()
    on = timezone.localdate(starts_at)
    return {
        "starts_at": timezone.localtime(starts_at),
        "text": wording.when(starts_at, ends_at),
        "left": wording.days_left(on, today=today) if countdown else "",
        "soon": 0 <= (on - today).days <= 7,
        "icon": icon,
    }


@register.inclusion_tag("components/date_tile.html")
def date_tile(value):
    """Day and month as a leaf of a calendar; the full date stands beside it in words."""
    on = value if type(value) is date else timezone.localdate(value)
    return {
        "on": on,
        "weekday": wording.weekday(on, short=True),
        "past": on < timezone.localdate(),
    }


@register.inclusion_tag("components/places_left.html")
def places_left(taken, capacity):
    """How many of the places are free, in words and as a thin bar; nothing without a limit."""
    if not capacity:
        return {"capacity": 0}
    left = max(capacity - taken, 0)
    tone = "full" if left == 0 else "few" if left <= max(capacity // 10, 3) else "open"
    width = min(round(100 * taken / capacity), 100)
    return {"left": left, "capacity": capacity, "tone": tone, "width": width}


# --- forms ---------------------------------------------------------------------------------------


@register.simple_tag
def field(bound_field, *, hint="", size="", optional_word=True):
    """One question: label, help, error, input. ``size``: short or medium, else full width."""
    _one_of(size, {"", "short", "medium"}, "size")
    context = form_fields.describe(bound_field, hint=hint)
    if context["kind"] == "hidden":
        return context["control"]
    return _render("field", {**context, "size": size, "optional_word": optional_word})


@register.inclusion_tag("components/form_errors.html")
def form_errors(form):
    """What to put right, at the top of the form, each line a link to its question."""
    return {"form": form, "errors": form_fields.error_links(form)}


@register.simple_tag
def options(pairs, chosen=""):
    """The options of a select. A form of filters has a hundred and fifty of them, the same for
    everybody: their text is kept."""
    told = tuple((str(value), str(label)) for value, label in pairs)
    chosen = str(chosen)
    return _options(told, chosen if any(value == chosen for value, _label in told) else "")


@functools.lru_cache(maxsize=128)
def _options(pairs, chosen):
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            # A label that is markup would be a fault: all is escaped, wherever it comes from.
            (escape(value), mark_safe(" selected") if value == chosen else "", escape(label))
            for value, label in pairs
        ),
    )


# --- parts of a list -----------------------------------------------------------------------------


@register.simple_block_tag
def data_table(content, *, caption, layout="scroll", caption_hidden=False):
    """``layout``: scroll, or cards (on a phone each row becomes a card; give ``data-label``)."""
    _one_of(layout, {"scroll", "cards"}, "layout")
    return _render(
        "data_table",
        {"caption": caption, "layout": layout, "hidden": caption_hidden, "content": content},
    )


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page, *, parameter="page"):
    query = context["request"].GET.copy()

    def link(number):
        query[parameter] = number
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "previous": link(page.previous_page_number()) if page.has_previous() else "",
        "next": link(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("components/choices_nav.html")
def filter_chips(items, *, label):
    """Links that narrow a list: dicts with url, label, current and perhaps count."""
    return {"items": items, "label": label, "look": "chips"}


@register.inclusion_tag("components/choices_nav.html")
def tabs(items, *, label):
    """Sister pages of one record: dicts with url, label, current and perhaps count."""
    return {"items": items, "label": label, "look": "tabs"}


@register.simple_block_tag
def breadcrumb(content):
    return _render("breadcrumb", {"content": content})


@register.inclusion_tag("components/crumb.html")
def crumb(label, url=""):
    """One step of a breadcrumb; the last one has no address."""
    return {"label": label, "url": url}


# --- course of things ----------------------------------------------------------------------------


@register.simple_block_tag
def timeline(content, *, label=""):
    return _render("timeline", {"content": content, "label": label})


@register.simple_block_tag
def timeline_item(content, *, heading, at=None, by="", tone=""):
    """``tone``: now, success, warning or danger."""
    _one_of(tone, {"", "now", "success", "warning", "danger"}, "tone")
    context = {"heading": heading, "at": at, "by": by, "tone": tone, "content": _trimmed(content)}
    return _render("timeline_item", context)


@register.inclusion_tag("components/progress_steps.html")
def progress_steps(steps, *, current):
    """``steps``: the names in order; ``current``: which one, counted from 1."""
    return {"steps": steps, "current": current, "total": len(steps), "name": steps[current - 1]}


# --- pictures of figures -------------------------------------------------------------------------


@register.simple_block_tag
def picture(content, *, finding, drawing, source="", open=False):
    """A drawing whose caption says the finding; the content is its table, one tap away."""
    context = {"finding": finding, "drawing": drawing, "source": source, "open": open}
    return _render("picture", {**context, "content": content})
