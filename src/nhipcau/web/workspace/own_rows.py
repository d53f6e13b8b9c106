"""Pages that read tables under row-level security: the database hands out own rows alone."""

from functools import wraps

from django.utils import timezone

from nhipcau.shared.row_security import reading


def with_own_rows(view):
    """One transaction for the page, in the name of whoever asks."""

    @wraps(view)
    def told(request, *given, **named):
        with reading(request.user, at=timezone.now()):
            return view(request, *given, **named)

    return told
