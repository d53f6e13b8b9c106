"""How it goes at home: written down after a call or a visit."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from nhipcau.soldiers import rules, use_cases
from nhipcau.soldiers.models import HomeCheck
from nhipcau.soldiers.states import Card, How, Situation
from nhipcau.soldiers.use_cases.asking import HomeAnswer
from nhipcau.web.workspace.sending import form_page, press, send, sent
from nhipcau.web.workspace.soldiers import service_crumbs


class HomeCheckForm(forms.Form):
    situation = forms.ChoiceField(
        label=gettext_lazy("How is the person now?"),
        choices=Situation.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what fits best.")},
    )
    card = forms.ChoiceField(
        label=gettext_lazy("The support for learning a trade"),
        choices=Card.choices,
        required=False,
    )
    wants_help = forms.BooleanField(
        label=gettext_lazy("Asks for help: a counsellor calls"), required=False
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How do we know?"),
        choices=[(How.CALL.value, How.CALL.label), (How.VISIT.value, How.VISIT.label)],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose how we know.")},
    )

    def answer(self):
        told = self.cleaned_data
        return HomeAnswer(told["situation"], told["card"], told["wants_help"])


def _visible_check(request, pk, allowed):
    if not allowed(request.user):
        raise Http404
    checks = HomeCheck.objects.visible_to(request.user).select_related("service__young_person")
    return get_object_or_404(checks, pk=pk)


@require_http_methods(["GET", "POST"])
def record_check(request, pk):
    check = _visible_check(request, pk, rules.asks_at_home)
    form = HomeCheckForm(sent(request))
    url = reverse("workspace:soldiers:detail", args=[check.service_id])
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            use_cases.record_home_check,
            check=check,
            answer=form.answer(),
            how=How(form.cleaned_data["how"]),
        )
        if form.is_done:
            messages.success(request, _("It is written down."))
            return redirect(url)
    title = _("%(month)d months at home") % {"month": check.month}
    return form_page(
        request,
        form,
        title=title,
        kicker=check.service.young_person.full_name,
        consequences=[_("Not reached: the question stays open, and is asked again.")],
        submit=_("Write it down"),
        back=url,
        crumbs=service_crumbs(check.service, (title, "")),
    )


@require_POST
def mark_helped(request, pk):
    check = _visible_check(request, pk, rules.works_with_soldiers)
    press(request, use_cases.mark_helped, said=_("It is written down."), check=check)
    return redirect("workspace:soldiers:detail", check.service_id)
