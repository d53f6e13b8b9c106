"""Looking through a list before and after it is taken over."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.rosters import rules, use_cases
from nhipcau.rosters.columns import Field, letter
from nhipcau.rosters.models import Roster
from nhipcau.rosters.queries import earlier_of_same_file, outcome_counts, verdict_counts
from nhipcau.rosters.reasons import explained
from nhipcau.rosters.states import TAKEN_OVER, RosterState, Verdict
from nhipcau.shared.wording import phone as written_phone
from nhipcau.web.workspace.registrations import full_name_of
from nhipcau.web.workspace.rosters import roster_list_crumbs
from nhipcau.web.workspace.sending import form_page, send, sent

ON_A_PAGE = 50
TONES = {
    Verdict.NEW: "success",
    Verdict.KNOWN: "success",
    Verdict.ALIKE: "warning",
    Verdict.DOUBTFUL: "warning",
    Verdict.NEEDS_GUARDIAN: "warning",
    Verdict.REPEATED: "neutral",
    Verdict.REGISTERED: "neutral",
    Verdict.UNREADABLE: "danger",
    Verdict.IGNORED: "neutral",
}
WRITINGS = {
    "tcvn3": "TCVN3 (ABC, .VnTime)",
    "vni": "VNI (VNI-Times)",
    "viqr": "VIQR",
    "utf-8 twice": "UTF-8",
}


def visible_roster(request, pk):
    rosters = Roster.objects.visible_to(request.user).select_related(
        "organisation",
        "session__event__kind",
        "session__event__plan_line__lead",
        "session__event__plan_line__supporting",
    )
    return get_object_or_404(rosters, pk=pk)


def visible_draft(request, pk):
    roster = visible_roster(request, pk)
    if roster.state != RosterState.DRAFT:
        raise Http404
    return roster


def roster_crumbs(roster, here=""):
    crumbs = roster_list_crumbs(roster.session.event, name_of(roster))
    if not here:
        return crumbs
    crumbs[-1] = (name_of(roster), reverse("workspace:rosters:detail", args=[roster.pk]))
    return [*crumbs, (here, "")]


def name_of(roster):
    return (
        f"{roster.organisation.short_name}: {roster.file_name}"
        if roster.file_name
        else str(roster.organisation)
    )


def _shown(row, roster):
    """A row as the page needs it."""
    sheet = roster.sheets[row.sheet]
    unread = [cell for cell in row.cells if cell]
    return {
        "row": row,
        "sheet": sheet["name"],
        "tone": TONES[Verdict(row.verdict)],
        "reasons": explained(row.reasons, sheet["headers"]),
        "as_sent": " · ".join(unread)[:160] if not row.full_name else "",
        "may_mend": roster.state == RosterState.DRAFT and (row.reasons or row.typed),
    }


@require_GET
def detail(request, pk):
    roster = visible_roster(request, pk)
    counts = verdict_counts(roster)
    chosen = request.GET.get("verdict", "")
    rows = roster.rows.select_related("commune").order_by("place")
    rows = rows.filter(verdict=chosen) if chosen in counts else rows.exclude(verdict="IGNORED")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    address = reverse("workspace:rosters:detail", args=[roster.pk])
    people = sum(n for verdict, n in counts.items() if verdict != Verdict.IGNORED)
    chips = [{"url": address, "label": _("all people"), "current": not chosen, "count": people}]
    chips += [
        {
            "url": f"{address}?verdict={verdict}",
            "label": Verdict(verdict).label,
            "current": verdict == chosen,
            "count": count,
        }
        for verdict, count in counts.items()
    ]
    is_draft = roster.state == RosterState.DRAFT
    context = {
        "roster": roster,
        "title": name_of(roster),
        "event": roster.session.event,
        "kicker": full_name_of(roster.session),
        "is_draft": is_draft,
        "chips": chips,
        "page": page,
        "shown": [_shown(row, roster) for row in page],
        "taken_count": sum(counts.get(one, 0) for one in TAKEN_OVER),
        "people_count": people,
        "open_count": people - sum(counts.get(one, 0) for one in TAKEN_OVER),
        "child_count": counts.get(Verdict.NEEDS_GUARDIAN, 0),
        "writing": WRITINGS.get(roster.writing, ""),
        "earlier": earlier_of_same_file(roster) if is_draft else None,
        "sheets": [(at, sheet) for at, sheet in enumerate(roster.sheets) if sheet["rows"]],
        "outcomes": [] if is_draft else outcome_counts(roster),
        "may_confirm": rules.may_confirm(request.user, roster),
        "may_undo": roster.state == RosterState.CONFIRMED
        and rules.may_confirm(request.user, roster)
        and timezone.now() <= roster.confirmed_at + rules.UNDO_WITHIN,
        "crumbs": roster_crumbs(roster),
    }
    return render(request, "workspace/rosters/detail.html", context)


class ColumnsForm(forms.Form):
    """One question a column, with the first values that stand in it."""

    header_row = forms.IntegerField(
        label=gettext_lazy("In which row do the column names stand?"),
        help_text=gettext_lazy("The number of the row in the file; 0 when there are none."),
        min_value=0,
        max_value=100_000,
        error_messages={"required": gettext_lazy("Please write a number; 0 when there is none.")},
    )

    def __init__(self, *args, sheet, examples, **options):
        super().__init__(*args, **options)
        self.fields["header_row"].initial = max(0, sheet["header_row"])
        width = max([len(sheet["headers"]), *(len(one) for one in examples)], default=0)
        for column in range(width):
            header = sheet["headers"][column] if column < len(sheet["headers"]) else ""
            told = [one[column] for one in examples if column < len(one) and one[column]]
            field = sheet["fields"][column] if column < len(sheet["fields"]) else ""
            self.fields[f"column_{column}"] = forms.ChoiceField(
                label=f"{letter(column)} {header}".strip(),
                help_text=" · ".join(text[:30] for text in told[:3]),
                choices=Field.choices,
                required=False,
                initial=field,
            )

    def answers(self):
        names = [name for name in self.fields if name.startswith("column_")]
        return [self.cleaned_data[name] for name in names]


@require_http_methods(["GET", "POST"])
def columns(request, pk, sheet):
    """What each column of a sheet holds; remembered for the school's next list."""
    roster = visible_draft(request, pk)
    if sheet >= len(roster.sheets):
        raise Http404
    told = roster.sheets[sheet]
    rows = roster.rows.filter(sheet=sheet, number__gt=max(0, told["header_row"]))
    examples = list(rows.order_by("place").values_list("cells", flat=True)[:3])
    form = ColumnsForm(sent(request), sheet=told, examples=examples)
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            use_cases.map_columns,
            roster=roster,
            sheet=sheet,
            fields=form.answers(),
            header_row=form.cleaned_data["header_row"],
        )
        if form.is_done:
            messages.success(request, _("Kept, also for the next list of this school or unit."))
            return redirect("workspace:rosters:detail", roster.pk)
    return form_page(
        request,
        form,
        title=_("What each column holds"),
        lead=told["name"],
        kicker=name_of(roster),
        submit=_("Read the rows again"),
        back=reverse("workspace:rosters:detail", args=[roster.pk]),
        crumbs=roster_crumbs(roster, _("Columns")),
    )


class ContactForm(forms.Form):
    phone = forms.CharField(
        label=gettext_lazy("Contact phone of the list"),
        help_text=gettext_lazy(
            "For example of the teacher. It stands in for those without a phone and without a"
            " guardian's phone; leave it empty to take it away."
        ),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )


@require_http_methods(["GET", "POST"])
def contact(request, pk):
    roster = visible_draft(request, pk)
    known = written_phone(roster.contact_phone) if roster.contact_phone else ""
    form = ContactForm(sent(request), initial={"phone": known})
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.give_contact_phone, roster=roster, **form.cleaned_data)
        if form.is_done:
            return redirect("workspace:rosters:detail", roster.pk)
    return form_page(
        request,
        form,
        title=_("Contact phone of the list"),
        kicker=name_of(roster),
        submit=_("Keep"),
        back=reverse("workspace:rosters:detail", args=[roster.pk]),
        crumbs=roster_crumbs(roster, _("Contact phone")),
    )
