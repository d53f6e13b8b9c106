"""From a sent form to one use case, for somebody without an account."""

from django.shortcuts import render
from django.utils import timezone

from nhipcau.shared.errors import DomainError
from nhipcau.web.keys import key_of


def sent(request):
    return request.POST if request.method == "POST" else None


def send_as(actor, request, form, use_case, **content):
    """Run the use case; its record. A refusal goes into the form; ``form.is_done`` says which."""
    form.is_done = False
    try:
        result = use_case(by=actor, at=timezone.now(), key=key_of(request), **content)
    except DomainError as error:
        refuse(form, error)
        return None
    form.is_done = True
    return result


def refuse(form, error):
    """Say what is wrong, beside the question it is about when there is one."""
    form.add_error(error.field if error.field in form.fields else None, str(error))
    form.retry_after = getattr(error, "retry_after", None)


def answer(request, template, context, *, form):
    """The page of a form: 422 when it was refused, 429 when it came too often."""
    wait = getattr(form, "retry_after", None)
    refused = form.is_bound and form.errors
    status = 429 if wait else 422 if refused else 200
    kept = key_of(request) if refused else ""
    context = {**context, "form": form, "form_key": kept}
    response = render(request, template, context, status=status)
    if wait:
        response["Retry-After"] = str(wait)
    return response
