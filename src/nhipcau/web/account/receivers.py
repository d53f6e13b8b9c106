"""What allauth and Django did, told by their signals, enters the audit trail and the session."""

from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.signals import password_changed, password_set
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from nhipcau.accounts import queries, use_cases
from nhipcau.shared.actors import PUBLIC
from nhipcau.web.account import sessions


@receiver(user_logged_in)
def signed_in(sender, request, user, **_more):
    sessions.note_time(request)
    if any(one.get("method") == "mfa" for one in get_authentication_records(request, user)):
        sessions.note_second_factor(request, user)
    use_cases.record_sign_in(by=user, at=timezone.now())


@receiver(authentication_failed)
def second_step_failed(sender, **_more):
    use_cases.record_failed_sign_in(by=PUBLIC, at=timezone.now())


@receiver(password_set)
@receiver(password_changed)
def password_written(sender, request, user, **_more):
    reauthenticate_by_password(request)
    use_cases.record_password_change(by=user, at=timezone.now())


@receiver(post_save, sender=Authenticator)
def factor_added(sender, instance, created, **_more):
    if not created:
        return
    use_cases.record_factor_change(
        by=_actor(instance), at=timezone.now(), factor=instance, is_added=True
    )
    if instance.type in queries.SECOND_FACTORS and _is_own(instance):
        sessions.note_second_factor(context.request, instance.user)
        # Setting it up was the proof: the next step does not ask again.
        record_authentication(
            context.request, instance.user, "mfa", type=instance.type, reauthenticated=True
        )


@receiver(post_delete, sender=Authenticator)
def factor_removed(sender, instance, **_more):
    use_cases.record_factor_change(
        by=_actor(instance), at=timezone.now(), factor=instance, is_added=False
    )
    if _is_own(instance) and not queries.has_second_factor(instance.user):
        sessions.forget_second_factor(context.request)


def _actor(factor):
    request = context.request
    return request.user if request is not None and request.user.pk else factor.user


def _is_own(factor):
    request = context.request
    return request is not None and request.user.pk == factor.user_id
