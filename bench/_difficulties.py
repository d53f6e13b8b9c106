"""Open difficulties, threads, promises and notices in bulk, as the use cases would write them."""

import random
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from nhipcau.coordination.clock import due_after
from nhipcau.coordination.models import Difficulty, DifficultyStep, Notice, Promise, Thread
from nhipcau.coordination.states import Kind, Level, Severity
from nhipcau.events.models import Event
from nhipcau.organisations.models import Membership, Organisation, Role
from nhipcau.people.models import YoungPerson
from nhipcau.programmes.models import Programme

AT_ONCE = 1000
SEVERITIES = (("DANGER", 1), ("HIGH", 14), ("NORMAL", 65), ("LOW", 20))


def add_difficulties(count):
    """Half of them in each unit's queue; a third late; a tenth about a young person."""
    now, draw = timezone.now(), random.Random("bench difficulties")
    today = timezone.localdate(now)
    programme = Programme.objects.filter(starts_on__lte=today, ends_on__gte=today).first()
    units = list(Organisation.objects.filter(pk__in=programme.parties.values("organisation")))
    people = list(YoungPerson.objects.order_by("pk").values_list("pk", flat=True)[:2000])
    events = list(Event.objects.order_by("-pk").values_list("pk", flat=True)[:50])
    handlers = {
        unit.pk: list(
            Membership.objects.active()
            .filter(organisation=unit, role__in=[Role.FOCAL_POINT, Role.COORDINATOR])
            .values_list("user", flat=True)
        )
        for unit in units
    }
    names, weights = zip(*SEVERITIES, strict=True)
    days = {
        (back, severity): due_after(today - timedelta(days=back), severity)
        for back in range(40)
        for severity in Severity.values
    }
    made = []
    for number in range(count):
        unit, severity = units[number % 2], draw.choices(names, weights)[0]
        back = draw.randrange(40)
        handler = draw.choice([None, *handlers[unit.pk]])
        one = Difficulty(
            programme=programme,
            unit=unit,
            handler_id=handler,
            kind=draw.choice(Kind.values),
            severity=severity,
            state="IN_HAND" if handler else "NEW",
            title=f"Vướng mắc đo lường {number}",
            what="Dữ liệu đo lường",
            told_by="STAFF",
            told_unit=unit,
            young_person_id=draw.choice(people) if number % 10 == 0 else None,
            event_id=draw.choice(events) if number % 3 == 0 and events else None,
            told_on=today - timedelta(days=back),
            due_on=days[back, severity],
            opened_at=now - timedelta(days=back),
        )
        one.level = draw.choice(Level.values) if one.due_on < today else Level.CONTACT.value
        one.next_on = None if one.level == Level.LEADERS else max(today, one.due_on)
        made.append(one)
    kept = Difficulty.objects.bulk_create(made, AT_ONCE)
    DifficultyStep.objects.bulk_create(
        [
            DifficultyStep(
                difficulty=one,
                number=1,
                name="tell",
                to_state="NEW",
                unit=one.unit,
                due_on=one.due_on,
                level=one.level,
                severity=one.severity,
                actor_kind="system",
                at=one.opened_at,
            )
            for one in kept
        ],
        AT_ONCE,
    )
    _add_exchange(programme, units, kept, now)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _add_exchange(programme, units, difficulties, now):
    """A thread for every fifth, a promise for every tenth, a notice for every second."""
    threads = Thread.objects.bulk_create(
        [
            Thread(
                programme=programme,
                kind="DIFFICULTY",
                difficulty=one,
                subject=one.title,
                unit=one.unit,
                at=now,
                last_post_at=now,
            )
            for one in difficulties[::5]
        ],
        AT_ONCE,
    )
    Promise.objects.bulk_create(
        [
            Promise(
                programme=programme,
                unit=units[number % 2],
                what="Dữ liệu đo lường",
                due_on=timezone.localdate(now) + timedelta(days=number % 30 - 10),
                thread=thread,
                at=now,
            )
            for number, thread in enumerate(threads[::2])
        ],
        AT_ONCE,
    )
    Notice.objects.bulk_create(
        [
            Notice(unit=one.unit, topic="TOLD", difficulty=one, at=one.opened_at)
            for one in difficulties[::2]
        ],
        AT_ONCE,
    )
