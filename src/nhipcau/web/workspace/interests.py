"""Classes that answer the questionnaire on interests, on phones and on paper."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.inventory import queries, rules, use_cases
from nhipcau.inventory.choices import ITEMS, Form
from nhipcau.inventory.models import WORK_WITH_CLASSES, Sitting
from nhipcau.inventory.scoring import SCALES
from nhipcau.organisations.models import Organisation, OrganisationKind
from nhipcau.organisations.rules import partner_units_of
from nhipcau.shared.wording import number
from nhipcau.web.answers import CountField
from nhipcau.web.interest_forms import PaperForm
from nhipcau.web.interest_paper import numbered_pdf
from nhipcau.web.interest_results import draw
from nhipcau.web.interest_words import MEANINGS, NAMES, names_of
from nhipcau.web.workspace.interest_reliability import classes_crumb, said_of
from nhipcau.web.workspace.sending import form_page, send, sent, show

ON_A_PAGE = 25


class SittingForm(forms.Form):
    is_done = False
    name = forms.CharField(
        label=gettext_lazy("Class"),
        help_text=gettext_lazy("For example 11A2. No names of pupils."),
        max_length=80,
        error_messages={"required": gettext_lazy("Please write which class it is.")},
    )
    school = forms.ModelChoiceField(
        label=gettext_lazy("School"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("no school"),
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Which form do they answer?"),
        choices=Form.choices,
        initial=Form.SHORT,
        widget=forms.RadioSelect,
    )
    unit = forms.ModelChoiceField(label=gettext_lazy("Unit"), queryset=None)

    def __init__(self, data=None, *, actor):
        super().__init__(data)
        organisations = Organisation.objects.visible_to(actor)
        self.fields["school"].queryset = organisations.filter(
            kind=OrganisationKind.SCHOOL, dissolved_on=None
        )
        units = organisations.filter(pk__in=partner_units_of(actor, *WORK_WITH_CLASSES))
        self.fields["unit"].queryset = units
        if len(units) == 1:
            self.fields["unit"].initial = units[0]
            self.fields["unit"].widget = forms.HiddenInput()


class CountForm(forms.Form):
    is_done = False
    count = CountField(
        label=gettext_lazy("How many sheets?"),
        help_text=gettext_lazy("One for each pupil; up to 100 at once."),
        min_value=1,
        max_value=100,
    )


def _sitting(request, pk):
    sittings = Sitting.objects.visible_to(request.user).select_related("school", "unit")
    return get_object_or_404(sittings, pk=pk)


@require_GET
def sitting_list(request):
    if not rules.may_see_reliability(request.user):
        raise Http404
    page = Paginator(queries.sittings_listed(request.user), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "may_open": rules.may_work_with_classes(request.user),
        "studies": [said_of(one) for one in queries.latest_studies()],
    }
    return render(request, "workspace/interests/list.html", context)


@require_http_methods(["GET", "POST"])
def open_sitting(request):
    if not rules.may_work_with_classes(request.user):
        raise Http404
    form = SittingForm(sent(request), actor=request.user)
    if request.method == "POST" and form.is_valid():
        made = send(request, form, use_cases.open_sitting, **form.cleaned_data)
        if form.is_done:
            return redirect("workspace:interests:detail", made.pk)
    return form_page(
        request,
        form,
        title=_("A class answers"),
        lead=_("Afterwards you get a code for the board and numbered sheets to print."),
        submit=_("Open for this class"),
        back=reverse("workspace:interests:list"),
        crumbs=[classes_crumb(), (_("A class answers"), "")],
    )


@require_GET
def sitting_detail(request, pk):
    sitting = _sitting(request, pk)
    least = queries.figure(queries.rules_in_force(timezone.localdate()), "class_min")
    page = {
        "sitting": sitting,
        "papers": queries.paper_counts([sitting])[sitting.pk],
        "least": least,
        "figures": _class_figures(sitting) if sitting.closed_at else None,
        "count": ITEMS[Form(sitting.form)],
        "crumbs": [classes_crumb(), (sitting.name, "")],
        "address": request.build_absolute_uri(reverse("public:interests")),
    }
    return render(request, "workspace/interests/detail.html", page)


def _class_figures(sitting):
    """The frozen figures, as a picture with its table; or why there are none."""
    means = sitting.figures.get("means") or {}
    if not means:
        return {"is_enough": False}
    shown = [
        {
            "scale": scale,
            "name": NAMES[scale],
            "meaning": MEANINGS[scale],
            "value": means[scale],
            "points": "–" if means[scale] is None else number(means[scale]),
            "leads": False,
        }
        for scale in SCALES
    ]
    known = [row for row in shown if row["value"] is not None]
    highest = max((row["value"] for row in known), default=None)
    said = _("Liked most in this class, on average: %(names)s (%(points)s of 40).") % {
        "names": names_of([row["scale"] for row in known if row["value"] == highest]),
        "points": number(highest) if highest is not None else "–",
    }
    return {
        "is_enough": True,
        "rows": shown,
        "said": said,
        "counted": sitting.figures["counted"],
        "drawing": draw(shown, title=said, name="class"),
    }


@require_http_methods(["GET", "POST"])
def close_sitting(request, pk):
    sitting = _sitting(request, pk)
    form = forms.Form(sent(request))
    form.is_done = False
    back = reverse("workspace:interests:detail", args=[sitting.pk])
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.close_sitting, sitting=sitting)
        if form.is_done:
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("The class has finished"),
        submit=_("Close and make the figures"),
        back=back,
        consequences=[
            _("Nobody can add a sheet for this class any more."),
            _("The averages of the class are made once and stay as they are."),
            _("Each pupil keeps the own result."),
        ],
        crumbs=[classes_crumb(), (sitting.name, back), (_("Finish"), "")],
    )


@require_http_methods(["GET", "POST"])
def print_papers(request, pk):
    sitting = _sitting(request, pk)
    form = CountForm(sent(request))
    back = reverse("workspace:interests:detail", args=[sitting.pk])
    if request.method == "POST" and form.is_valid():
        count = form.cleaned_data["count"]
        send(request, form, use_cases.print_papers, sitting=sitting, count=count)
        if form.is_done:
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Number sheets for the class"),
        lead=_("Each sheet gets a number for you and a code on a strip for its pupil."),
        submit=_("Make the sheets"),
        back=back,
        crumbs=[classes_crumb(), (sitting.name, back), (_("Sheets of paper"), "")],
    )


@require_GET
def papers_pdf(request, pk):
    """All sheets that are not typed yet."""
    sitting = _sitting(request, pk)
    papers = list(sitting.papers.filter(taken_at=None))
    if not papers:
        return redirect("workspace:interests:detail", sitting.pk)
    items = queries.items_of(sitting.item_set, sitting.form)
    pdf = numbered_pdf(
        items,
        papers,
        class_name=sitting.name,
        address=request.build_absolute_uri(reverse("public:interests")),
    )
    return HttpResponse(
        pdf,
        headers={
            "Content-Type": "application/pdf",
            "Content-Disposition": f'attachment; filename="phieu-lop-{sitting.pk}.pdf"',
        },
    )


@require_http_methods(["GET", "POST"])
def enter_paper(request, pk):
    """Number, digits, Enter; number, digits, Enter: without a mouse."""
    sitting = _sitting(request, pk)
    count = ITEMS[Form(sitting.form)]
    last = None
    form = PaperForm(sent(request), count=count)
    if request.method == "POST" and form.is_valid():
        last = send(request, form, use_cases.enter_paper, sitting=sitting, **form.cleaned_data)
        if form.is_done:
            form = PaperForm(None, count=count, initial=_next(sitting, last))
            form.is_done = True
    elif request.method == "GET":
        form = PaperForm(None, count=count, initial=_next(sitting, None))
    page = {
        "sitting": sitting,
        "form": form,
        "last": last,
        "count": count,
        "papers": queries.paper_counts([sitting])[sitting.pk],
        "crumbs": [
            classes_crumb(),
            (sitting.name, reverse("workspace:interests:detail", args=[sitting.pk])),
            (_("Type in sheets"), ""),
        ],
    }
    return show(request, "workspace/interests/enter.html", page, form=form)


def _next(sitting, last):
    """The next number of the pile: after the last one typed, else the first that waits."""
    waiting = sitting.papers.filter(taken_at=None)
    if last is not None:
        waiting = waiting.filter(number__gt=last.number)
    following = waiting.order_by("number").first()
    return {"number": following.number} if following else {}
