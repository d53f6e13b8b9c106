"""A fair at the desk of an employer: the invitation, who wishes to come, and the day."""

from csp.constants import SELF
from csp.decorators import csp_update
from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.fairs import queries, today, use_cases
from nhipcau.fairs.models import Booth
from nhipcau.fairs.states import BoothState, Interest
from nhipcau.web import fair_marks
from nhipcau.web.booth_form import BoothForm
from nhipcau.web.employers.desk import desk_page as page_of_desk
from nhipcau.web.employers.keys import at_the_desk
from nhipcau.web.employers.sending import answer, send_as, sent
from nhipcau.web.fair_desk import desk_page
from nhipcau.web.public.registering import SeeOther
from nhipcau.web.sending import show

NOT_SAID = "-"


def own_booth(request, pk):
    booths = Booth.objects.visible_to(request.at_desk).select_related(
        "employer", "fair__event__kind", "fair__event__plan_line"
    )
    return get_object_or_404(booths, pk=pk)


@at_the_desk
@require_safe
def fair(request, pk):
    """One fair: whether it comes, its hours and work, who is told when."""
    booth = own_booth(request, pk)
    found = booth.fair
    page = page_of_desk(
        request,
        "",
        title=found.event.title,
        booth=booth,
        fair=found,
        event=found.event,
        is_open=timezone.now() < found.ends_at,
        hours=[
            {"starts_at": found.starts(slot), "count": count}
            for slot, count in enumerate(booth.interviewers[: found.slots_count])
        ],
        work=queries.brought(found).get(booth.pk, []),
        wishes_count=booth.wishes.count(),
        turns=today.queue_of(booth, at=timezone.now()),
    )
    return show(request, "employers/fairs/fair.html", page)


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def answer_fair(request, pk):
    booth = own_booth(request, pk)
    form = BoothForm(sent(request), booth=booth, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        send_as(
            request.at_desk,
            request,
            form,
            use_cases.answer_invitation,
            booth=booth,
            comes=True,
            details=form.details(),
        )
        if form.is_done:
            messages.success(request, _("Thank you. We look forward to you."))
            return SeeOther(reverse("employers:fair", args=[pk]))
    page = page_of_desk(
        request,
        "",
        title=booth.fair.event.title,
        lead=_("Say when you interview and what work you bring. You can change it later."),
        submit=_("We come"),
        back=reverse("employers:fair", args=[pk]),
    )
    return answer(request, "employers/form.html", page, form=form)


class NotComingForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why not, if you want to say"), max_length=300, required=False
    )


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def decline_fair(request, pk):
    """No to an invitation, or to a booth that was promised."""
    booth = own_booth(request, pk)
    gives_up = booth.state == BoothState.ACCEPTED
    form = NotComingForm(sent(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if gives_up:
            send_as(
                request.at_desk, request, form, use_cases.give_up_booth, booth=booth, reason=reason
            )
        else:
            send_as(
                request.at_desk,
                request,
                form,
                use_cases.answer_invitation,
                booth=booth,
                comes=False,
                reason=reason,
            )
        if form.is_done:
            messages.success(request, _("Thank you for telling us."))
            return SeeOther(reverse("employers:fair", args=[pk]))
    page = page_of_desk(
        request,
        "",
        title=_("We do not come"),
        lead=booth.fair.event.title,
        submit=_("Tell the Centre"),
        back=reverse("employers:fair", args=[pk]),
    )
    return answer(request, "employers/form.html", page, form=form)


class RankForm(forms.Form):
    """One question for each who wishes to come."""

    def __init__(self, *args, applicants, **options):
        super().__init__(*args, **options)
        self.rows = []
        choices = [
            (NOT_SAID, _("not said")),
            *((str(one), word) for one, word in Interest.choices),
        ]
        for one in applicants:
            name = f"wanted_{one.candidate}"
            self.fields[name] = forms.ChoiceField(
                label=_("How gladly would you meet No. %(number)s?") % {"number": one.number},
                choices=choices,
                required=False,
                initial=NOT_SAID if one.interest is None else str(one.interest),
            )
            self.rows.append({"applicant": one, "question": self[name]})

    def interest(self):
        told = {}
        for row in self.rows:
            name = row["question"].name
            value = self.cleaned_data.get(name) or NOT_SAID
            told[row["applicant"].candidate] = None if value == NOT_SAID else int(value)
        return told


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def people(request, pk):
    """Who wishes to meet this employer; before consent, initials and a number."""
    booth = own_booth(request, pk)
    form = RankForm(sent(request), applicants=queries.applicants_of(booth))
    if request.method == "POST" and form.is_valid():
        send_as(
            request.at_desk,
            request,
            form,
            use_cases.rank_candidates,
            booth=booth,
            interest=form.interest(),
        )
        if form.is_done:
            messages.success(request, _("Your answers are kept."))
            return SeeOther(reverse("employers:fair-people", args=[pk]))
    page = page_of_desk(
        request, "", title=_("Who wishes to meet you"), booth=booth, fair=booth.fair
    )
    return answer(request, "employers/fairs/people.html", page, form=form)


@at_the_desk
@require_safe
@csp_update({"worker-src": [SELF]})  # type: ignore[arg-type]  # typed for views of one argument
def day(request, pk):
    """The desk on the day, on a phone or a tablet."""
    booth = own_booth(request, pk)
    page = page_of_desk(request, "", title=_("On the day"))
    marks_url = reverse("employers:fair-marks", args=[pk])
    page |= desk_page(booth, timezone.now(), marks_url, "/employers/fairs/")
    return show(request, "employers/fairs/day.html", page)


@at_the_desk
@require_POST
def marks(request, pk):
    booth = own_booth(request, pk)
    back = reverse("employers:fair-day", args=[pk])
    return fair_marks.take(request, request.at_desk, booth, back)
