"""What pages show of talks: the open one, the latest, what was agreed in one."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from nhipcau.assistance.models import AssistedTalk
from nhipcau.assistance.rules import LONGEST
from nhipcau.events.models import Registration, Session
from nhipcau.events.states import LIVE, EventState
from nhipcau.organisations.models import Role
from nhipcau.organisations.rules import partner_units_of
from nhipcau.people.models import Consent, ConsentText, Guardian, Purpose, YoungPerson
from nhipcau.people.queries import consent_texts
from nhipcau.seekers.rules import WRITERS
from nhipcau.shared.row_security import reading

# What is read aloud in a talk; the others are asked where they are needed.
READ_ALOUD = (Purpose.PARTICIPATION, Purpose.JOB_SEARCH, Purpose.CONTACT)
SHOWN = 10
MOST_SESSIONS = 8


def open_talk_of(actor: Any, *, at: datetime) -> AssistedTalk | None:
    """The talk in which the actor sits now."""
    return (
        AssistedTalk.objects.visible_to(actor)
        .open()
        .filter(officer=actor, began_at__gt=at - LONGEST)
        .select_related("young_person__commune")
        .first()
    )


def latest_talks_of(actor: Any) -> list[AssistedTalk]:
    """Whom the actor sat with, newest first."""
    return list(
        AssistedTalk.objects.visible_to(actor)
        .filter(officer=actor)
        .select_related("young_person__commune")
        .order_by("-began_at", "-pk")[:SHOWN]
    )


def talk_of(actor: Any, pk: int) -> AssistedTalk | None:
    """One talk of the actor's own, open or not."""
    return (
        AssistedTalk.objects.visible_to(actor)
        .filter(pk=pk, officer=actor)
        .select_related("young_person__commune", "officer")
        .first()
    )


def consents_in_force(person: YoungPerson) -> list[Consent]:
    """What the person agrees to, on whichever record."""
    return list(
        Consent.objects.in_force()
        .filter(young_person__in=YoungPerson.objects.same_as(person).values("pk"))
        .select_related("text")
        .order_by("given_at", "pk")
    )


def texts_to_read(person: YoungPerson, *, at: datetime) -> list[ConsentText]:
    """The words of today to which the person has not agreed yet, in the order to read them."""
    texts = consent_texts(localdate(at))
    agreed = {one.text_id for one in consents_in_force(person)}
    return [
        texts[purpose]
        for purpose in READ_ALOUD
        if purpose in texts and texts[purpose].pk not in agreed
    ]


def guardian_who_agreed(person: YoungPerson, *, actor: Any, at: datetime) -> Guardian | None:
    """The guardian of the newest consent in force, as far as the actor sees one."""
    found = [one.guardian_id for one in consents_in_force(person) if one.guardian_id]
    if not found:
        return None
    with reading(actor, at=at):
        return Guardian.objects.filter(pk=found[-1]).first()


def sessions_open(actor: Any, person: YoungPerson, *, at: datetime) -> list[Session]:
    """Sessions that are open to all, of the actor's units, to which the person may still come."""
    units = partner_units_of(actor, *WRITERS, Role.COMMUNE_OFFICER)
    taken = Registration.objects.of_person(person).filter(state__in=sorted(LIVE))
    return list(
        Session.objects.public()
        .filter(
            Q(event__plan_line__lead__in=units) | Q(event__plan_line__supporting__in=units),
            event__kind__takes_public_registration=True,
            event__kind__hides_host=False,
            event__state=EventState.OPEN,
            event__registration_closes_at__gt=at,
            ends_at__gt=at,
        )
        .exclude(pk__in=taken.values("session"))
        .select_related("event__kind", "event__plan_line", "event__commune")
        .order_by("starts_at", "pk")[:MOST_SESSIONS]
    )


def coming_registrations(person: YoungPerson, *, at: datetime) -> list[Registration]:
    """Where the person is expected: places and the waiting list."""
    return list(
        Registration.objects.of_person(person)
        .filter(
            state__in=sorted(LIVE),
            session__ends_at__gt=at,
            session__event__kind__hides_host=False,
        )
        .select_related("session__event")
        .order_by("session__starts_at", "pk")
    )
