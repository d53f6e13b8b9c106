"""Three questions after a day, by the link of a message. No account, no name in the answer."""

from datetime import timedelta

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nhipcau.feedback import use_cases
from nhipcau.feedback.errors import AnsweredAlready, LinkForged
from nhipcau.feedback.links import link_of
from nhipcau.feedback.models import LONGEST
from nhipcau.feedback.states import NextStep, Useful
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import DomainError
from nhipcau.shared.throttle import Budget, spend
from nhipcau.web.addresses import client_address
from nhipcau.web.keys import key_of
from nhipcau.web.public.registering import SeeOther, kept_to_its_owner
from nhipcau.web.sending import sent, show

# Nobody guesses a link; whoever tries is slowed down all the same.
BUDGET = Budget("feedback-link", limit=300, per=timedelta(hours=1))
CHOOSE = gettext_lazy("Please choose one of the answers.")


class FeedbackForm(forms.Form):
    useful = forms.TypedChoiceField(
        label=gettext_lazy("How useful was the day for you?"),
        choices=Useful.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )
    next_step = forms.ChoiceField(
        label=gettext_lazy("Do you know now what you can do next?"),
        choices=NextStep.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )
    words = forms.CharField(
        label=gettext_lazy("One sentence to us, if you like"),
        help_text=gettext_lazy("Please no names and no phone numbers."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def how_was_it(request, token):
    at = timezone.now()
    try:
        link = link_of(token)
    except LinkForged:
        return _closed(request, status=404)
    if at >= link.expires_at:
        return _closed(request, status=410)
    form = FeedbackForm(sent(request))
    if request.method == "POST" and not link.is_answered and form.is_valid():
        try:
            spend(BUDGET, client_address(request), at=at)
            use_cases.answer(
                by=PUBLIC, at=at, key=key_of(request), link=link, token=token, **form.cleaned_data
            )
        except AnsweredAlready:
            return SeeOther(request.path)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            form.retry_after = getattr(error, "retry_after", None)
        else:
            return SeeOther(request.path)
    page = {"event": link.event, "is_answered": link.is_answered, "form": form}
    return kept_to_its_owner(show(request, "public/feedback.html", page, form=form))


def _closed(request, *, status):
    return kept_to_its_owner(render(request, "public/feedback_closed.html", status=status))
