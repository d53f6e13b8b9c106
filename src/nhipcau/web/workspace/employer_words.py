"""What the pages of employers say of checks that are lacking, of likeness, and of the past."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from nhipcau.employers import likeness
from nhipcau.employers.states import EmployerState, Finding, LicenceFinding, Register
from nhipcau.shared import wording


def words_of_lacking(codes):
    words = {
        "objection": lambda: _(
            "Somebody found that something is wrong. Check the same place again once it is solved."
        ),
        "colleague": lambda: _("A second colleague must confirm it."),
        Register.BUSINESS: lambda: _("Nobody has confirmed it in the national business register."),
        Register.TAX: lambda: _("Nobody has confirmed its tax code with the tax authority."),
    }
    return [words[code]() for code in codes]


def words_of_reasons(reasons):
    """Why two records may be one, each as label and what is the same."""
    words = {
        likeness.TAX_CODE: lambda: _("Same tax code"),
        likeness.TAX_ROOT: lambda: _("Tax codes of one enterprise and its branch"),
        likeness.ACCOUNT: lambda: _("Same bank account"),
        likeness.PHONE: lambda: _("Same phone"),
        likeness.EMAIL: lambda: _("Same e-mail"),
        likeness.DOMAIN: lambda: _("Same mail or web domain"),
    }
    return [
        {
            "label": words[code](),
            "what": wording.phone(what) if code == likeness.PHONE else what,
        }
        for code, what in reasons
    ]


def _actions():
    return {
        "employer.changed": _("Details changed"),
        "employer.contact_added": _("Contact added"),
        "employer.contact_changed": _("Contact changed"),
        "employer.contact_ended": _("Contact ended"),
        "employer.branch_added": _("Branch added"),
        "employer.branch_ended": _("Branch ended"),
        "employer.desks_ended": _("Desks ended"),
        "employer.verified_again": _("Verified again"),
        "sending_licence.withdrawn": _("Licence withdrawn"),
        "employer.decided_same": _("Decided: the same employer"),
        "employer.decided_different": _("Decided: two employers"),
    }


def steps_of(history):
    """A history in words, newest first."""
    actions, named = _actions(), []
    for one in history:
        if one.kind == "state":
            tone = {
                EmployerState.VERIFIED: "success",
                EmployerState.SUSPENDED: "danger",
            }.get(one.what, "")
            heading, text = EmployerState(one.what).label, one.text
        elif one.kind == "check":
            tone = "" if one.finding == Finding.CONFIRMED else "warning"
            heading = f"{Register(one.what).label}: {Finding(one.finding).label}"
            text = one.text
        elif one.kind == "licence":
            tone = "" if one.finding == LicenceFinding.IN_FORCE else "danger"
            heading, text = f"{one.what}: {LicenceFinding(one.finding).label}", one.text
        else:
            tone, heading, text = "", actions.get(one.what, ""), one.text
        if heading:
            named.append(
                {
                    "heading": capfirst(heading),
                    "at": one.at,
                    "by": one.by or (_("the employer at its desk") if one.is_desk else ""),
                    "tone": tone,
                    "text": text,
                }
            )
    return named
