"""An employer tells of a difficulty at its desk, and sees what became of the earlier ones."""

from django import forms
from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nhipcau.coordination import queries, use_cases
from nhipcau.coordination.details import LONGEST, DifficultyDetails
from nhipcau.coordination.states import KINDS_OF_EMPLOYER
from nhipcau.vacancies.models import Vacancy
from nhipcau.web.employers.desk import desk_page
from nhipcau.web.employers.keys import at_the_desk
from nhipcau.web.employers.sending import answer, send_as, sent
from nhipcau.web.public.help import kinds
from nhipcau.web.public.registering import SeeOther


class TellForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=kinds(KINDS_OF_EMPLOYER),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what it is about.")},
    )
    what = forms.CharField(
        label=gettext_lazy("What happened?"),
        max_length=LONGEST["what"],
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Please write what happened.")},
    )
    vacancy = forms.ModelChoiceField(
        label=gettext_lazy("About which vacancy?"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("about none of them"),
    )
    contact = forms.CharField(
        label=gettext_lazy("Whom do we call back?"),
        max_length=LONGEST["contact"],
        error_messages={"required": gettext_lazy("Please write whom we call back.")},
    )

    def __init__(self, data=None, *, actor, **options):
        super().__init__(data, **options)
        own = Vacancy.objects.visible_to(actor)
        newest = list(own.order_by("-created_at", "-pk").values_list("pk", flat=True)[:50])
        self.fields["vacancy"].queryset = own.filter(pk__in=newest).order_by("-created_at", "-pk")
        self.fields["vacancy"].label_from_instance = lambda vacancy: vacancy.title


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request):
    employer = request.desk.employer
    form = TellForm(
        sent(request),
        actor=request.at_desk,
        initial={"contact": request.desk.contact.full_name},
    )
    if request.method == "POST" and form.is_valid():
        send_as(
            request.at_desk,
            request,
            form,
            use_cases.tell_as_employer,
            employer=employer,
            told=DifficultyDetails(**form.cleaned_data),
        )
        if form.is_done:
            messages.success(request, _("The Centre has it and calls you back."))
            return SeeOther(reverse("employers:tell"))
    page = desk_page(
        request,
        "employers:tell",
        title=_("Tell of a difficulty"),
        told=queries.told_by_employer([employer.pk]),
    )
    return answer(request, "employers/tell.html", page, form=form)
