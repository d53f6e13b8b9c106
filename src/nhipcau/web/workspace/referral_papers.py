"""Slips and notices to print: of one introduction, or of all that were issued on one day."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nhipcau.referrals import papers, queries, rules
from nhipcau.referrals.states import OPEN, ReferralState
from nhipcau.web.workspace.referrals import visible_referral

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _issued(request, pk):
    """Only counsellors of the Centre hand out slips, and only while the introduction is open."""
    referral = visible_referral(request, pk)
    if not rules.may_take(request.user, "take_up", referral):
        raise Http404
    if referral.state not in OPEN or referral.state == ReferralState.PROPOSED:
        raise Http404
    return referral


@require_GET
@never_cache
def slip_pdf(request, pk):
    referral = _issued(request, pk)
    return _file(papers.papers_pdf([referral], papers.SLIP), PDF, f"gioi-thieu-{pk}.pdf")


@require_GET
@never_cache
def slip_docx(request, pk):
    return _file(papers.slip_docx(_issued(request, pk)), DOCX, f"gioi-thieu-{pk}.docx")


@require_GET
@never_cache
def notice_pdf(request, pk):
    referral = _issued(request, pk)
    return _file(papers.papers_pdf([referral], papers.NOTICE), PDF, f"ket-qua-{pk}.pdf")


@require_GET
@never_cache
def slips_of_day(request):
    """All slips of a day in one file, a page each."""
    if not rules.may_introduce(request.user):
        raise Http404
    found = list(queries.issued_on(request.user, _day(request))[: papers.MOST])
    if not found:
        messages.info(request, _("No slip was issued on that day."))
        return redirect("workspace:referrals:inbox")
    return _file(papers.papers_pdf(found, papers.SLIP), PDF, "phieu-gioi-thieu.pdf")


def _day(request):
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return timezone.localdate()


def _file(content, kind, name):
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
