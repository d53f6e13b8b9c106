"""Lists of vacancies as employers send them: read, looked through, taken over, taken back."""

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.shared.wording import day
from nhipcau.vacancies import queries, rules, use_cases
from nhipcau.vacancies.list_reasons import explained
from nhipcau.vacancies.models import Vacancy, VacancyList, VacancyRow
from nhipcau.vacancies.states import ListState, RowVerdict
from nhipcau.vacancies.wording import wage_in_words
from nhipcau.web.answers import NothingToAsk, ReasonForm
from nhipcau.web.workspace.sending import form_page, press, send, sent
from nhipcau.web.workspace.vacancies import employer_written_for, seen, vacancies_crumb
from nhipcau.web.workspace.vacancy_list_forms import ColumnsForm, RowForm, UploadForm, as_written

ON_A_PAGE = 50
OPEN_DAYS = 30
TONES = {
    RowVerdict.NEW: "success",
    RowVerdict.KNOWN: "neutral",
    RowVerdict.REPEATED: "neutral",
    RowVerdict.UNREADABLE: "danger",
    RowVerdict.IGNORED: "neutral",
}


def visible_list(request, pk):
    seen(request)
    lists = VacancyList.objects.visible_to(request.user).select_related("employer")
    kept = get_object_or_404(lists, pk=pk)
    if not rules.may_work_on_list(request.user, kept):
        raise Http404
    return kept


def visible_draft(request, pk):
    kept = visible_list(request, pk)
    if kept.state != ListState.DRAFT:
        raise Http404
    return kept


def name_of(kept):
    return f"{kept.employer.name}: {kept.file_name}" if kept.file_name else kept.employer.name


def list_crumbs(kept, here=""):
    lists = (_("Lists of employers"), reverse("workspace:vacancies:lists"))
    if not here:
        return [vacancies_crumb(), lists, (name_of(kept), "")]
    address = reverse("workspace:vacancies:list-detail", args=[kept.pk])
    return [vacancies_crumb(), lists, (name_of(kept), address), (here, "")]


@require_GET
def lists(request):
    seen(request)
    kept = VacancyList.objects.visible_to(request.user).select_related("employer", "created_by")
    page = Paginator(kept.order_by("-created_at", "-pk"), 25).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_write": rules.works_with_vacancies(request.user),
        "crumbs": [vacancies_crumb(), (_("Lists of employers"), "")],
    }
    return render(request, "workspace/vacancies/lists.html", context)


@require_http_methods(["GET", "POST"])
def upload(request, pk):
    """Read a list; it is looked through on the next page before anything is written."""
    employer = employer_written_for(request, pk)
    form = UploadForm(
        sent(request),
        request.FILES or None,
        initial={"closes_on": timezone.localdate() + dt.timedelta(days=OPEN_DAYS)},
    )
    if request.method == "POST" and form.is_valid() and (tables := form.tables()):
        file = form.cleaned_data["file"]
        kept = send(
            request,
            form,
            use_cases.upload_list,
            employer=employer,
            tables=tables,
            file_name=file.name if file else _("pasted rows"),
            closes_on=form.cleaned_data["closes_on"],
        )
        if form.is_done:
            return redirect("workspace:vacancies:list-detail", kept.pk)
    return form_page(
        request,
        form,
        template="workspace/vacancies/upload.html",
        title=_("Read a list of vacancies"),
        lead=_("No vacancy is written yet: you look through the rows first."),
        kicker=employer.name,
        submit=_("Read the rows"),
        back=reverse("workspace:vacancies:lists"),
        crumbs=[
            vacancies_crumb(),
            (_("Lists of employers"), reverse("workspace:vacancies:lists")),
            (_("Read a list"), ""),
        ],
    )


@require_GET
def list_detail(request, pk):
    kept = visible_list(request, pk)
    counts = queries.list_counts(kept)
    chosen = request.GET.get("verdict", "")
    rows = VacancyRow.objects.visible_to(request.user).filter(vacancy_list=kept)
    rows = rows.filter(verdict=chosen) if chosen in counts else rows.exclude(verdict="IGNORED")
    page = Paginator(rows.order_by("place"), ON_A_PAGE).get_page(request.GET.get("page"))
    address = reverse("workspace:vacancies:list-detail", args=[kept.pk])
    total = sum(count for verdict, count in counts.items() if verdict != RowVerdict.IGNORED)
    chips = [{"url": address, "label": _("all rows"), "current": not chosen, "count": total}]
    chips += [
        {
            "url": f"{address}?verdict={verdict}",
            "label": RowVerdict(verdict).label,
            "current": verdict == chosen,
            "count": count,
        }
        for verdict, count in counts.items()
    ]
    names, communes = queries.places(), queries.commune_names()
    is_draft = kept.state == ListState.DRAFT
    context = {
        "kept": kept,
        "title": name_of(kept),
        "is_draft": is_draft,
        "chips": chips,
        "page": page,
        "rows": [_shown(row, kept, names, communes) for row in page],
        "taken_count": counts.get(RowVerdict.NEW, 0),
        "open_count": counts.get(RowVerdict.UNREADABLE, 0),
        "total": total,
        "sheets": [(at, sheet) for at, sheet in enumerate(kept.sheets) if not sheet["skipped"]],
        "may_undo": kept.state == ListState.CONFIRMED
        and timezone.now() <= kept.confirmed_at + rules.UNDO_WITHIN,
        "history": [],
        "crumbs": list_crumbs(kept),
    }
    return render(request, "workspace/vacancies/list_detail.html", context)


def _shown(row, kept, names, communes):
    """A row as the page needs it."""
    read = row.read
    told = Vacancy(
        market=read.get("market", "HOME"),
        province_code=read.get("province_code", ""),
        country_code=read.get("country_code", ""),
        wage_kind=read.get("wage_kind", "AGREED"),
        wage_from=read.get("wage_from"),
        wage_to=read.get("wage_to"),
        wage_period=read.get("wage_period", "MONTH"),
    )
    is_read = "wage_kind" in read
    return {
        "row": row,
        "tone": TONES[RowVerdict(row.verdict)],
        "title": read.get("title") or " · ".join(filter(None, row.cells))[:120],
        "headcount": read.get("headcount", ""),
        "wage": wage_in_words(told) if is_read else "",
        "place": communes.get(read.get("commune"), "") or names.of(told),
        "closes_on": day(dt.date.fromisoformat(read["closes_on"])) if "closes_on" in read else "",
        "reasons": explained(row.reasons, kept.sheets[row.sheet]["headers"]),
        "may_mend": kept.state == ListState.DRAFT,
    }


@require_http_methods(["GET", "POST"])
def columns(request, pk, sheet):
    kept = visible_draft(request, pk)
    if sheet >= len(kept.sheets):
        raise Http404
    told = kept.sheets[sheet]
    rows = VacancyRow.objects.visible_to(request.user).filter(
        vacancy_list=kept, sheet=sheet, number__gt=told["header_row"]
    )
    examples = list(rows.order_by("place").values_list("cells", flat=True)[:3])
    form = ColumnsForm(sent(request), sheet=told, examples=examples)
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            use_cases.map_columns,
            vacancy_list=kept,
            sheet=sheet,
            columns=form.answers(),
            header_row=form.cleaned_data["header_row"],
        )
        if form.is_done:
            return redirect("workspace:vacancies:list-detail", kept.pk)
    return form_page(
        request,
        form,
        title=_("What each column holds"),
        lead=told["name"],
        kicker=name_of(kept),
        submit=_("Read the rows again"),
        back=reverse("workspace:vacancies:list-detail", args=[kept.pk]),
        crumbs=list_crumbs(kept, _("Columns")),
    )


@require_http_methods(["GET", "POST"])
def row(request, pk):
    rows = VacancyRow.objects.visible_to(request.user).select_related("vacancy_list__employer")
    chosen = get_object_or_404(rows, pk=pk)
    kept = visible_draft(request, chosen.vacancy_list_id)
    sheet = kept.sheets[chosen.sheet]
    as_sent = {
        column: cell
        for column, cell in zip(sheet["columns"], chosen.cells, strict=False)
        if column
    }
    form = RowForm(sent(request), told=as_sent | chosen.typed)
    back = reverse("workspace:vacancies:list-detail", args=[kept.pk])
    if request.method == "POST" and form.is_valid():
        typed = chosen.typed | form.typed()
        mended = send(request, form, use_cases.correct_row, row=chosen, typed=typed)
        if form.is_done:
            said = _("Row %(number)d: %(verdict)s.") % {
                "number": mended.number,
                "verdict": RowVerdict(mended.verdict).label,
            }
            is_good = mended.verdict == RowVerdict.NEW
            (messages.success if is_good else messages.warning)(request, said)
            return redirect(back)
    return form_page(
        request,
        form,
        template="workspace/vacancies/row.html",
        title=_("Mend row %(number)d") % {"number": chosen.number},
        lead=sheet["name"],
        kicker=name_of(kept),
        reasons=explained(chosen.reasons, sheet["headers"]),
        as_sent=[
            (as_written(sheet["headers"][at] if at < len(sheet["headers"]) else "", at), cell)
            for at, cell in enumerate(chosen.cells)
            if cell
        ],
        submit=_("Keep"),
        back=back,
        crumbs=list_crumbs(kept, _("Mend a row")),
    )


@require_http_methods(["GET", "POST"])
def confirm(request, pk):
    kept = visible_draft(request, pk)
    count = queries.list_counts(kept).get(RowVerdict.NEW, 0)
    back = reverse("workspace:vacancies:list-detail", args=[kept.pk])
    if request.method == "POST":
        said = _("The vacancies wait to be checked.")
        press(request, use_cases.confirm_list, vacancy_list=kept, said=said)
        return redirect(back)
    return form_page(
        request,
        NothingToAsk(None),
        title=_("Take over %(count)d vacancies") % {"count": count},
        kicker=name_of(kept),
        consequences=[
            _("Each becomes a vacancy that waits to be checked; nothing is published yet."),
            _("Rows that must be mended are left out."),
            _("For seven days all of it can be taken back."),
        ],
        submit=_("Take over"),
        back=back,
        crumbs=list_crumbs(kept, _("Take over")),
    )


@require_http_methods(["GET", "POST"])
def undo(request, pk):
    kept = visible_list(request, pk)
    if kept.state != ListState.CONFIRMED:
        raise Http404
    form = ReasonForm(sent(request))
    back = reverse("workspace:vacancies:list-detail", args=[kept.pk])
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.undo_list, vacancy_list=kept, **form.cleaned_data)
        if form.is_done:
            messages.success(
                request, _("The list is taken back; each row says what became of it.")
            )
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Take this list back?"),
        kicker=name_of(kept),
        consequences=[
            _("All its vacancies that still wait are closed."),
            _("What was published or given back meanwhile is left as it is; each row says so."),
        ],
        submit=_("Take back"),
        danger=True,
        back=back,
        crumbs=list_crumbs(kept, _("Take back")),
    )


@require_http_methods(["GET", "POST"])
def discard(request, pk):
    kept = visible_draft(request, pk)
    if request.method == "POST":
        said = _("The list is put aside and its rows are deleted.")
        if press(request, use_cases.discard_list, vacancy_list=kept, said=said):
            return redirect("workspace:vacancies:lists")
        return redirect("workspace:vacancies:list-detail", kept.pk)
    return form_page(
        request,
        NothingToAsk(None),
        title=_("Put this list aside?"),
        kicker=name_of(kept),
        consequences=[_("All its rows are deleted at once. No vacancy was written.")],
        submit=_("Put aside"),
        danger=True,
        back=reverse("workspace:vacancies:list-detail", args=[kept.pk]),
        crumbs=list_crumbs(kept, _("Put aside")),
    )
