"""The answer sheet on paper, one page each, in the language of the one who prints it."""

from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nhipcau.shared.typesetting import typeset
from nhipcau.web.interest_forms import CHOICES

_SHEET = Path(__file__).with_name("interest_paper.typ")


def blank_pdf(items):
    """One sheet without a number."""
    return _pdf(items, [{"number": "", "code": ""}], class_name="")


def numbered_pdf(items, papers, *, class_name, address):
    """A page for each numbered sheet; the strip at its foot goes home with the pupil."""
    told = [{"number": str(one.number), "code": in_groups(one.code)} for one in papers]
    return _pdf(items, told, class_name=class_name, address=address)


def in_groups(code):
    """ABCD-EFGH-JKLM: easier to copy by hand."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def _pdf(items, papers, *, class_name, address=""):
    told = {
        "language": get_language() or "vi",
        "title": _("What do you like to do?"),
        "lead": _(
            "For each activity, mark how much you would like to do it, not how well you can. There"
            " is no right or wrong. No name is written on this sheet."
        ),
        "choices": [f"{value} {label}" for value, label in CHOICES],
        "items": [str(item) for item in items],
        "class": _("Class: %(name)s") % {"name": class_name} if class_name else "",
        "number": _("Sheet"),
        "strip": _(
            "For you, cut off and take home: your result is at %(address)s, with this code. It is"
            " yours alone; your teacher does not see it."
        )
        % {"address": address},
        "foot": _("Not a test and not a verdict: a beginning for a talk about occupations."),
        "papers": papers,
    }
    return typeset(_SHEET, told)
