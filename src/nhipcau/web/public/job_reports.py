"""Report that something is wrong with a vacancy: anybody may, without a name."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import DomainError, TooManyAttempts
from nhipcau.vacancies import queries, use_cases
from nhipcau.vacancies.codes import Market, Suspicion
from nhipcau.web.addresses import client_address
from nhipcau.web.keys import key_of


class ReportForm(forms.Form):
    suspicion = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"),
        choices=Suspicion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what is wrong.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What happened?"),
        help_text=gettext_lazy("When, who, how much, by which way. A few words are enough."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    contact = forms.CharField(
        label=gettext_lazy("How can we ask you back?"),
        help_text=gettext_lazy(
            "Phone or e-mail, only if you wish. The employer never learns who reported."
        ),
        max_length=120,
        required=False,
    )


@require_http_methods(["GET", "POST"])
@login_not_required
def report(request, pk):
    at = timezone.now()
    vacancy = queries.public_vacancy(pk, on=timezone.localdate(at))
    if vacancy is None:
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None)
    status, wait = 200, 0
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                # Whoever reports stays unnamed, also when signed in.
                made = use_cases.report_vacancy(  # type: ignore[call-arg]  # `key`: @write
                    by=PUBLIC,
                    at=at,
                    key=key_of(request),
                    vacancy=vacancy,
                    sender=client_address(request),
                    **form.cleaned_data,
                )
                return _thank(request, vacancy, made)
            except TooManyAttempts as error:
                status, wait = 429, error.retry_after
                form.add_error(None, str(error))
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))
    context = {
        "vacancy": vacancy,
        "form": form,
        "form_key": key_of(request) if status != 200 else "",
        "is_abroad": vacancy.market == Market.OVERSEAS,
    }
    response = render(request, "public/jobs/report.html", context, status=status)
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _thank(request, vacancy, made):
    if made.has_frozen:
        told = _("Thank you. This vacancy is hidden until a colleague of the Centre decides.")
    else:
        told = _("Thank you. A colleague of the Centre looks at it.")
    messages.success(request, told)
    if made.has_frozen:
        return redirect("public:jobs")
    return redirect(reverse("public:job", args=[vacancy.pk]))
