"""What a person looks for, on the record: staff write what they are told, on behalf."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.people.queries import record_is_open
from nhipcau.seekers import rules
from nhipcau.seekers.queries import STEPS, changes_of, whole_wish_of
from nhipcau.web.keys import key_of
from nhipcau.web.wish_forms import FORMS
from nhipcau.web.wish_forms import STEPS as NAMES
from nhipcau.web.wish_sheet import wish_pdf
from nhipcau.web.wish_steps import next_step, overview, take
from nhipcau.web.workspace.people import people_crumb, visible_person
from nhipcau.web.workspace.sending import send, sent, show


def _open(request, pk):
    """The person, when the record is open for this colleague; else nothing."""
    person = visible_person(request, pk)
    person = person.merged_into or person
    return person if record_is_open(request.user, person.pk, at=timezone.now()) else None


def crumbs_of(person, *more):
    record = reverse("workspace:people:detail", args=[person.pk])
    return [people_crumb(), (person.full_name, record), *more]


@require_GET
def wish(request, pk):
    person = _open(request, pk)
    if person is None:
        return redirect("workspace:people:detail", pk)
    found = whole_wish_of(request.user, person)
    today, knows = timezone.localdate(), rules.knows_needs(request.user)
    page = {
        "person": person,
        "wish": found,
        "steps": steps_for(request.user, overview(found, shows_needs=knows)),
        "changes": _told(changes_of(request.user, found)) if found else [],
        "may_seek": rules.may_seek(person, today),
        "youngest": rules.youngest_seeker(today),
        "may_tell": rules.may_tell(request.user, person),
        "is_seeking": rules.is_seeking(found),
        "crumbs": crumbs_of(person, (_("The work looked for"), "")),
    }
    return show(request, "workspace/people/wish.html", page)


def steps_for(user, steps):
    """Without what is sensitive, where that is told to others."""
    return [one for one in steps if one.code != "needs" or rules.knows_needs(user)]


def _told(changes):
    """Each change with the name of its step, and what stood there in short."""
    for one in changes:
        one.step_name = str(NAMES.get(one.step, one.step))
        one.was = ", ".join(str(value) for value in one.before.values() if value)
    return changes


@require_http_methods(["GET", "POST"])
def wish_step(request, pk, step):
    person = visible_person(request, pk)
    person = person.merged_into or person
    may_tell = rules.may_tell_needs if step == "needs" else rules.may_tell
    if step not in STEPS or not may_tell(request.user, person):
        raise Http404
    if not record_is_open(request.user, person.pk, at=timezone.now()):
        return redirect("workspace:people:detail", person.pk)
    back = reverse("workspace:people:wish", args=[person.pk])
    found = whole_wish_of(request.user, person)
    if not rules.may_seek(person, timezone.localdate()) or (found is None and step != "first"):
        return redirect(back)
    form = FORMS[step](sent(request), person=person, wish=found, is_staff=True)
    if request.method == "POST" and form.is_valid():
        use_case, content = take(step, form)
        if step in ("first", "needs"):
            content["evidence"] = _("told to staff, %(key)s") % {"key": key_of(request)[:16]}
        send(request, form, use_case, young_person=person, **content)
        if form.is_done:
            messages.success(request, _("It is kept, with your name as the one who wrote it."))
            following = next_step(step) if "go_on" in request.POST else ""
            if following == "needs" and not rules.knows_needs(request.user):
                following = ""
            if following:
                return redirect("workspace:people:wish-step", person.pk, following)
            return redirect(back)
    page = {
        "person": person,
        "form": form,
        "step": step,
        "step_name": NAMES[step],
        "back": back,
        "is_last": not next_step(step),
        "crumbs": crumbs_of(person, (_("The work looked for"), back), (str(NAMES[step]), "")),
    }
    return show(request, "workspace/people/wish_step.html", page, form=form)


@require_GET
def wish_sheet(request, pk):
    person = _open(request, pk)
    if person is None:
        return redirect("workspace:people:detail", pk)
    found = whole_wish_of(request.user, person)
    if found is None:
        raise Http404
    knows = rules.knows_needs(request.user)
    pdf = wish_pdf(person, found, today=timezone.localdate(), shows_needs=knows)
    return HttpResponse(
        pdf,
        headers={
            "Content-Type": "application/pdf",
            "Content-Disposition": 'attachment; filename="phieu-01.pdf"',
        },
    )
