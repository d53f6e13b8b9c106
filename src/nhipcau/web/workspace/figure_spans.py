"""The programme and the period that an address of figures is about."""

from django.http import Http404

from nhipcau.reporting.spans import span_of
from nhipcau.web.workspace.reports import programmes_for


def chosen_span(request, slug):
    """The programme and the span of an address; what lies in no programme is not found."""
    for programme in programmes_for(request):
        span = span_of(slug, programme)
        if span is not None:
            return programme, span
    raise Http404
