"""The way in for employers: form 03, asking for a link, and opening the desk with it."""

from datetime import timedelta

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nhipcau.employers import queries, use_cases
from nhipcau.employers.details import ContactDetails
from nhipcau.employers.values import clean_email, clean_phone
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import DomainError, InvalidValue, TooManyAttempts
from nhipcau.shared.throttle import Budget, keyed_hash, spend
from nhipcau.web.addresses import client_address
from nhipcau.web.employers.forms import EmployerForm, Judged, mail, tel
from nhipcau.web.employers.keys import desk_in, keep_key
from nhipcau.web.employers.sending import answer, refuse, send_as, sent
from nhipcau.web.keys import key_of
from nhipcau.web.public.forms import TypedText
from nhipcau.web.public.registering import SeeOther, kept_to_its_owner

AN_HOUR = timedelta(hours=1)
REGISTRATIONS = Budget("employer-registration", limit=20, per=AN_HOUR)
ASKED_BY_ADDRESS = Budget("desk-link-address", limit=30, per=AN_HOUR)
ASKED_FOR_ONE = Budget("desk-link-mail", limit=5, per=AN_HOUR)
OPENED = Budget("desk-open-address", limit=60, per=AN_HOUR)


class RegisterForm(EmployerForm):
    """Form 03 with its contact."""

    contact_full_name = TypedText(
        label=gettext_lazy("Full name of the contact"),
        longest=100,
        error_messages={"required": gettext_lazy("Please write the full name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "autocapitalize": "words"}),
    )
    contact_position = TypedText(
        label=gettext_lazy("Position"),
        help_text=gettext_lazy("For example: human resources."),
        required=False,
        longest=100,
    )
    contact_phone = Judged(clean_phone, label=gettext_lazy("Phone of the contact"), widget=tel())
    contact_email = Judged(
        clean_email,
        label=gettext_lazy("E-mail of the contact"),
        help_text=gettext_lazy("The link to the recruitment desk is sent to this address."),
        widget=mail(),
    )
    contact_other_way = TypedText(
        label=gettext_lazy("Another way to reach the contact"),
        help_text=gettext_lazy("For example: Zalo, or the gate of the factory."),
        required=False,
        longest=100,
    )

    CONTACT = (
        gettext_lazy("Whom we may call"),
        (
            *("contact_full_name", "contact_position", "contact_phone"),
            *("contact_email", "contact_other_way"),
        ),
    )
    PARTS = (*EmployerForm.PARTS, CONTACT)

    def clean(self):
        answers = super().clean()
        ways = ("contact_phone", "contact_email")
        if all(name in answers for name in ways) and not any(answers[name] for name in ways):
            self.add_error(
                "contact_phone", _("Please write a phone number or an e-mail address, best both.")
            )
        return answers

    def contact(self):
        told = {
            name.removeprefix("contact_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("contact_")
        }
        return ContactDetails(**told, is_main=True)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def register(request):
    """Form 03 without an account."""
    centre = queries.centre_for_the_public()
    if centre is None:
        raise Http404
    form = RegisterForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            spend(REGISTRATIONS, client_address(request), at=timezone.now())
        except TooManyAttempts as error:
            refuse(form, error)
        else:
            send_as(
                PUBLIC,
                request,
                form,
                use_cases.register_employer,
                centre=centre,
                details=form.details(),
                contact=form.contact(),
            )
            if form.is_done:
                return SeeOther(reverse("employers:registered"))
    return answer(request, "employers/register.html", {"centre": centre}, form=form)


@require_safe
@login_not_required
def registered(request):
    return render(request, "employers/registered.html")


class AskForm(forms.Form):
    email = TypedText(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("The one that the Centre knows of you as a contact."),
        error_messages={"required": gettext_lazy("Please write your e-mail address.")},
        widget=mail(),
    )

    def clean_email(self):
        try:
            return clean_email(self.cleaned_data["email"])
        except InvalidValue as error:
            raise forms.ValidationError(str(error)) from error


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def ask(request):
    """Ask for a link. The answer is the same whether the address is known or not."""
    if request.method != "POST" and desk_in(request):
        return redirect("employers:desk")
    form = AskForm(sent(request))
    if request.method == "POST" and form.is_valid():
        at, email = timezone.now(), form.cleaned_data["email"]
        try:
            spend(ASKED_BY_ADDRESS, client_address(request), at=at)
            spend(ASKED_FOR_ONE, email, at=at)
        except TooManyAttempts as error:
            refuse(form, error)
        else:
            send_as(PUBLIC, request, form, use_cases.request_desk_link, email=email)
            if form.is_done:
                return SeeOther(reverse("employers:asked"))
    return answer(request, "employers/ask.html", {}, form=form)


@require_safe
@login_not_required
def asked(request):
    return render(request, "employers/asked.html")


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def enter(request, token):
    """Programs that look at mail follow links: only a press of the button uses this one."""
    if request.method == "POST":
        return _open(request, token)
    link = queries.desk_link_of_token(token, at=timezone.now())
    if link is None:
        return _over(request)
    page = render(request, "employers/enter.html", {"link": link, "form_key": ""})
    return kept_to_its_owner(page)


def _open(request, token):
    at = timezone.now()
    try:
        spend(OPENED, client_address(request), at=at)
        if not queries.knows_desk_link(token):
            return _over(request)
        # The same form sent twice, by an impatient thumb, opens the same desk.
        desk_key = keyed_hash(f"desk:{token}:{key_of(request)}")
        desk = use_cases.open_desk(  # type: ignore[call-arg]  # `key` is taken by @write
            by=PUBLIC, at=at, token=token, desk_key=desk_key, key=key_of(request)
        )
    except TooManyAttempts:
        raise
    except DomainError:
        return _over(request)
    response = SeeOther(reverse("employers:desk"))
    keep_key(response, desk_key, until=desk.expires_at)
    return kept_to_its_owner(response)


def _over(request):
    return kept_to_its_owner(render(request, "employers/link_over.html", status=404))
