"""How a day was, at the desk of an employer: three questions, by its own link."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nhipcau.feedback import rules, use_cases
from nhipcau.feedback.models import LONGEST, EmployerView
from nhipcau.feedback.states import ComesAgain
from nhipcau.web.answers import CountField
from nhipcau.web.employers.desk import desk_page
from nhipcau.web.employers.keys import at_the_desk
from nhipcau.web.employers.sending import answer, send_as, sent
from nhipcau.web.public.registering import SeeOther


class ViewForm(forms.Form):
    suitable_count = CountField(
        label=gettext_lazy("How many of the young people you met suit you?"),
        max_value=rules.MOST_SUITABLE,
    )
    comes_again = forms.ChoiceField(
        label=gettext_lazy("Would you come again?"),
        choices=ComesAgain.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one of the answers.")},
    )
    words = forms.CharField(
        label=gettext_lazy("What should we do better?"),
        help_text=gettext_lazy("One sentence. Please no names of young people."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def view_of_day(request, pk):
    views = EmployerView.objects.visible_to(request.at_desk).select_related("event")
    view = get_object_or_404(views, pk=pk)
    if not rules.takes_view(view, at=timezone.now()):
        raise Http404
    initial = {}
    if view.answered_at:
        initial = {name: getattr(view, name) for name in ViewForm.base_fields}
    form = ViewForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        send_as(
            request.at_desk, request, form, use_cases.tell_view, view=view, **form.cleaned_data
        )
        if form.is_done:
            messages.success(request, _("Thank you. It helps us to make the next day better."))
            return SeeOther(reverse("employers:desk"))
    page = desk_page(
        request,
        "",
        title=_("How was the day for you?"),
        lead=view.event.title,
        submit=_("Send"),
    )
    return answer(request, "employers/form.html", page, form=form)
