"""What do you like to do? Asked of anybody, without an account and without a name.

The pages of the questionnaire are the same for everybody and hold nobody's data, so a phone may
keep them: `interests/sw.js`. Answers stay on the phone until they are sent.
"""

import hashlib
from datetime import timedelta

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.inventory import queries, use_cases
from nhipcau.inventory.choices import ITEMS, Form
from nhipcau.inventory.scoring import SCALES
from nhipcau.people.models import YoungPerson
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import DomainError, TooManyAttempts
from nhipcau.shared.throttle import Budget, spend
from nhipcau.web.addresses import client_address
from nhipcau.web.answers import text_in
from nhipcau.web.interest_forms import OpenForm
from nhipcau.web.interest_paper import blank_pdf
from nhipcau.web.interest_results import result_page
from nhipcau.web.interest_words import MEANINGS, NAMES
from nhipcau.web.keys import key_of
from nhipcau.web.public.registering import SeeOther, kept_to_its_owner
from nhipcau.web.sending import sent, show

# A whole school behind one address; whoever sends more is slowed down.
BUDGET = Budget("interests", limit=600, per=timedelta(hours=1))
FORMS = {count: form for form, count in ITEMS.items()}
LINKED = (
    *("nhipcau/css/tokens.css", "nhipcau/css/base.css", "nhipcau/css/components.css"),
    *("nhipcau/css/print.css", "nhipcau/css/public.css", "nhipcau/css/interests.css"),
    *("nhipcau/js/app.js", "nhipcau/js/interests.js"),
    *("nhipcau/fonts/be-vietnam-pro-400.woff2", "nhipcau/fonts/be-vietnam-pro-600.woff2"),
    *("nhipcau/icons/icons.svg", "nhipcau/icons/favicon.svg"),
    *("nhipcau/icons/band-warp.svg", "nhipcau/icons/band-weft.svg"),
)


@login_not_required
@require_safe
@never_cache
@csp_update({"worker-src": [SELF]})
def interests(request):
    """What it is and what it is not, before anything is asked."""
    typed = text_in(request, "code", longest=40)
    code = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    known = bool(code) and (queries.sheet_by_code(code) is not None or queries.paper_waits(code))
    if known:
        return redirect("public:interest-result", code)
    page = {
        "typed": typed,
        "age": queries.age_min(timezone.localdate()),
        "areas": [(NAMES[scale], MEANINGS[scale]) for scale in SCALES],
        "least": queries.figure(queries.rules_in_force(timezone.localdate()), "class_min"),
    }
    return render(request, "public/interests/intro.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@csp_update({"worker-src": [SELF]})  # type: ignore[arg-type]  # typed for views of one argument
@never_cache
def answer(request, count):
    if count not in FORMS:
        raise Http404
    at = timezone.now()
    _item_set, items = queries.items_in_force(timezone.localdate(at))
    age = queries.age_min(timezone.localdate(at))
    form = OpenForm(sent(request), items=items[:count], age_min=age)
    if request.method == "POST":
        try:
            spend(BUDGET, client_address(request), at=at)
        except TooManyAttempts as problem:
            form.add_error(None, str(problem))
            form.retry_after = problem.retry_after
        if form.is_valid():
            sheet = _answered(request, form, FORMS[count], at)
            if sheet is not None:
                return SeeOther(reverse("public:interest-result", args=[sheet.code]))
    page = {
        "form": form,
        "count": count,
        "sections": form.sections(),
        "minutes": 4 if count == ITEMS[Form.SHORT] else 8,
        "may_send_open": form.is_bound and 0 < len(form.open_items()) < count,
    }
    return show(request, "public/interests/answer.html", page, form=form)


def _answered(request, form, kind, at):
    told = form.cleaned_data
    try:
        return use_cases.answer_sheet(  # type: ignore[call-arg]  # `key` is taken by @write
            by=PUBLIC,
            at=at,
            form=kind,
            answers=form.answers(),
            is_old_enough=told["is_old_enough"],
            milliseconds=told["milliseconds"],
            started_at=form.started_at(at),
            gender=told["gender"],
            class_code=told["class_code"],
            key=key_of(request),
        )
    except DomainError as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return None


@login_not_required
@require_safe
@never_cache
def result(request, code):
    """Whoever holds the code may read a sheet that has no name."""
    sheet = queries.sheet_by_code(code)
    if sheet is None:
        if queries.was_kept(code):
            return redirect("public:my-registrations")
        if not queries.paper_waits(code):
            raise Http404
        return kept_to_its_owner(render(request, "public/interests/paper_waits.html"))
    user = request.user
    is_youth = user.is_authenticated and not user.is_staff_account
    people = YoungPerson.objects.visible_to(user).kept().order_by("pk") if is_youth else []
    page = {**result_page(sheet), "people": people, "is_youth": is_youth, "has_no_name": True}
    return kept_to_its_owner(render(request, "public/interests/result.html", page))


@login_not_required
@require_POST
@never_cache
def forget(request, code):
    """Delete a sheet that has no name."""
    sheet = queries.sheet_by_code(code)
    if sheet is None:
        raise Http404
    use_cases.forget_sheet(by=PUBLIC, at=timezone.now(), sheet=sheet)
    messages.success(request, _("Your answers are deleted."))
    return SeeOther(reverse("public:interests"))


@login_not_required
@require_safe
def paper(request, count):
    """A sheet to print, without a number."""
    if count not in FORMS:
        raise Http404
    _item_set, items = queries.items_in_force(timezone.localdate())
    return HttpResponse(
        blank_pdf(items[:count]),
        headers={
            "Content-Type": "application/pdf",
            "Content-Disposition": f'attachment; filename="so-thich-{count}.pdf"',
        },
    )


@login_not_required
@require_safe
def worker(request):
    """The service worker with the list of what it keeps; a changed file makes a new version."""
    named = sorted(static(name) for name in LINKED)
    version = hashlib.sha256("\n".join(named).encode()).hexdigest()
    told = {
        "version": version[:16],
        "pages": [reverse("public:interest-answer", args=[count]) for count in sorted(FORMS)],
        "files": named,
    }
    script = render_to_string("public/interests/sw.js", {"told": told})
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
