"""The rules of suggestions: the offices read them, the leaders of the Centre decide."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.matching import rules, use_cases
from nhipcau.matching.models import PARTS, SHOWN, ExposureMeasure, MatchingWeights
from nhipcau.matching.use_cases.weighing import HIGHEST_CAP
from nhipcau.organisations.rules import is_office_staff
from nhipcau.web.answers import CountField
from nhipcau.web.workspace.sending import send, sent, show

PART_NAMES = {
    "occupation": gettext_lazy("the work that is wished"),
    "skills": gettext_lazy("skills"),
    "text": gettext_lazy("words in common"),
    "wage": gettext_lazy("wage"),
    "place": pgettext_lazy("part of a score", "place"),
    "education": gettext_lazy("schooling and training"),
    "experience": gettext_lazy("experience"),
    "start": gettext_lazy("when work begins"),
}


@require_GET
def overview(request):
    if not is_office_staff(request.user):
        raise Http404
    versions = list(MatchingWeights.objects.visible_to(request.user).select_related("set_by")[:10])
    page = {
        "versions": versions,
        "now": versions[0] if versions else None,
        "parts": [(PART_NAMES[name], getattr(versions[0], name)) for name in PARTS]
        if versions
        else [],
        "measure": ExposureMeasure.objects.visible_to(request.user).first(),
        "shown": SHOWN,
        "may_change": rules.may_weigh(request.user),
        "sees_grading": rules.may_see_grading(request.user),
        "crumbs": [(_("Suggestions"), "")],
    }
    return show(request, "workspace/matching/overview.html", page)


class RulesForm(forms.Form):
    is_done = False  # set by ``send``

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name in PARTS:
            self.fields[name] = CountField(label=PART_NAMES[name], max_value=100)
        self.fields["exposure_cap"] = CountField(
            label=_("No vacancy is shown to more than so many times the mean"),
            help_text=_("For example 3. Leave it empty for no cap."),
            required=False,
            min_value=1,
            max_value=HIGHEST_CAP,
        )
        self.fields["reason"] = forms.CharField(
            label=_("Why"),
            max_length=300,
            error_messages={"required": _("Please write why; colleagues will read it later.")},
        )


@require_http_methods(["GET", "POST"])
def change(request):
    """A new version of the rules: what counts how much, and how evenly vacancies are shown."""
    if not rules.may_weigh(request.user):
        raise Http404
    now = MatchingWeights.objects.visible_to(request.user).first()
    known = {name: getattr(now, name) for name in (*PARTS, "exposure_cap")} if now else {}
    form = RulesForm(sent(request), initial=known)
    back = reverse("workspace:matching:overview")
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        send(
            request,
            form,
            use_cases.set_weights,
            weights={name: told[name] for name in PARTS},
            exposure_cap=told["exposure_cap"],
            reason=told["reason"],
        )
        if form.is_done:
            messages.success(
                request, _("A new version is in force; the lists follow in a minute.")
            )
            return redirect(back)
    page = {
        "form": form,
        "title": _("Change the rules"),
        "lead": _("Together the eight parts are 100."),
        "consequences": [
            _("Every list is made anew within a minute, for everybody."),
            _("Earlier versions stay, with who decided and why."),
        ],
        "submit": _("Put in force"),
        "back": back,
        "crumbs": [(_("Suggestions"), back), (_("Change the rules"), "")],
    }
    return show(request, "workspace/form.html", page, form=form)
