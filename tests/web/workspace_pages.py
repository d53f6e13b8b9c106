"""A colleague at work, and the addresses of the workspace, for the tests of its pages."""

from django.urls import reverse
from django.utils import timezone

from nhipcau.organisations.models import Role
from tests.factories import palace_of, staff_of
from tests.sign_in import sign_in


def at_work(client, user):
    """Signed in, with the session's own bookkeeping of this minute already done."""
    sign_in(client, user)
    session = client.session
    session["seen_at"] = timezone.now().timestamp()
    session.save()
    return client


def staff(client, programme, role=Role.COORDINATOR, unit=palace_of):
    """A new colleague of one party of the programme, at work; gives back the user."""
    user = staff_of(unit(programme), role)
    at_work(client, user)
    return user


def page(name, *arguments):
    return reverse(f"workspace:{name}", args=arguments)
