"""The file with everything held about a person, as an answer to be kept."""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from nhipcau.rights.exporting import export_json, export_words
from nhipcau.rights.queries import records_of


def file_of(request, person, *, readable):
    at, records = timezone.now(), records_of(person)
    if readable:
        page = {"chapters": export_words(records, at=at), "at": at, "person": person}
        content = render_to_string("public/export.html", page, request=request).encode()
        kind, name = "text/html; charset=utf-8", "du-lieu-cua-toi.html"
    else:
        content = export_json(records, at=at)
        kind, name = "application/json; charset=utf-8", "du-lieu-cua-toi.json"
    headers = {"Content-Type": kind, "Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, headers=headers)
