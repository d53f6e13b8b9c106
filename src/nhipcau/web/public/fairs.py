"""A fair for the public: employers and their work, own wishes and interviews, the wall."""

from datetime import UTC

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from icalendar import Calendar
from icalendar import Event as Entry

from nhipcau.events.queries import registration_of_code
from nhipcau.events.use_cases import agree_by_registration
from nhipcau.fairs import queries, rules, today, use_cases
from nhipcau.fairs.cases import fits_of
from nhipcau.fairs.models import Fair
from nhipcau.people.models import Purpose
from nhipcau.people.queries import consent_texts
from nhipcau.people.rules import agrees, needs_guardian
from nhipcau.shared.errors import DomainError
from nhipcau.web.fair_wishes import WishesForm
from nhipcau.web.keys import key_of
from nhipcau.web.public.registering import SeeOther, asking
from nhipcau.web.sending import sent, show


@require_safe
@login_not_required
def fair(request, pk):
    """Who comes, with what work, and where it stands."""
    found = get_object_or_404(Fair.objects.public().select_related("event"), event=pk)
    booths = list(found.booths.coming().for_list())
    work = queries.brought(found)
    page = {
        "fair": found,
        "event": found.event,
        "rows": [{"booth": one, "work": work.get(one.pk, [])} for one in booths],
        "squares": queries.squares(found, booths),
    }
    return render(request, "public/fairs/fair.html", page)


def _registered(code):
    """A registration of an event that has a fair, by its secret code."""
    registration = registration_of_code(code)
    found = None
    if registration is not None:
        fairs = Fair.objects.public().select_related("event__plan_line", "event__kind")
        found = fairs.filter(event=registration.session.event_id).first()
    return registration, found


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def interviews(request, code):
    """Own wishes while they may be told; own interviews once they are."""
    registration, found = _registered(code)
    if found is None:
        return _kept(render(request, "public/unknown_code.html", status=404))
    at = timezone.now()
    candidate = getattr(registration, "candidate", None)
    takes = rules.takes_wishes(found, at=at) and rules.may_have_interviews(registration)
    form = None
    if takes:
        person = registration.young_person_id
        fits = {work: fit for (one, work), fit in fits_of(found).items() if one == person}
        form = WishesForm(sent(request), fair=found, candidate=candidate, fits=fits)
        if request.method == "POST" and _told(request, form, found, registration, code):
            messages.success(
                request, _("Your wishes are kept. We tell you when your interviews are.")
            )
            return SeeOther(reverse("public:interviews", args=[code]))
    told = queries.interviews_of_candidate(candidate) if candidate else []
    page = {
        "registration": registration,
        "fair": found,
        "event": found.event,
        "candidate": candidate,
        "form": form,
        "told": [{"interview": one, "starts_at": found.starts(one.slot)} for one in told],
        "work": dict(candidate.wishes.values_list("booth", "vacancy__title")) if candidate else {},
        **_agreement(registration.young_person),
        "is_told": queries.published(found) is not None,
    }
    for line in page["told"]:
        line["work"] = page["work"].get(line["interview"].booth_id, "")
    return _kept(show(request, "public/fairs/interviews.html", page, form=form))


def _agreement(person):
    """Whether employers may see more than initials; if not, the words that are agreed to."""
    if agrees(person, Purpose.INTRODUCTION):
        return {"agrees": True}
    today = timezone.localdate()
    text = consent_texts(today)[Purpose.INTRODUCTION]
    return {
        "agrees": False,
        "consent": (text.body_en if get_language() == "en" else text.body_vi).strip(),
        "is_child": needs_guardian(person.birth_on, on=today),
    }


@require_POST
@login_not_required
@never_cache
def agree(request, code):
    """By the link of the registration: employers may see who I am."""
    registration, found = _registered(code)
    if found is None:
        return _kept(render(request, "public/unknown_code.html", status=404))
    try:
        agree_by_registration(
            by=asking(request),
            at=timezone.now(),
            key=key_of(request),
            registration=registration,
            purpose=Purpose.INTRODUCTION,
            code=code,
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("Thank you. Employers whom you want to meet see your name now.")
        )
    return SeeOther(reverse("public:interviews", args=[code]))


def _told(request, form, found, registration, code):
    if not form.is_valid():
        return False
    try:
        use_cases.tell_wishes(
            by=asking(request),
            at=timezone.now(),
            key=key_of(request),
            fair=found,
            registration=registration,
            told=form.told(),
            code=code,
        )
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    return True


@require_safe
@login_not_required
@never_cache
def interviews_ics(request, code):
    """Own interviews for the calendar on one's phone."""
    registration, found = _registered(code)
    candidate = getattr(registration, "candidate", None) if registration else None
    if found is None or candidate is None:
        raise Http404
    book = Calendar()
    book.add("prodid", "-//Nhip Cau//nhipcau//VI")
    book.add("version", "2.0")
    for one in queries.interviews_of_candidate(candidate):
        entry = Entry()
        entry.add("uid", f"interview-{one.candidate_id}-{one.booth_id}@nhipcau")
        entry.add("sequence", one.timetable.version)
        entry.add("dtstamp", one.timetable.published_at.astimezone(UTC))
        entry.add("dtstart", found.starts(one.slot).astimezone(UTC))
        entry.add("dtend", found.starts(one.slot + 1).astimezone(UTC))
        told = {"number": one.booth.number, "employer": one.booth.employer.name}
        entry.add("summary", _("Interview: booth %(number)s, %(employer)s") % told)
        entry.add("location", found.event.place)
        book.add_component(entry)
    response = HttpResponse(book.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="nhipcau-interviews.ics"'
    return _kept(response)


@require_safe
@login_not_required
@never_cache
def screen(request, code):
    """The wall: next interviews and free booths; no name beyond initials and number."""
    fairs = Fair.objects.public().select_related("event")
    found = get_object_or_404(fairs, screen_code=code)
    at = timezone.now()
    booths = today.screen(found, at=at)
    page = {
        "fair": found,
        "event": found.event,
        "now": at,
        "booths": booths,
        "free": [one for one in booths if one.is_free],
    }
    return _kept(render(request, "public/fairs/screen.html", page))


def _kept(response):
    """The address is the key: it goes to nobody else."""
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
