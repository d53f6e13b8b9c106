"""What a young person sees who signed in with a phone: everybody who shares that number."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nhipcau.appointments.queries import appointments_of
from nhipcau.appointments.rules import is_ahead
from nhipcau.coordination.queries import own_difficulties
from nhipcau.counselling.queries import cases_of
from nhipcau.events import queries
from nhipcau.events.states import LIVE, EventState, RegistrationState
from nhipcau.people.models import Consent, Purpose, YoungPerson
from nhipcau.rights import use_cases
from nhipcau.shared.errors import DomainError
from nhipcau.web.keys import key_of
from nhipcau.web.public import mine_work
from nhipcau.web.public.after_service import own_services

PAST_SHOWN = 5


@require_safe
@login_not_required
@never_cache
def my_registrations(request):
    if not request.user.is_authenticated:
        wanted = urlencode({"next": reverse("public:my-registrations")})
        return redirect(f"{reverse('account:phone')}?{wanted}")
    if request.user.is_staff_account:
        return render(request, "public/mine_for_staff.html")
    at = timezone.now()
    entries = [_entry(one, at) for one in queries.registrations_of(request.user)]
    coming = [entry for entry in entries if entry["is_ahead"]]
    context = {
        "appointments": _appointments(request.user, at),
        "coming": coming[::-1],
        "past": [entry for entry in entries if not entry["is_ahead"]],
        "people": mine_work.with_wishes(request.user, _people(request.user), at),
        "introductions": mine_work.introductions(request.user),
        "cases": cases_of(request.user),
        "difficulties": own_difficulties(request.user),
        "placements": mine_work.placements(request.user, at),
        "services": own_services(request.user, timezone.localdate(at)),
    }
    return render(request, "public/mine.html", context)


def _entry(registration, at):
    event = queries.public_event(registration.session.event, at=at)
    hidden = event.kind.hides_host
    session = registration.session
    starts_at, ends_at = (
        (event.starts_at, event.ends_at) if hidden else (session.starts_at, session.ends_at)
    )
    attendance = getattr(registration, "attendance", None)
    is_live = registration.state in LIVE and event.state != EventState.CANCELLED
    waits = registration.state == RegistrationState.WAITING
    return {
        "registration": registration,
        "event": event,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "is_ahead": ends_at > at and registration.state in LIVE,
        "can_cancel": is_live and ends_at > at,
        "position": registration.ahead_count + 1 if waits else 0,
        "attendance": attendance.get_value_display() if attendance else "",
    }


def _appointments(user, at):
    """Talks with counsellors: what is ahead, and the last ones."""
    found = list(appointments_of(user))
    ahead = [one for one in found if is_ahead(one, at=at)]
    past = [one for one in found if not is_ahead(one, at=at)]
    return {"ahead": ahead, "past": past[: -PAST_SHOWN - 1 : -1]}


def _people(user):
    """Each person of this phone with what was agreed to: two queries for a whole family."""
    people: dict[int, tuple[YoungPerson, list[Consent]]] = {
        person.pk: (person, [])
        for person in YoungPerson.objects.visible_to(user)
        .select_related("commune")
        .order_by("birth_on", "pk")
    }
    consents = Consent.objects.visible_to(user).in_force().select_related("text")
    for consent in consents.order_by("pk"):
        people[consent.young_person_id][1].append(consent)
    return list(people.values())


@require_POST
@login_not_required
@never_cache
def withdraw_consent(request, pk):
    if not request.user.is_authenticated or request.user.is_staff_account:
        return redirect("public:my-registrations")
    consent = get_object_or_404(
        Consent.objects.visible_to(request.user).select_related("young_person", "text"), pk=pk
    )
    try:
        use_cases.withdraw(  # type: ignore[call-arg]  # `key` is taken by @write
            by=request.user,
            at=timezone.now(),
            young_person=consent.young_person,
            purpose=Purpose(consent.text.purpose),
            key=key_of(request),
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your consent is withdrawn from this moment on."))
    return redirect("public:my-registrations")
