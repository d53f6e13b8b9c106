"""One step of a wish: from a sent form to its use case. Shared by the public and the workspace."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nhipcau.seekers import use_cases
from nhipcau.seekers.queries import FIELDS, STEPS, told_steps
from nhipcau.shared.wording import money
from nhipcau.web.wish_forms import FORMS
from nhipcau.web.wish_forms import STEPS as NAMES


@dataclass(frozen=True)
class Step:
    """One line of the overview. ``facts``: pairs of question and answer told so far."""

    code: str
    name: str
    is_told: bool
    facts: list[tuple[str, str]]


def take(step, form):
    """The use case of a step and what it is told, ready for ``send``."""
    if step == "first":
        return use_cases.tell_wish, {"told": form.told(), **form.agreement()}
    if step == "needs":
        return use_cases.tell_needs, {"told": form.told(), **form.agreement()}
    return use_cases.tell_more, {"step": step, "told": form.told(), "rows": form.rows()}


def next_step(step):
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else ""


def overview(wish, *, shows_needs):
    """All steps with what is told; what is sensitive only to those who may read it here."""
    told = told_steps(wish)
    return [
        Step(
            code,
            str(NAMES[code]),
            code in told,
            _facts(wish, code) if wish and (code != "needs" or shows_needs) else [],
        )
        for code in STEPS
    ]


def _facts(wish, code):
    record = getattr(wish, "needs", None) if code == "needs" else wish
    if record is None:
        return []
    questions = FORMS[code].base_fields
    facts = [
        (str(questions[name].label).rstrip("?"), said(record, name))
        for name in FIELDS[code]
        if name in questions and getattr(record, name) not in ("", None, [])
    ]
    if code == "skills":
        facts += [
            (one.language, " · ".join(filter(None, (one.certificate, one.get_level_display()))))
            for one in wish.languages.all()
        ]
    if code == "experience":
        facts += [
            (one.employer, " · ".join(filter(None, (one.position, one.duration))))
            for one in wish.experiences.all()
        ]
    return facts


def said(record, name):
    """One answer in words."""
    value, field = getattr(record, name), record._meta.get_field(name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        known = dict(field.base_field.flatchoices)
        return ", ".join(str(known.get(one, one)) for one in value)
    if name == "wage_from":
        return money(value)
    return str(dict(field.flatchoices).get(value, value))
