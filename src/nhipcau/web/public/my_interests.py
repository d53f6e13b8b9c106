"""Results that a young person keeps: to compare, to share with a counsellor, to delete."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.inventory import queries, use_cases
from nhipcau.inventory.models import Sheet
from nhipcau.inventory.rules import is_old_enough
from nhipcau.web.interest_forms import KeepForm
from nhipcau.web.interest_results import compared, history, names, result_page
from nhipcau.web.keys import key_of
from nhipcau.web.public.own import chosen_person, for_young_people, shares_phone
from nhipcau.web.public.registering import SeeOther
from nhipcau.web.sending import press, send, sent, show


def _sheet(request, pk):
    sheets = Sheet.objects.visible_to(request.user).select_related(
        "item_set", "result__rule_set", "young_person"
    )
    return get_object_or_404(sheets, pk=pk)


@require_safe
@for_young_people
def my_interests(request, pk):
    person = chosen_person(request, pk)
    today = timezone.localdate()
    sheets = queries.sheets_of(request.user, person)
    comparison = compared(sheets)
    page = {
        "person": person,
        "sheets": history(sheets),
        "names": names(),
        "comparison": comparison,
        "is_old_enough": is_old_enough(person, today, queries.age_min(today)),
        "age": queries.age_min(today),
        "shares_phone": shares_phone(request),
    }
    if comparison:
        page |= result_page(comparison["now"], earlier=comparison["before"])
    return render(request, "public/interests/mine.html", page)


@require_safe
@for_young_people
def my_interest(request, pk):
    sheet = _sheet(request, pk)
    return render(
        request,
        "public/interests/result.html",
        {**result_page(sheet), "person": sheet.young_person, "has_no_name": False},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_young_people
def keep(request, pk, code):
    """Take a sheet without a name onto the own page, with the consent that this rests on."""
    person = chosen_person(request, pk)
    sheet = queries.sheet_by_code(code)
    if sheet is None:
        raise Http404
    form = KeepForm(sent(request), person=person, wish=None, is_staff=False)
    if request.method == "POST" and form.is_valid():
        evidence = f"web form {key_of(request)}".strip()
        content = {"young_person": person, "sheet": sheet, "evidence": evidence}
        send(request, form, use_cases.keep_sheet, **content, **form.agreement())
        if form.is_done:
            return SeeOther(reverse("public:my-interest", args=[sheet.pk]))
    page = {
        "person": person,
        "form": form,
        "sheet": sheet,
        "shares_phone": shares_phone(request),
    }
    return show(request, "public/interests/keep.html", page, form=form)


@require_POST
@for_young_people
def share(request, pk):
    sheet = _sheet(request, pk)
    said = _("Your counsellors may see this result from now on. You can stop that at any time.")
    press(request, use_cases.share_sheet, said=said, sheet=sheet)
    return SeeOther(reverse("public:my-interest", args=[sheet.pk]))


@require_POST
@for_young_people
def stop_sharing(request, pk):
    sheet = _sheet(request, pk)
    press(request, use_cases.stop_sharing, said=_("Only you see it from now on."), sheet=sheet)
    return SeeOther(reverse("public:my-interest", args=[sheet.pk]))


@require_POST
@for_young_people
def forget(request, pk):
    sheet = _sheet(request, pk)
    person = sheet.young_person_id
    press(request, use_cases.forget_sheet, said=_("Your answers are deleted."), sheet=sheet)
    return SeeOther(reverse("public:my-interests", args=[person]))
