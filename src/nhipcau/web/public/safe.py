"""The safe channel: told without a name, talked about with a receipt.

No address, no browser, no session, no moment goes on from here: the use cases get the beginning of
the day, and the receipt never stands in an address. What one may do how often is counted in memory
(``turnstile``) and for all together.
"""

from datetime import timedelta

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from nhipcau.concerns import queries, receipts, rules, use_cases
from nhipcau.concerns.states import ConcernState, HandoverState, Side
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import DomainError, TooManyAttempts
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.throttle import Budget, spend
from nhipcau.web.addresses import client_address
from nhipcau.web.keys import new_key
from nhipcau.web.public.registering import kept_to_its_owner
from nhipcau.web.public.safe_forms import ConcernForm, ReceiptForm, WordsForm
from nhipcau.web.public.turnstile import Turnstile

A_DAY = timedelta(days=1)
# A class of pupils behind one address, and nobody who empties a list of numbers.
WRITING = Turnstile(most=20, seconds=600)
TRYING = Turnstile(most=20, seconds=600)


@require_safe
@login_not_required
def safe(request):
    return _page(request, "public/safe/start.html", {})


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@sensitive_post_parameters()
@sensitive_variables("form", "made", "page")
def write(request):
    today = timezone.localdate()
    units = rules.units_of_today(today)
    form = (
        ConcernForm(request.POST, units=units)
        if request.method == "POST"
        else ConcernForm(units=units, initial={"form_key": new_key()})
    )
    wait = 0
    if request.method == "POST" and form.is_valid():
        try:
            _pass(request, WRITING, "concerns", "concerns_a_day_most", today)
            made = use_cases.tell_concern(by=PUBLIC, at=rules.start_of(today), **form.content())
        except TooManyAttempts as error:
            wait = error.retry_after
            form.add_error(None, str(error))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            page = {"receipt": receipts.shown(made.receipt), "is_new": made.is_new}
            return _page(request, "public/safe/receipt.html", page)
    page = {"form": form, "supervisors": _supervisors(units)}
    return _page(request, "public/safe/write.html", page, form=form, wait=wait)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@sensitive_post_parameters()
@sensitive_variables("form", "words", "talk", "page", "receipt")
def come_back(request):
    """The receipt travels in the body each time; nothing on this computer remembers it."""
    if request.method != "POST":
        return _page(request, "public/safe/come_back.html", {"form": ReceiptForm()})
    form, words, wait = ReceiptForm(request.POST), WordsForm(), 0
    today = timezone.localdate()
    if form.is_valid():
        receipt, wish = form.cleaned_data["receipt"], request.POST.get("wish", "")
        try:
            _pass(request, TRYING, "receipts tried", "receipts_tried_a_day_most", today)
            if wish == "add":
                words = WordsForm(request.POST)
            talk = _do(wish, words, receipt, at=rules.start_of(today))
        except TooManyAttempts as error:
            wait = error.retry_after
            form.add_error(None, str(error))
        except DomainError as error:
            form.add_error("receipt" if error.field == "receipt" else None, str(error))
        else:
            if talk is None:
                return _page(request, "public/safe/deleted.html", {})
            page = {
                "talk": talk,
                "words": words,
                "receipt": receipt,
                "is_closed": talk.concern.state == ConcernState.CLOSED,
                "is_asked": bool(talk.asked) and talk.asked.state == HandoverState.ASKED,
                "writer": Side.WRITER,
                "kept_days": rules.kept_days(today),
                "is_added": wish == "add" and not words.errors,
            }
            return _page(request, "public/safe/talk.html", page, form=words)
    return _page(request, "public/safe/come_back.html", {"form": form}, form=form, wait=wait)


def _do(wish, words, receipt, *, at):
    """What the pressed button asks for; nothing when all was deleted."""
    told = {"by": PUBLIC, "at": at, "receipt": receipt}
    if wish == "add" and words.is_valid():
        return use_cases.add_words(**told, text=words.cleaned_data["text"])
    if wish in ("yes", "no"):
        return use_cases.answer_handover(**told, is_yes=wish == "yes")
    if wish == "delete":
        return use_cases.take_back(**told)
    return use_cases.come_back(**told)


@require_safe
@login_not_required
def poster(request):
    """A sheet for schools and barracks: where, how, and whom to call in danger."""
    address = f"{settings.SITE_URL}{reverse('public:safe')}"
    qr = segno.make_qr(address, error="m").svg_inline(border=2, dark="#000", light="#fff")
    page = {
        # Made here from our own address alone.
        "qr": mark_safe(qr),
        "address": address.removeprefix("https://").removeprefix("http://"),
    }
    return _page(request, "public/safe/poster.html", page)


def _pass(request, turnstile, name, code, today):
    """
    Raises:
        TooManyAttempts: this address, or all together, did it too often.
    """
    wait = turnstile.wait_of(client_address(request))
    if wait:
        raise TooManyAttempts(
            _("Too many attempts. Please wait a little and try again."), retry_after=wait
        )
    most = int(reference_value(code, on=today))
    spend(Budget(f"{name} a day", most, A_DAY), "all", at=rules.start_of(today))


def _supervisors(units):
    """To whom somebody writes when it is about both units."""
    return queries.supervisors_of(units)


def _page(request, template, page, *, form=None, wait=0):
    refused = form is not None and form.is_bound and form.errors
    status = 429 if wait else 422 if refused else 200
    page = {**page, "numbers": queries.danger_numbers(timezone.localdate())}
    response = kept_to_its_owner(render(request, template, page, status=status))
    if wait:
        response["Retry-After"] = str(wait)
    return response
