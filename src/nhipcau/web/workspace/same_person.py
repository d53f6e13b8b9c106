"""Records that may be of one person: compared side by side, merged, told apart, merge undone."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.appointments.use_cases import merge_people, undo_merge
from nhipcau.events.doubles import registrations_too_many
from nhipcau.events.states import PRESENT
from nhipcau.people import rules, use_cases
from nhipcau.people.likeness import score, told_of
from nhipcau.people.models import PersonMerge, PossibleDuplicate, YoungPerson
from nhipcau.people.queries import record_is_open
from nhipcau.shared import wording
from nhipcau.web.answers import NothingToAsk, ReasonForm
from nhipcau.web.workspace.people import people_crumb, reasons_told
from nhipcau.web.workspace.sending import form_page, press, send, sent

ON_A_PAGE = 20
SIDES = ("first", "second")


def duplicates_crumb():
    return _("Possible duplicates"), reverse("workspace:people:duplicates")


@require_GET
def duplicates(request):
    """Pairs that nobody has judged yet, the most alike first."""
    if not rules.may_see_people(request.user):
        raise Http404
    pairs = (
        PossibleDuplicate.objects.visible_to(request.user)
        .unanswered()
        .select_related("first__commune", "second__commune")
        .order_by("-score", "pk")
    )
    page = Paginator(pairs, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [{"pair": pair, "reasons": reasons_told(pair.reasons)} for pair in page]
    context = {
        "page": page,
        "rows": rows,
        "crumbs": [people_crumb(), (_("Possible duplicates"), "")],
    }
    return render(request, "workspace/people/duplicates.html", context)


@dataclass(frozen=True)
class Pair:
    """A possible duplicate with the kept records of both, as they are now."""

    pair: PossibleDuplicate
    first: YoungPerson
    second: YoungPerson

    def side(self, pk):
        """This record and the other one."""
        if pk == self.first.pk:
            return self.first, self.second
        if pk == self.second.pk:
            return self.second, self.first
        raise Http404


def _pair(request, pk):
    if not rules.may_see_people(request.user):
        raise Http404
    pairs = PossibleDuplicate.objects.visible_to(request.user).select_related(
        *(f"{side}{kept}__commune" for side in SIDES for kept in ("", "__merged_into"))
    )
    pair = get_object_or_404(pairs, pk=pk)
    return Pair(pair, *(one.merged_into or one for one in (pair.first, pair.second)))


@require_POST
def open_pair(request, pk):
    """Leave the trace for both, then show them."""
    pair = _pair(request, pk)
    for person in (pair.first, pair.second):
        # One press opens two records: each trace is its own write, repeating one does no harm.
        use_cases.open_record(by=request.user, at=timezone.now(), young_person=person)
    return redirect("workspace:people:compare", pk)


@require_GET
def compare(request, pk):
    pair = _pair(request, pk)
    now = timezone.now()
    if not all(record_is_open(request.user, one.pk, at=now) for one in (pair.first, pair.second)):
        page = {
            "pair": pair.pair,
            "crumbs": [people_crumb(), duplicates_crumb(), (_("Compare"), "")],
        }
        return render(request, "workspace/people/compare_closed.html", page)
    found = score(told_of(pair.first), told_of(pair.second))
    page = {
        "pair": pair.pair,
        "people": [pair.first, pair.second],
        "rows": _rows(request.user, pair),
        "score": found.score,
        "reasons": found.reasons,
        "is_one": pair.first.pk == pair.second.pk,
        "is_different": pair.pair.different_at is not None,
        "crumbs": [people_crumb(), duplicates_crumb(), (_("Compare"), "")],
    }
    return render(request, "workspace/people/compare.html", page)


def _rows(actor, pair):
    """What both records say: label, both answers, whether they agree (None: not to compare)."""
    both = (pair.first, pair.second)
    used = {
        one.pk: one
        for one in YoungPerson.objects.visible_to(actor)
        .filter(pk__in=[one.pk for one in both])
        .annotate(
            registered=Count("registrations", distinct=True),
            came=Count(
                "attendances",
                filter=Q(attendances__value__in=sorted(PRESENT)),
                distinct=True,
            ),
        )
    }

    def told(label, answer, *, compared=True):
        answers = [answer(one) for one in both]
        agree = answers[0] == answers[1] if compared and all(answers) else None
        return {"label": label, "answers": answers, "agree": agree}

    return [
        told(_("Full name"), lambda one: one.full_name),
        told(_("Date of birth"), lambda one: wording.day(one.birth_on)),
        told(_("Phone"), lambda one: wording.phone(one.phone)),
        told(_("Commune"), lambda one: str(one.commune or "")),
        told(_("Known since"), lambda one: wording.day(one.created_at), compared=False),
        told(
            _("Registrations"),
            lambda one: wording.number(used[one.pk].registered),
            compared=False,
        ),
        told(_("Attended"), lambda one: wording.number(used[one.pk].came), compared=False),
    ]


@require_http_methods(["GET", "POST"])
def keep(request, pk, person_pk):
    """The same person: say what follows, then merge."""
    pair = _pair(request, pk)
    kept, merged = pair.side(person_pk)
    form = NothingToAsk(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, merge_people, kept=kept, merged=merged)
        if form.is_done:
            messages.success(request, _("One person now. You can undo this on the record."))
            return redirect("workspace:people:detail", kept.pk)
    given_back = list(registrations_too_many(kept, merged)) if kept.pk != merged.pk else []
    consequences = [
        _("The record that is kept shows registrations, attendance and consents of both."),
        _("Reports count one person, in both units. Nothing is deleted or overwritten."),
        _("Both units see the whole person, and who merged the records."),
        _("You can undo it at any time, with a reason."),
    ]
    if given_back:
        consequences.insert(
            0,
            ngettext(
                "Registered twice for one session: %(count)s registration is cancelled and its"
                " place goes to the waiting list. Undoing the merge does not bring it back.",
                "Registered twice for the same sessions: %(count)s registrations are cancelled and"
                " their places go to the waiting lists. Undoing the merge does not bring them"
                " back.",
                len(given_back),
            )
            % {"count": wording.number(len(given_back))},
        )
    return form_page(
        request,
        form,
        title=_("Keep this record?"),
        lead=kept.full_name,
        kicker=_("The same person"),
        consequences=consequences,
        danger=bool(given_back),
        submit=_("The same person: merge"),
        back=reverse("workspace:people:compare", args=[pk]),
        crumbs=[people_crumb(), duplicates_crumb(), (_("Merge"), "")],
    )


@require_POST
def different(request, pk):
    """Two people: never asked again."""
    pair = _pair(request, pk)
    press(
        request,
        use_cases.mark_different,
        pair=pair.pair,
        said=_("Two people. We will not ask about these two again."),
    )
    return redirect("workspace:people:duplicates")


@require_http_methods(["GET", "POST"])
def undo(request, pk):
    """Take a merge back."""
    if not rules.may_see_people(request.user):
        raise Http404
    merges = PersonMerge.objects.visible_to(request.user).select_related("kept", "merged", "by")
    merge = get_object_or_404(merges, pk=pk)
    back = reverse("workspace:people:detail", args=[merge.kept.merged_into_id or merge.kept_id])
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, undo_merge, merge=merge, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("The merge is undone: two records again."))
            return redirect("workspace:people:list")
    return form_page(
        request,
        form,
        title=_("Undo this merge?"),
        lead=merge.merged.full_name,
        kicker=_("Two people after all"),
        consequences=[
            _("The record stands by itself again, with all that belongs to it."),
            _("What came since for the person who was kept stays with that record."),
            _("A registration that was cancelled by the merge is not brought back."),
        ],
        submit=_("Undo the merge"),
        back=back,
        crumbs=[people_crumb(), (_("Record"), back), (_("Undo a merge"), "")],
    )
