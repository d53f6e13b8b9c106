"""What the own units were told, how often a mail comes, and what did not arrive."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.concerns.rules import is_recipient
from nhipcau.messaging import queries, rules, use_cases
from nhipcau.messaging.models import Message
from nhipcau.messaging.states import Rhythm, Route
from nhipcau.people.rules import may_see_people
from nhipcau.web.workspace.sending import form_page, press, send, sent

ON_A_PAGE = 25
COLLEAGUES_SHOWN = 20


def _crumb():
    return _("Notices"), reverse("workspace:notices:list")


@require_GET
def notice_list(request):
    found = queries.notices_listed(request.user, at=timezone.now())
    page = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "reads_concerns": is_recipient(request.user),
        "sees_undelivered": rules.may_see_undelivered(request.user),
        "crumbs": [(_("Notices"), "")],
    }
    return render(request, "workspace/notices/list.html", page)


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often do you want a mail?"),
        help_text=gettext_lazy("What is urgent comes at once, whatever you choose."),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose how often.")},
    )


@require_http_methods(["GET", "POST"])
def choice(request):
    if not rules.may_choose_rhythm(request.user):
        raise Http404
    form = RhythmForm(sent(request), initial={"rhythm": queries.chosen_rhythm(request.user)})
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.choose_rhythm, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("Kept. It counts from the next mail on."))
            return redirect("workspace:notices:list")
    return form_page(
        request,
        form,
        title=_("How often I get a mail"),
        submit=_("Keep my choice"),
        back=reverse("workspace:notices:list"),
        crumbs=[_crumb(), (_("How often I get a mail"), "")],
    )


@require_GET
def undelivered(request):
    user, now = request.user, timezone.now()
    if not rules.may_see_undelivered(user):
        raise Http404
    found = queries.undelivered(user, at=now) if may_see_people(user) else queries.nothing()
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    addresses = {rules.address_of(one) for one in page if one.route == Route.MAIL}
    dead = queries.dead_among(addresses)
    for message in page:
        message.is_dead = message.route == Route.MAIL and rules.address_of(message) in dead
    jams = queries.jams(at=now)
    context = {
        "page": page,
        "jams": jams,
        "waiting_count": queries.waiting_letters() if jams else 0,
        "colleagues": queries.failed_to_colleagues(user, at=now)[:COLLEAGUES_SHOWN],
        "crumbs": [_crumb(), (_("What did not arrive"), "")],
    }
    return render(request, "workspace/notices/undelivered.html", context)


@require_POST
def send_again(request, pk):
    if not may_see_people(request.user):
        raise Http404
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    press(
        request,
        use_cases.send_again,
        said=_("It goes out again, outside of the quiet hours."),
        message=message,
    )
    return redirect("workspace:notices:undelivered")
