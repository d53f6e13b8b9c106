"""A talk with a counsellor: days, times, confirm. Three taps, no account needed to look."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nhipcau.appointments import queries, rules, use_cases
from nhipcau.organisations.queries import commune_list
from nhipcau.people.models import Consent, Purpose, YoungPerson
from nhipcau.people.queries import consent_texts
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import DomainError, TooManyAttempts
from nhipcau.shared.throttle import Budget, seconds_left, spend_each
from nhipcau.web.addresses import client_address
from nhipcau.web.appointment_forms import BookForm
from nhipcau.web.appointment_times import KIND_WORDS, MODE_ICONS, choice_of, offered
from nhipcau.web.keys import key_of
from nhipcau.web.public.newcomer import NewcomerForm
from nhipcau.web.public.registering import SeeOther, asking, kept_to_its_owner
from nhipcau.web.sending import show

# A school or a commune office sends many people from one address; one phone books for a family.
BUDGET = Budget("booking", limit=60, per=timedelta(hours=1))
BUDGET_OF_A_PHONE = Budget("booking-phone", limit=6, per=timedelta(days=1))


@require_safe
@login_not_required
@never_cache
def appointments(request):
    """Days with free times; with a day, its times."""
    at = timezone.now()
    choice = choice_of(request)
    base, target = reverse("public:appointments"), reverse("public:book")
    page = offered(choice, base, at=at, target=target)
    page["kind_words"] = KIND_WORDS[choice.kind]
    page["link"] = choice.link
    return render(request, "public/appointments/times.html", page)


@require_safe
@login_not_required
@never_cache
def booking_link(request, pk, secret):
    """From a message: whoever holds the link books for its person, without an account."""
    link = queries.booking_link(pk, secret, at=timezone.now())
    if link is None:
        page = render(request, "public/appointments/link_over.html", status=410)
        return kept_to_its_owner(page)
    wanted = urlencode({"kind": link.kind, "link": f"{pk}.{secret}"})
    return kept_to_its_owner(redirect(f"{reverse('public:appointments')}?{wanted}"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def book(request):
    """Read it once more, say what you like, press."""
    at = timezone.now()
    choice = choice_of(request)
    if choice.starts_at is None:
        return redirect(choice.address(reverse("public:appointments")))
    link, secret = _link(choice.link, at)
    if link is not None:
        return _known(request, choice, [link.young_person], at, link=link, secret=secret)
    user = asking(request)
    if user is not PUBLIC:
        people = list(YoungPerson.objects.visible_to(user).kept().order_by("birth_on", "pk"))
        if people:
            return _known(request, choice, people, at)
    return _newcomer(request, choice, at)


def _known(request, choice, people, at, *, link=None, secret=""):
    user = asking(request)
    agreed = Consent.objects.visible_to(user).in_force().filter(text__purpose=Purpose.CONTACT)
    asks = link is None and user is not PUBLIC and not agreed.exists()
    data = request.POST if request.method == "POST" else None
    form = BookForm(data, people=people, asks_reminders=asks)
    if request.method == "POST" and form.is_valid():
        try:
            made = use_cases.book(  # type: ignore[call-arg]  # `key` is taken by @write
                by=user,
                at=at,
                young_person=form.person(),
                wanted=choice.wanted(**form.told()),
                link=link,
                secret=secret,
                wants_reminders=form.cleaned_data.get("wants_reminders", False),
                key=key_of(request),
            )
        except DomainError as error:
            _refuse(form, error)
        else:
            return SeeOther(reverse("public:appointment", args=[made.code]))
    page = {"form": form, "people": people, "is_known": True}
    return _page(request, choice, page, form, at)


def _newcomer(request, choice, at):
    """Without signing in: as many questions as a registration, and a link to confirm by phone."""
    offered_texts = {
        "communes": commune_list(),
        "texts": consent_texts(timezone.localdate(at)),
        "today": timezone.localdate(at),
    }
    form = NewcomerForm(request.POST if request.method == "POST" else None, **offered_texts)
    if request.method == "POST" and form.is_valid():
        try:
            _spend_budgets(request, form, at)
            use_cases.book_new(  # type: ignore[call-arg]  # `key`, as above
                by=PUBLIC,
                at=at,
                details=form.person(),
                purposes=form.purposes(),
                guardian=form.guardian(),
                wanted=choice.wanted(**form.told()),
                evidence=f"web form {key_of(request)}".strip(),
                key=key_of(request),
            )
        except DomainError as error:
            _refuse(form, error)
        else:
            return SeeOther(reverse("public:booking-sent"))
    here = choice.address(reverse("public:book"))
    sign_in = f"{reverse('account:phone')}?{urlencode({'next': here})}"
    return _page(request, choice, {"form": form, "sign_in_url": sign_in}, form, at)


def _page(request, choice, page, form, at):
    """The page again with all that was typed; when the time is gone, with other ones."""
    refused = form.is_bound and form.errors
    base = reverse("public:appointments")
    length = timedelta(minutes=rules.minutes_of(choice.kind, on=timezone.localdate(at)))
    context = {
        **page,
        "choice": choice,
        "starts_at": choice.starts_at,
        "ends_at": choice.starts_at + length,
        "kind_words": KIND_WORDS[choice.kind],
        "mode_icon": MODE_ICONS[choice.mode],
        "back": choice.address(base, starts="", place="", on=_day_of(choice)),
        "here": choice.address(reverse("public:book")),
        "place": _place(choice),
    }
    if refused:
        others = offered(_on_its_day(choice), base, at=at, target=reverse("public:book"))
        context["instead"] = [time for group in others["groups"] for time in group["times"]][:6]
    return show(request, "public/appointments/book.html", context, form=form)


def _day_of(choice):
    return timezone.localdate(choice.starts_at).isoformat()


def _on_its_day(choice):
    return type(choice)(
        kind=choice.kind,
        mode=choice.mode,
        on=timezone.localdate(choice.starts_at),
        link=choice.link,
    )


def _place(choice):
    return queries.open_place(choice.place_id) if choice.place_id else None


def _link(told, at):
    """``12.secret`` in the address; nothing when it opens nothing."""
    number, dot, secret = told.partition(".")
    if not dot or not (number.isascii() and number.isdecimal()) or len(number) > 18:
        return None, ""
    return queries.booking_link(int(number), secret, at=at), secret


def _refuse(form, error):
    field = error.field if error.field in form.fields else None
    form.add_error(field, str(error))
    form.retry_after = getattr(error, "retry_after", None)


def _spend_budgets(request, form, at):
    uses = [(BUDGET, client_address(request)), (BUDGET_OF_A_PHONE, form.cleaned_data["phone"])]
    if exceeded := spend_each(uses, at=at):
        raise TooManyAttempts(
            _("Many bookings came from here just now. What you typed is kept; please call us."),
            retry_after=seconds_left(exceeded, at=at),
        )


@require_safe
@login_not_required
@never_cache
def booking_sent(request):
    return render(request, "public/appointments/sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def group_times(request, pk):
    """Times after an event, for the people of its session."""
    at = timezone.now()
    user = asking(request)
    if user is PUBLIC:
        wanted = urlencode({"next": reverse("public:group-times", args=[pk])})
        return redirect(f"{reverse('account:phone')}?{wanted}")
    block = queries.open_block(pk)
    if block is None:
        raise Http404
    people = queries.people_at(block.session, YoungPerson.objects.visible_to(user).kept())
    if not people:
        raise Http404
    person = next((one for one in people if str(one.pk) == request.POST.get("person")), people[0])
    if request.method == "POST":
        chosen = choice_of(request)
        try:
            made = use_cases.book_in_block(  # type: ignore[call-arg]  # `key`, as above
                by=user,
                at=at,
                block=block,
                young_person=person,
                starts_at=chosen.starts_at or at,
                key=key_of(request),
            )
        except DomainError as error:
            messages.error(request, str(error))
        else:
            return SeeOther(reverse("public:appointment", args=[made.code]))
    page = {
        "block_shown": block,  # a template has blocks of its own
        "people": people,
        "times": queries.times_shown(block, at=at),
        "mine": queries.mine_in(block, user),
    }
    return render(request, "public/appointments/group.html", page)
