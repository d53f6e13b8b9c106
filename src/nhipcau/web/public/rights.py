"""What a young person asks about the own data: see all of it, be erased, think again."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.accounts import queries as accounts
from nhipcau.accounts.use_cases import redeem_code, request_code
from nhipcau.people.use_cases import correct_person
from nhipcau.rights import rules, use_cases
from nhipcau.rights.models import DataRequest
from nhipcau.rights.queries import open_requests_of, restriction_of
from nhipcau.rights.states import RequestKind
from nhipcau.shared.errors import DomainError
from nhipcau.shared.sms import last_local_message
from nhipcau.web.account.forms import CodeForm, new_request_token
from nhipcau.web.addresses import client_address
from nhipcau.web.corrections import CorrectionForm, known_of
from nhipcau.web.export_file import file_of
from nhipcau.web.keys import key_of
from nhipcau.web.public.own import chosen_person, for_young_people
from nhipcau.web.public.registering import SeeOther
from nhipcau.web.sending import press, send, sent, show

TOKEN = "erasure_code_request"


@require_safe
@for_young_people
def my_data(request, pk):
    person = chosen_person(request, pk)
    today = timezone.localdate()
    at = timezone.now()
    page = {
        "person": person,
        "requests": [
            one for one in open_requests_of(request.user) if one.young_person_id == person.pk
        ],
        "cooling_until": rules.cooling_until(RequestKind.ERASE, at),
        "answer_due_on": rules.answer_due_on(RequestKind.ERASE, at),
        "correct_due_on": rules.answer_due_on(RequestKind.CORRECT, at),
        "reply_due_on": rules.reply_due_on(at),
        "restriction": restriction_of(person),
        "today": today,
    }
    return render(request, "public/my_data.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_young_people
def correct(request, pk):
    """At once, but for what one is recognised by: that is asked of the data officer."""
    person = chosen_person(request, pk)
    form = CorrectionForm(sent(request), person=person, initial=known_of(person))
    back = reverse("public:my-data", args=[person.pk])
    if request.method == "POST" and form.is_valid():
        send(request, form, correct_person, young_person=person, told=form.own_fields())
        if form.is_done and form.asks_for_more():
            send(
                request,
                form,
                use_cases.ask,
                young_person=person,
                kind=RequestKind.CORRECT,
                words=form.in_words(),
            )
        if form.is_done:
            messages.success(request, form.said())
            return SeeOther(back)
    page = {
        "person": person,
        "form": form,
        "answer_due_on": rules.answer_due_on(RequestKind.CORRECT, timezone.now()),
    }
    return show(request, "public/correct.html", page, form=form)


@require_POST
@for_young_people
def restrict(request, pk):
    person = chosen_person(request, pk)
    said = _("From now on nothing is done with your data but keeping them.")
    press(request, use_cases.restrict, said=said, young_person=person)
    return SeeOther(reverse("public:my-data", args=[person.pk]))


@require_POST
@for_young_people
def lift(request, pk):
    person = chosen_person(request, pk)
    said = _("What was suspended is in force again.")
    press(request, use_cases.lift_restriction, said=said, young_person=person)
    return SeeOther(reverse("public:my-data", args=[person.pk]))


@require_POST
@for_young_people
def export(request, pk):
    """The file leaves a trace, so it is asked for with a button and not by an address."""
    person = chosen_person(request, pk)
    if not press(request, use_cases.take_out, young_person=person):
        return SeeOther(reverse("public:my-data", args=[person.pk]))
    return file_of(request, person, readable=request.POST.get("format") == "html")


@require_POST
@for_young_people
def send_erasure_code(request, pk):
    """Before anything is asked for, a code goes to the phone once more."""
    person = chosen_person(request, pk)
    token = new_request_token()
    try:
        request_code(
            by=request.user,
            at=timezone.now(),
            phone=person.phone,
            request_token=token,
            address=client_address(request),
            is_known=True,
        )
    except DomainError as error:
        messages.error(request, str(error))
        return SeeOther(reverse("public:my-data", args=[person.pk]))
    request.session[TOKEN] = token
    return SeeOther(reverse("public:erase", args=[person.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@for_young_people
def erase(request, pk):
    person = chosen_person(request, pk)
    token = request.session.get(TOKEN, "")
    code = accounts.code_waited_for(token) if token else None
    if code is None or code.phone != person.phone:
        return SeeOther(reverse("public:my-data", args=[person.pk]))
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _ask(request, form, person, token):
            request.session.pop(TOKEN, None)
            messages.success(request, _("Your request has arrived. You may still think again."))
            return SeeOther(reverse("public:my-data", args=[person.pk]))
    page = {
        "person": person,
        "form": form,
        "last_digits": person.phone[-3:],
        "cooling_until": rules.cooling_until(RequestKind.ERASE, timezone.now()),
        "demo_message": last_local_message(person.phone) if settings.DEMO else "",
        "form_key": key_of(request) if status == 422 else "",
    }
    return render(request, "public/erase.html", page, status=status)


def _ask(request, form, person, token):
    at = timezone.now()
    try:
        if not rules.was_confirmed(person, token, at=at):
            redeem_code(
                by=request.user,
                at=at,
                request_token=token,
                code=form.cleaned_data["code"],
                address=client_address(request),
            )
        use_cases.ask(  # type: ignore[call-arg]  # `key` is taken by @write
            by=request.user,
            at=at,
            young_person=person,
            kind=RequestKind.ERASE,
            request_token=token,
            key=key_of(request),
        )
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    return True


@require_POST
@for_young_people
def take_back(request, pk):
    asked = get_object_or_404(DataRequest.objects.visible_to(request.user), pk=pk)
    said = _("Your request is taken back. Nothing was erased.")
    press(request, use_cases.take_back, said=said, data_request=asked)
    return SeeOther(reverse("public:my-data", args=[asked.young_person_id]))
