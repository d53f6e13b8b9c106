"""A day of careers for everybody: its programme, the hall that asks, who wants to hear more."""

import secrets
from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.careerdays import queries, rules, use_cases
from nhipcau.careerdays.models import LONGEST_QUESTION, CareerDay
from nhipcau.events.queries import registration_of_code
from nhipcau.people.models import Purpose
from nhipcau.people.queries import consent_texts
from nhipcau.people.rules import agrees, needs_guardian
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import DomainError, TooManyAttempts
from nhipcau.shared.throttle import Budget, seconds_left, spend_each
from nhipcau.web.addresses import client_address
from nhipcau.web.follow_up_form import FollowUpForm
from nhipcau.web.hall import poster_qr
from nhipcau.web.keys import key_of
from nhipcau.web.public.registering import SeeOther, asking, kept_to_its_owner
from nhipcau.web.sending import sent, show

COOKIE = "nhipcau_hall"
COOKIE_LIFE = 24 * 3600
LONGEST_COOKIE = 43
# A hall of a thousand behind one network; one phone; everybody together.
BUDGET = Budget("hall-address", limit=150, per=timedelta(minutes=10))
BUDGET_OF_A_BROWSER = Budget("hall-browser", limit=5, per=timedelta(minutes=10))
BUDGET_OF_A_HALL = Budget("hall", limit=300, per=timedelta(minutes=10))
BUDGET_TOO = Budget("hall-too", limit=2000, per=timedelta(minutes=10))


@require_safe
@login_not_required
def day(request, pk):
    """The programme, who speaks, which employers are there."""
    found = get_object_or_404(CareerDay.objects.public().select_related("event"), event=pk)
    page = {
        "day": found,
        "event": found.event,
        "items": list(found.items.all()),
        "employers": queries.employers_at(found.event),
        "takes_questions": rules.takes_questions(found),
    }
    return render(request, "public/careerdays/day.html", page)


def _by_ask_code(code):
    days = CareerDay.objects.public().select_related("event__kind")
    return get_object_or_404(days, ask_code=code)


class QuestionForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your question"),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Please write your question.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def ask(request, code):
    """Ask from a phone; see what is on the screen and ask it too."""
    found = _by_ask_code(code)
    browser = _browser(request)
    is_open = rules.takes_questions(found)
    form = QuestionForm(sent(request))
    if request.method == "POST" and form.is_valid() and _asked(request, form, found, browser):
        messages.success(request, _("Thank you. A colleague reads it before it is shown."))
        return _knowing(SeeOther(reverse("public:ask", args=[code])), browser)
    shown = queries.on_screen(found)
    page = {
        "day": found,
        "event": found.event,
        "is_open": is_open,
        "form": form,
        "questions": shown,
        "mine": queries.asked_too(shown, browser),
        "longest": LONGEST_QUESTION,
    }
    return _knowing(show(request, "public/careerdays/ask.html", page, form=form), browser)


def _browser(request):
    """A random word that this browser keeps for a day: who asks twice counts once."""
    known = request.COOKIES.get(COOKIE, "")
    if 20 <= len(known) <= LONGEST_COOKIE and known.isascii() and known.isalnum():
        return known
    return secrets.token_hex(16)


def _knowing(response, browser):
    response.set_cookie(
        COOKIE,
        browser,
        max_age=COOKIE_LIFE,
        path="/ask/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _asked(request, form, found, browser):
    at = timezone.now()
    try:
        _spend(
            at,
            (BUDGET_OF_A_BROWSER, browser),
            (BUDGET, client_address(request)),
            (BUDGET_OF_A_HALL, str(found.pk)),
        )
        use_cases.ask_question(
            by=PUBLIC, at=at, key=key_of(request), day=found, text=form.cleaned_data["text"]
        )
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        form.retry_after = getattr(error, "retry_after", None)
        return False
    return True


def _spend(at, *uses):
    if exceeded := spend_each(uses, at=at):
        raise TooManyAttempts(
            _("That were many questions. Please wait a few minutes."),
            retry_after=seconds_left(exceeded, at=at),
        )


@require_POST
@login_not_required
@never_cache
def ask_too(request, code, pk):
    """One more who asks a question on the screen."""
    found = _by_ask_code(code)
    browser = _browser(request)
    question = get_object_or_404(found.questions.select_related("day__event"), pk=pk)
    at = timezone.now()
    try:
        _spend(at, (BUDGET_TOO, client_address(request)))
        use_cases.ask_too(by=PUBLIC, at=at, question=question, browser=browser)
    except DomainError as error:
        messages.error(request, str(error))
    return _knowing(SeeOther(reverse("public:ask", args=[code])), browser)


@require_safe
@login_not_required
@never_cache
def hall(request, code):
    """The screen: what runs, what was let through, and how to ask. No name but of speakers."""
    days = CareerDay.objects.public().select_related("event__kind")
    found = get_object_or_404(days, screen_code=code)
    at = timezone.now()
    running, following = queries.now_and_next(list(found.items.all()), at=at)
    ask_url = request.build_absolute_uri(reverse("public:ask", args=[found.ask_code]))
    page = {
        "day": found,
        "event": found.event,
        "now": at,
        "running": running,
        "following": following,
        "questions": queries.on_screen(found),
        "takes_questions": rules.takes_questions(found),
        "ask_url": ask_url,
        "qr": poster_qr(ask_url),
    }
    response = render(request, "public/careerdays/hall.html", page)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def follow_up(request, code):
    """By the link of the own registration: I want to hear more about this."""
    registration = registration_of_code(code)
    if registration is None:
        return kept_to_its_owner(render(request, "public/unknown_code.html", status=404))
    event = registration.session.event
    found = CareerDay.objects.public().filter(event=event).first()
    if found is None:
        raise Http404
    found.event = event
    person = registration.young_person
    text = contact_text() if not agrees(person, Purpose.CONTACT) else ""
    is_child = bool(text) and needs_guardian(person.birth_on, on=timezone.localdate())
    form = FollowUpForm(sent(request), asks=text)
    takes = rules.is_there(registration) and not is_child
    if takes and request.method == "POST" and form.is_valid():
        try:
            use_cases.want_follow_up(
                by=asking(request),
                at=timezone.now(),
                key=key_of(request),
                day=found,
                registration=registration,
                code=code,
                **form.cleaned_data,
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Thank you. A counsellor gets in touch with you."))
            return SeeOther(reverse("public:follow-up", args=[code]))
    page = {
        "registration": registration,
        "event": event,
        "form": form if takes else None,
        "is_child": is_child,
        "wanted": registration.follow_ups.select_related("owner").order_by("pk"),
    }
    return kept_to_its_owner(show(request, "public/careerdays/follow_up.html", page, form=form))


def contact_text():
    """The words of the consent to be contacted, in the language of the page."""
    text = consent_texts(timezone.localdate())[Purpose.CONTACT]
    return (text.body_en if get_language() == "en" else text.body_vi).strip()
