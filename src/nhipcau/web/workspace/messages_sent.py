"""What was told to the people of an event, what waits and what failed. Never a whole number."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nhipcau.events.models import Event
from nhipcau.events.queries import messages_about
from nhipcau.messaging.states import MessageState
from nhipcau.people.rules import may_see_people
from nhipcau.web.workspace.registrations import crumbs_of

ON_A_PAGE = 25
# Longer than a night, after which the worker has had its chance.
TOO_LONG = timedelta(hours=12)


@require_GET
def messages_sent(request, pk):
    events = Event.objects.visible_to(request.user).select_related("kind", "plan_line")
    event = get_object_or_404(events, pk=pk)
    if not may_see_people(request.user):
        raise Http404
    state = request.GET.get("state", "")
    told = messages_about(event, request.user)
    counts = told.order_by().aggregate(
        **{one.value: Count("pk", filter=Q(state=one)) for one in MessageState},
        late=Count(
            "pk",
            filter=Q(state=MessageState.PENDING, send_at__lt=timezone.now() - TOO_LONG),
        ),
    )
    if state in MessageState.values:
        told = told.filter(state=state)
    page = {
        "event": event,
        "page": Paginator(told.select_related("young_person", "letter"), ON_A_PAGE).get_page(
            request.GET.get("page")
        ),
        "counts": [(one.label, counts[one.value]) for one in MessageState],
        "failed_count": counts[MessageState.FAILED],
        "late_count": counts["late"],
        "state": state,
        "states": MessageState.choices,
        "crumbs": crumbs_of(event, _("Messages")),
    }
    return render(request, "workspace/events/messages.html", page)
