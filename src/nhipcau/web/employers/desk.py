"""The desk of an employer: its own data, contacts, vacancies, and what waits for an answer."""

from django.contrib import messages
from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.employers import use_cases
from nhipcau.employers.models import Branch, EmployerContact
from nhipcau.fairs.queries import booths_of_employer
from nhipcau.feedback.queries import views_asked
from nhipcau.referrals.queries import introduced_to
from nhipcau.shared.errors import DomainError, TooManyAttempts
from nhipcau.vacancies.models import Vacancy
from nhipcau.web.employers.answering import WORDS
from nhipcau.web.employers.forms import ContactForm, OwnForm, contact_of, told_of
from nhipcau.web.employers.keys import at_the_desk, drop_key
from nhipcau.web.employers.sending import answer, send_as, sent
from nhipcau.web.keys import key_of
from nhipcau.web.public.registering import SeeOther

MOST_VACANCIES = 50
QUICK = ("invite", "not_hired")


def desk_page(request, here, **more):
    """What every page of the desk shows: whose it is, and its sister pages."""
    pages = (
        ("employers:desk", _("Overview")),
        ("employers:change", _("Our details")),
        ("employers:tell", _("Difficulties")),
    )
    tabs = [
        {"url": reverse(name), "label": label, "current": name == here} for name, label in pages
    ]
    return {"desk": request.desk, "employer": request.desk.employer, "tabs": tabs, **more}


@at_the_desk
@require_safe
def desk(request):
    actor, employer = request.at_desk, request.desk.employer
    vacancies = Vacancy.objects.visible_to(actor).order_by(
        F("asked_at").asc(nulls_last=True), "-created_at", "-pk"
    )
    page = desk_page(
        request,
        "employers:desk",
        introduced=[
            {**one, "answers": _answers(one["path"])}
            for one in introduced_to([employer.pk], at=timezone.now())
        ],
        fairs=booths_of_employer(employer.pk),
        asked_days=views_asked(employer.pk, at=timezone.now()),
        vacancies=vacancies[:MOST_VACANCIES],
        contacts=EmployerContact.objects.visible_to(actor)
        .active()
        .order_by("-is_main", "full_name", "pk"),
        branches=Branch.objects.visible_to(actor).active().order_by("pk"),
        sections=employer.named_sections(),
    )
    return render(request, "employers/desk.html", page)


def _answers(path):
    """The two answers given most often; all others stand on the page of the introduction."""
    return [{"word": WORDS[name], "url": f"{path}?answer={name}"} for name in QUICK if path]


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def change(request):
    employer = request.desk.employer
    form = OwnForm(sent(request), initial=told_of(employer))
    if request.method == "POST" and form.is_valid():
        send_as(
            request.at_desk,
            request,
            form,
            use_cases.change_employer,
            employer=employer,
            details=form.details(employer),
        )
        if form.is_done:
            messages.success(request, _("Your details are kept."))
            return SeeOther(reverse("employers:desk"))
    page = desk_page(request, "employers:change", title=_("Our details"))
    return answer(request, "employers/change.html", page, form=form)


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def add_contact(request):
    form = ContactForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send_as(
            request.at_desk,
            request,
            form,
            use_cases.add_contact,
            employer=request.desk.employer,
            contact=form.details(),
        )
        if form.is_done:
            messages.success(request, _("The contact is kept."))
            return SeeOther(reverse("employers:desk"))
    page = desk_page(request, "", title=_("Add a contact"))
    return answer(request, "employers/form.html", page, form=form)


def _own_contact(request, pk):
    contacts = EmployerContact.objects.visible_to(request.at_desk).active()
    return get_object_or_404(contacts.select_related("employer"), pk=pk)


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def change_contact(request, pk):
    contact = _own_contact(request, pk)
    form = ContactForm(sent(request), initial=contact_of(contact))
    if request.method == "POST" and form.is_valid():
        send_as(
            request.at_desk,
            request,
            form,
            use_cases.change_contact,
            contact=contact,
            details=form.details(),
        )
        if form.is_done:
            messages.success(request, _("The contact is kept."))
            return SeeOther(reverse("employers:desk"))
    page = desk_page(request, "", title=_("Change a contact"), contact=contact)
    return answer(request, "employers/form.html", page, form=form)


@at_the_desk
@require_POST
def end_contact(request, pk):
    contact = _own_contact(request, pk)
    _press(request, use_cases.end_contact, contact=contact, said=_("The contact is ended."))
    return SeeOther(reverse("employers:desk"))


def _press(request, use_case, *, said, **content):
    """A button has no questions: what is refused becomes a message."""
    try:
        use_case(by=request.at_desk, at=timezone.now(), key=key_of(request), **content)
    except TooManyAttempts:
        raise
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)


@at_the_desk
@require_POST
def leave(request):
    use_cases.leave_desk(by=request.at_desk, at=timezone.now(), desk=request.desk)
    response = SeeOther(reverse("employers:ask"))
    drop_key(response)
    return response
