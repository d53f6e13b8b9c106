"""Steps with a list: mend a row, take all of it over, take it back, put it aside."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nhipcau.events.states import GroupFit
from nhipcau.people.likeness import score, told_of
from nhipcau.people.models import Purpose, Relation, YoungPerson
from nhipcau.rosters import rules, use_cases
from nhipcau.rosters.columns import letter
from nhipcau.rosters.models import RosterRow
from nhipcau.rosters.queries import verdict_counts
from nhipcau.rosters.reasons import explained
from nhipcau.rosters.states import TAKEN_OVER, Decision, RosterState, Verdict
from nhipcau.shared.wording import phone as written_phone
from nhipcau.web.answers import NothingToAsk, ReasonForm
from nhipcau.web.workspace.registrations import full_name_of
from nhipcau.web.workspace.roster_preview import (
    name_of,
    roster_crumbs,
    visible_draft,
    visible_roster,
)
from nhipcau.web.workspace.sending import form_page, press, send, sent


class RowForm(forms.Form):
    """The values of a row as they are read; what is changed stands in place of the cell."""

    name_choice = forms.ChoiceField(
        label=gettext_lazy("How is the name read?"), widget=forms.RadioSelect, required=False
    )
    FULL_NAME = forms.CharField(label=gettext_lazy("Full name"), max_length=200, required=False)
    BIRTH_ON = forms.CharField(
        label=gettext_lazy("Date of birth"),
        help_text=gettext_lazy("Day/month/year, for example 04/05/2008."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    PHONE = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    GUARDIAN_NAME = forms.CharField(
        label=gettext_lazy("Name of parent or guardian"), max_length=200, required=False
    )
    GUARDIAN_PHONE = forms.CharField(
        label=gettext_lazy("Phone of parent or guardian"), max_length=40, required=False
    )
    GUARDIAN_RELATION = forms.ChoiceField(
        label=gettext_lazy("Who is it to the child?"),
        choices=[("", gettext_lazy("choose")), *Relation.choices],
        required=False,
    )
    decision = forms.ChoiceField(
        label=gettext_lazy("Is it the same person?"),
        choices=Decision.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args, row, **options):
        self.row = row
        self.read = {
            "FULL_NAME": row.full_name,
            "BIRTH_ON": f"{row.birth_on:%d/%m/%Y}" if row.birth_on else "",
            "PHONE": written_phone(row.phone) if row.whose_number == "OWN" else "",
            "GUARDIAN_NAME": row.guardian_name,
            "GUARDIAN_PHONE": written_phone(row.guardian_phone) if row.guardian_phone else "",
            "GUARDIAN_RELATION": row.guardian_relation,
        }
        self.read |= row.typed
        super().__init__(*args, initial={**self.read, "decision": row.decision}, **options)
        readings = [row.full_name, *row.other_names] if row.other_names else []
        if readings:
            self.fields["name_choice"].choices = [(one, one) for one in readings]
            self.initial["name_choice"] = row.full_name
        else:
            del self.fields["name_choice"]
        soft = [one["code"] for one in row.reasons]
        is_asked = row.verdict == Verdict.ALIKE or "repeated_other_phone" in soft
        if not is_asked and not row.decision:
            del self.fields["decision"]

    def typed(self):
        """Field → value, for what differs from the file."""
        changed = {
            name: self.cleaned_data[name]
            for name, before in self.read.items()
            if self.cleaned_data[name] != before or name in self.row.typed
        }
        choice = self.cleaned_data.get("name_choice")
        if choice and self.cleaned_data["FULL_NAME"] == self.read["FULL_NAME"]:
            changed["FULL_NAME"] = choice
        return changed


@require_http_methods(["GET", "POST"])
def row(request, pk):
    """Mend one row in place, choose a reading, or say whether it is the same person."""
    rows = RosterRow.objects.visible_to(request.user).select_related(
        "roster__organisation",
        "roster__session__event__kind",
        "roster__session__event__plan_line__lead",
        "roster__session__event__plan_line__supporting",
    )
    chosen = get_object_or_404(rows, pk=pk)
    roster = chosen.roster
    if roster.state != RosterState.DRAFT:
        raise Http404
    form = RowForm(sent(request), row=chosen)
    if request.method == "POST" and form.is_valid():
        mended = send(
            request,
            form,
            use_cases.correct_row,
            row=chosen,
            typed=form.typed(),
            decision=form.cleaned_data.get("decision", ""),
        )
        if form.is_done:
            said = _("Row %(number)d: %(verdict)s.") % {
                "number": mended.number,
                "verdict": Verdict(mended.verdict).label,
            }
            is_good = mended.verdict in TAKEN_OVER
            (messages.success if is_good else messages.warning)(request, said)
            back = reverse("workspace:rosters:detail", args=[roster.pk])
            return redirect(f"{back}?verdict={chosen.verdict}")
    sheet = roster.sheets[chosen.sheet]
    alike = (
        YoungPerson.objects.visible_to(request.user).filter(pk=chosen.person_id).first()
        if chosen.verdict == Verdict.ALIKE
        else None
    )
    return form_page(
        request,
        form,
        template="workspace/rosters/row.html",
        title=_("Mend row %(number)d") % {"number": chosen.number},
        lead=sheet["name"],
        kicker=name_of(roster),
        submit=_("Keep"),
        back=reverse("workspace:rosters:detail", args=[roster.pk]),
        crumbs=roster_crumbs(roster, _("Mend a row")),
        reasons=explained(chosen.reasons, sheet["headers"]),
        alike=alike,
        likeness=score(told_of(chosen), told_of(alike)).reasons if alike else (),
        as_sent=[
            (sheet["headers"][at] if at < len(sheet["headers"]) else letter(at), cell)
            for at, cell in enumerate(chosen.cells)
            if cell
        ],
    )


class ConfirmForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the group"), max_length=120)
    fit = forms.ChoiceField(
        label=gettext_lazy("If not all of them fit"),
        choices=GroupFit.choices,
        widget=forms.RadioSelect,
        initial=GroupFit.ALL,
    )
    asks_each = forms.BooleanField(
        label=gettext_lazy("Each member confirms on the phone before the place is certain"),
        required=False,
    )
    evidence = forms.CharField(
        label=gettext_lazy("Where the signed consent sheets are kept"),
        help_text=gettext_lazy(
            "A list is nobody's consent: each person, and for a child the guardian, has signed a"
            " sheet. For example: folder 12/2026."
        ),
        max_length=100,
        error_messages={
            "required": gettext_lazy("Please say where the signed consent sheets are kept.")
        },
    )
    with_contact = forms.BooleanField(
        label=gettext_lazy("The sheets also agree to reminders and later news"), required=False
    )
    with_statistics = forms.BooleanField(
        label=gettext_lazy("The sheets also agree to statistics (gender, ethnic group, Union)"),
        required=False,
    )

    def purposes(self):
        given = {Purpose.PARTICIPATION}
        given |= {Purpose.CONTACT} if self.cleaned_data["with_contact"] else set()
        given |= {Purpose.STATISTICS} if self.cleaned_data["with_statistics"] else set()
        return frozenset(given)


@require_http_methods(["GET", "POST"])
def confirm(request, pk):
    roster = visible_draft(request, pk)
    if not rules.may_confirm(request.user, roster):
        raise Http404
    counts = verdict_counts(roster)
    taken = sum(counts.get(one, 0) for one in TAKEN_OVER)
    left = sum(counts.values()) - taken - counts.get(Verdict.IGNORED, 0)
    name = roster.file_name.rsplit(".", 1)[0]
    form = ConfirmForm(sent(request), initial={"name": name})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        send(
            request,
            form,
            use_cases.confirm,
            roster=roster,
            name=told["name"],
            fit=GroupFit(told["fit"]),
            asks_each=told["asks_each"],
            evidence=told["evidence"],
            purposes=form.purposes(),
        )
        if form.is_done:
            messages.success(request, _("The list is taken over."))
            return redirect("workspace:rosters:detail", roster.pk)
    return form_page(
        request,
        form,
        title=_("Take over %(count)d people") % {"count": taken},
        kicker=full_name_of(roster.session),
        lead=name_of(roster),
        consequences=[
            _("%(count)d people are registered for this session.") % {"count": taken},
            _("%(count)d rows are left out; you can send them back to be mended.")
            % {"count": left},
            _("For seven days all of it can be taken back, as long as nobody of them came."),
        ],
        submit=_("Take over"),
        back=reverse("workspace:rosters:detail", args=[roster.pk]),
        crumbs=roster_crumbs(roster, _("Take over")),
    )


@require_http_methods(["GET", "POST"])
def undo(request, pk):
    roster = visible_roster(request, pk)
    if roster.state != RosterState.CONFIRMED or not rules.may_confirm(request.user, roster):
        raise Http404
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.undo, roster=roster, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("The list is taken back; below is what became of each."))
            return redirect("workspace:rosters:detail", roster.pk)
    return form_page(
        request,
        form,
        title=_("Take this list back?"),
        kicker=full_name_of(roster.session),
        lead=name_of(roster),
        consequences=[
            _("All its registrations are cancelled; waiting people get the places."),
            _("People entered by this list alone are no longer followed; their consents end."),
            _("People known before stay as they are, with the consents they gave on paper."),
            _("What others changed since is left; each row says so."),
        ],
        submit=_("Take back"),
        danger=True,
        back=reverse("workspace:rosters:detail", args=[roster.pk]),
        crumbs=roster_crumbs(roster, _("Take back")),
    )


@require_http_methods(["GET", "POST"])
def discard(request, pk):
    roster = visible_draft(request, pk)
    if request.method == "POST":
        event = roster.session.event_id
        if press(
            request,
            use_cases.discard,
            roster=roster,
            said=_("The list is put aside and its rows are deleted."),
        ):
            return redirect("workspace:rosters:list", event)
        return redirect("workspace:rosters:detail", roster.pk)
    return form_page(
        request,
        NothingToAsk(None),
        title=_("Put this list aside?"),
        kicker=full_name_of(roster.session),
        lead=name_of(roster),
        consequences=[_("All its rows are deleted at once. Nobody was entered.")],
        submit=_("Put aside"),
        danger=True,
        back=reverse("workspace:rosters:detail", args=[roster.pk]),
        crumbs=roster_crumbs(roster, _("Put aside")),
    )
