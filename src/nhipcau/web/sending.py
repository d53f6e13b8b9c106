"""From a sent form to one use case, and back to a page that says what became of it."""

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone

from nhipcau.shared.errors import DomainError, TooManyAttempts
from nhipcau.web.keys import key_of


def sent(request):
    """What a form is bound to: also an empty answer is an answer."""
    return request.POST if request.method == "POST" else None


def send(request, form, use_case, /, **content):
    """Run the use case for the signed-in colleague; its record, or None after a refusal.

    A refusal goes into the form, to the question it is about. ``form.is_done`` says which it was:
    some use cases return nothing.
    """
    form.is_done = False
    try:
        result = use_case(by=request.user, at=timezone.now(), key=key_of(request), **content)
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        form.retry_after = getattr(error, "retry_after", None)
        return None
    form.is_done = True
    return result


def press(request, use_case, /, *, said="", **content):
    """Run the use case of a button that has no questions; a refusal becomes a message."""
    try:
        use_case(by=request.user, at=timezone.now(), key=key_of(request), **content)
    except TooManyAttempts:
        raise
    except DomainError as error:
        messages.error(request, str(error))
        return False
    if said:
        messages.success(request, said)
    return True


def show(request, template, context, *, form=None):
    """The page; with status 422 (or 429) when the form in it was refused."""
    wait = getattr(form, "retry_after", None)
    refused = form is not None and form.is_bound and form.errors
    status = 429 if wait else 422 if refused else 200
    kept = key_of(request) if refused else ""
    response = render(request, template, {**context, "form_key": kept}, status=status)
    if wait:
        response["Retry-After"] = str(wait)
    return response


def form_page(request, form, *, title, submit, back, template="workspace/form.html", **more):
    """One form on a page of its own.

    ``crumbs``: pairs of label and address. ``consequences``: sentences that say what will happen.
    ``danger``: the button takes something away.
    """
    context = {"form": form, "title": title, "submit": submit, "back": back, **more}
    return show(request, template, context, form=form)
