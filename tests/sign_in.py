"""Sign a user in for a test as the pages do: staff with the second factor given just now."""

from django.utils import timezone

from nhipcau.web.account.sessions import BACKEND, SECOND_FACTOR, SIGNED_IN_AT


def sign_in(client, user, *, second_factor=True):
    client.force_login(user, backend=BACKEND)
    session = client.session
    session[SIGNED_IN_AT] = timezone.now().timestamp()
    session.pop(SECOND_FACTOR, None)
    if second_factor:
        session[SECOND_FACTOR] = user.pk
    session.save()
    return client
