"""What a person shared with the counsellors; and the questionnaire filled in together."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.inventory import queries, rules, use_cases
from nhipcau.inventory.choices import ITEMS
from nhipcau.inventory.models import Sheet
from nhipcau.people.queries import record_is_open
from nhipcau.web.interest_forms import KeepForm, TogetherForm
from nhipcau.web.interest_results import result_page
from nhipcau.web.keys import key_of
from nhipcau.web.workspace.sending import send, sent, show
from nhipcau.web.workspace.wishes import crumbs_of, visible_person

FORMS = {count: form for form, count in ITEMS.items()}


@require_GET
def shared(request, pk, sheet_pk):
    """One result, as long as it is shared."""
    if not rules.may_see_shared(request.user):
        raise Http404
    sheets = Sheet.objects.visible_to(request.user).select_related(
        "item_set", "result__rule_set", "young_person"
    )
    sheet = get_object_or_404(sheets, pk=sheet_pk)
    person = visible_person(request, pk)
    person = person.merged_into or person
    if sheet.young_person_id != person.pk:
        raise Http404
    if not record_is_open(request.user, person.pk, at=timezone.now()):
        return redirect("workspace:people:detail", person.pk)
    page = {
        **result_page(sheet),
        "person": person,
        "crumbs": crumbs_of(person, (_("Shared result"), "")),
    }
    return render(request, "workspace/interests/shared.html", page)


@require_http_methods(["GET", "POST"])
def together(request, pk, count):
    """Read aloud, write down: for whoever has no phone or reads with difficulty."""
    person = visible_person(request, pk)
    person = person.merged_into or person
    if count not in FORMS or not rules.may_answer_with(request.user, person):
        raise Http404
    at = timezone.now()
    today = timezone.localdate(at)
    if not record_is_open(request.user, person.pk, at=at):
        return redirect("workspace:people:detail", person.pk)
    _item_set, items = queries.items_in_force(today)
    form = TogetherForm(sent(request), items=items[:count])
    agreeing = KeepForm(sent(request), person=person, wish=None, is_staff=True)
    if request.method == "POST" and form.is_valid() and agreeing.is_valid():
        send(
            request,
            form,
            use_cases.answer_with,
            young_person=person,
            form=FORMS[count],
            answers=form.answers(),
            shares=form.cleaned_data["shares"],
            evidence=_("told to staff, %(key)s") % {"key": key_of(request)[:16]},
            **agreeing.agreement(),
        )
        if form.is_done:
            messages.success(request, _("It is kept on the person's page."))
            return redirect("workspace:people:detail", person.pk)
    page = {
        "person": person,
        "form": form,
        "agreeing": agreeing,
        "sections": form.sections(),
        "count": count,
        "age": queries.age_min(today),
        "is_old_enough": rules.is_old_enough(person, today, queries.age_min(today)),
        "may_send_open": form.is_bound and 0 < len(form.open_items()) < count,
        "back": reverse("workspace:people:detail", args=[person.pk]),
        "crumbs": crumbs_of(person, (_("Interests, together"), "")),
    }
    return show(request, "workspace/interests/together.html", page, form=form)
