"""The young person tells what work is looked for: a short first step, then what one likes."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.seekers import rules, use_cases
from nhipcau.seekers.queries import STEPS, whole_wish_of
from nhipcau.web.keys import key_of
from nhipcau.web.public.own import chosen_person, for_young_people, shares_phone
from nhipcau.web.public.registering import SeeOther
from nhipcau.web.sending import press, send, sent, show
from nhipcau.web.wish_forms import FORMS
from nhipcau.web.wish_forms import STEPS as NAMES
from nhipcau.web.wish_sheet import wish_pdf
from nhipcau.web.wish_steps import next_step, overview, take


def _too_young(request, person):
    today = timezone.localdate()
    page = {"person": person, "age": rules.youngest_seeker(today)}
    return render(request, "public/wish_too_young.html", page)


@require_safe
@for_young_people
def wish(request, pk):
    person = chosen_person(request, pk)
    if not rules.may_seek(person, timezone.localdate()):
        return _too_young(request, person)
    found = whole_wish_of(request.user, person)
    if found is None:
        return redirect("public:wish-step", person.pk, "first")
    page = {
        "person": person,
        "wish": found,
        "steps": overview(found, shows_needs=not shares_phone(request)),
        "is_seeking": rules.is_seeking(found),
    }
    return render(request, "public/wish.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_young_people
def wish_step(request, pk, step):
    person = chosen_person(request, pk)
    if step not in STEPS:
        raise Http404
    if not rules.may_seek(person, timezone.localdate()):
        return _too_young(request, person)
    found = whole_wish_of(request.user, person)
    if found is None and step != "first":
        return redirect("public:wish-step", person.pk, "first")
    known = None if step == "needs" and shares_phone(request) else found
    form = FORMS[step](sent(request), person=person, wish=known, is_staff=False)
    if request.method == "POST" and form.is_valid():
        use_case, content = take(step, form)
        if step in ("first", "needs"):
            content["evidence"] = f"web form {key_of(request)}".strip()
        send(request, form, use_case, young_person=person, **content)
        if form.is_done:
            return SeeOther(_after(request, person, step, is_new=found is None))
    page = {
        "person": person,
        "form": form,
        "step": step,
        "step_name": NAMES[step],
        "number": STEPS.index(step) + 1,
        "names": [str(name) for name in NAMES.values()],
        "wish": found,
        "hides_needs": step == "needs" and known is None and found is not None,
    }
    return show(request, "public/wish_step.html", page, form=form)


def _after(request, person, step, *, is_new):
    """On to the next step when that was wished, else back to the overview."""
    if "go_on" in request.POST and (following := next_step(step)):
        return reverse("public:wish-step", args=[person.pk, following])
    said = _("Thank you. We look for work that fits.") if is_new else _("It is kept.")
    messages.success(request, said)
    return reverse("public:wish", args=[person.pk])


@require_POST
@for_young_people
def stop_wish(request, pk):
    person = chosen_person(request, pk)
    said = _("You look for nothing now. What you told stays for the next time.")
    press(request, use_cases.stop_wish, said=said, young_person=person)
    return SeeOther(reverse("public:my-registrations"))


@require_safe
@for_young_people
def wish_sheet(request, pk):
    person = chosen_person(request, pk)
    found = whole_wish_of(request.user, person)
    if found is None:
        raise Http404
    shows = not shares_phone(request)
    pdf = wish_pdf(person, found, today=timezone.localdate(), shows_needs=shows)
    return HttpResponse(
        pdf,
        headers={
            "Content-Type": "application/pdf",
            "Content-Disposition": 'attachment; filename="phieu-01.pdf"',
        },
    )
