"""Young people sign in with a code sent to their phone. All numbers get the same answer."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nhipcau.accounts import queries, use_cases
from nhipcau.people.queries import phone_is_known
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import DomainError, InvalidValue, KeyReused
from nhipcau.shared.fields import clean_mobile
from nhipcau.shared.sms import last_local_message
from nhipcau.web.account import sessions
from nhipcau.web.account.forms import CodeForm, PhoneForm, new_request_token
from nhipcau.web.addresses import client_address


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
def phone(request):
    if request.user.is_authenticated:
        return redirect(sessions.landing_url(request.user))
    form = PhoneForm(request.POST or None, initial={"request_token": new_request_token()})
    retry_after = 0
    if request.method == "POST" and form.is_valid():
        try:
            code = _request_code(request, form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field, str(error))
            retry_after = getattr(error, "retry_after", 0)
            if isinstance(error, KeyReused):
                form.data = {**form.cleaned_data, "request_token": new_request_token()}
        else:
            request.session[sessions.CODE_REQUEST] = code.request_token
            return redirect(reverse("account:phone-code") + sessions.next_query(request))
    context = {"form": form, "next": sessions.next_url(request)}
    return _answer(request, "account/phone.html", context, retry_after)


def _request_code(request, typed):
    try:
        is_known = phone_is_known(clean_mobile(typed["phone"]))
    except InvalidValue:
        is_known = False
    return use_cases.request_code(
        by=PUBLIC,
        at=timezone.now(),
        phone=typed["phone"],
        request_token=typed["request_token"],
        address=client_address(request),
        is_known=is_known,
    )


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
def phone_code(request):
    if request.user.is_authenticated:
        return redirect(sessions.landing_url(request.user))
    token = request.session.get(sessions.CODE_REQUEST, "")
    code = queries.code_waited_for(token)
    if code is None:
        return redirect(reverse("account:phone") + sessions.next_query(request))
    form = CodeForm(request.POST or None)
    retry_after = 0
    if request.method == "POST" and form.is_valid():
        try:
            user = use_cases.redeem_code(
                by=PUBLIC,
                at=timezone.now(),
                request_token=token,
                code=form.cleaned_data["code"],
                address=client_address(request),
            )
        except DomainError as error:
            form.add_error(error.field, str(error))
            retry_after = getattr(error, "retry_after", 0)
        else:
            wanted = sessions.next_url(request)
            sessions.begin_session(request, user)
            request.session.pop(sessions.CODE_REQUEST, None)
            return redirect(wanted or sessions.landing_url(user))
    context = {
        "form": form,
        "next": sessions.next_url(request),
        "last_digits": code.phone[-3:],
        "demo_message": last_local_message(code.phone) if settings.DEMO else "",
    }
    return _answer(request, "account/phone_code.html", context, retry_after)


def _answer(request, template, context, retry_after):
    response = render(request, template, context, status=429 if retry_after else 200)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response
