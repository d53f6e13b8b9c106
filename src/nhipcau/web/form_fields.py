"""What the component ``field`` needs to know about one question of a form."""

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

_CHOICE_WIDGETS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
_PART_WIDGETS = (forms.SelectDateWidget, forms.MultiWidget)


def describe(bound_field, *, hint=""):
    """Everything the template shows, with the input already rendered and described."""
    widget = bound_field.field.widget
    kind = _kind(bound_field)
    name = bound_field.auto_id or bound_field.html_name
    errors = [] if kind == "hidden" else [str(error) for error in bound_field.errors]
    help_text = hint or bound_field.help_text
    described_by = " ".join(
        part
        for part, present in ((f"{name}-help", help_text), (f"{name}-error", errors))
        if present
    )
    return {
        "kind": kind,
        "field": bound_field,
        "label": bound_field.label,
        "target": bound_field.id_for_label or name,
        "name": name,
        "help": help_text,
        "errors": errors,
        "described_by": described_by,
        "optional": not bound_field.field.required and not widget.is_hidden,
        "control": _control(bound_field, kind, described_by, errors),
        "options": _options(bound_field) if kind == "choices" else [],
    }


def error_links(form):
    """Pairs of "question: message" and the id of its input ("" for the whole form)."""
    links = [(str(error), "") for error in form.non_field_errors()]
    for bound_field in form:
        target = bound_field.id_for_label
        if not target and bound_field.auto_id:
            target = f"{bound_field.auto_id}_0"
        if bound_field.is_hidden:
            target = ""
        links.extend((_named(bound_field, error), target) for error in bound_field.errors)
    return links


def _named(bound_field, error):
    """A message such as "not answered yet" needs its question in front."""
    message, label = str(error), str(bound_field.label)
    if bound_field.is_hidden or message.startswith(label):
        return message
    return f"{Truncator(label).words(8)}: {message}"


def _kind(bound_field):
    widget = bound_field.field.widget
    if bound_field.is_hidden:
        return "hidden"
    if isinstance(widget, _CHOICE_WIDGETS):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, _PART_WIDGETS):
        return "parts"
    return "single"


def _control(bound_field, kind, described_by, errors):
    if kind == "choices":
        return ""
    if kind == "parts":
        return _parts(bound_field, described_by, errors)
    attributes = {}
    if described_by and kind != "hidden":
        attributes["aria-describedby"] = described_by
    return bound_field.as_widget(attrs=attributes)


def _options(bound_field):
    """Radio buttons and ticks, with the heading of their group where there is one."""
    options, group = [], None
    for option in bound_field.subwidgets:
        heading = _group_of(bound_field, option)
        options.append({"option": option, "group": heading if heading != group else None})
        group = heading
    return options


def _group_of(bound_field, option):
    for value, label in bound_field.field.widget.choices:
        if isinstance(label, (list, tuple)) and any(
            str(inner) == str(option.data["value"]) for inner, _label in label
        ):
            return value
    return None


def _parts(bound_field, described_by, errors):
    """Inputs of one value, such as day, month and year, each with a name of its own."""
    field = bound_field.field
    attributes = bound_field.build_widget_attrs({}, field.widget)
    attributes.pop("aria-describedby", None)
    attributes["id"] = bound_field.auto_id
    context = field.widget.get_context(bound_field.html_name, bound_field.value(), attributes)
    renderer = bound_field.form.renderer
    names = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    given = getattr(field.widget, "part_labels", ())
    pieces = []
    for place, part in enumerate(context["widget"]["subwidgets"]):
        label = given[place] if place < len(given) else names.get(part["name"].rsplit("_", 1)[-1])
        if described_by:
            part["attrs"]["aria-describedby"] = described_by
        if errors:
            part["attrs"]["aria-invalid"] = "true"
        control = mark_safe(renderer.render(part["template_name"], {"widget": part}))
        described = {"label": label, "target": part["attrs"].get("id", ""), "control": control}
        pieces.append(render_to_string("components/field_part.html", described))
    return mark_safe("".join(pieces))
