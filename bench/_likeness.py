"""Quality and speed of finding one person again. See ``likeness.py``."""

import argparse
import logging
import random
import resource
import sys
import time

from django.db import connection
from django.utils import timezone

from bench._filling import say
from bench._measuring import Backend, Counter
from bench._pages import act_as_the_site, circumstances, start_database, tell
from nhipcau.organisations.models import Commune, Membership, Role
from nhipcau.people.details import PersonDetails
from nhipcau.people.likeness import likenesses, score
from nhipcau.people.models import PossibleDuplicate, YoungPerson
from nhipcau.people.use_cases import look_for_duplicates
from nhipcau.shared.actors import SYSTEM
from tests.people.made_up import Maker

PAIRS = 20_000
LEAST_RECALL = 0.98
LONGEST_SECONDS, MOST_SQL = 4.0, 8
LOOK_ALIKES = ("twins", "siblings", "namesakes", "namesakes_nearby", "classmates", "strangers")


def main():
    parser = argparse.ArgumentParser(prog="./run bench likeness", description=__doc__)
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--registrations", type=int, default=200_000)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--fresh", action="store_true", help="fill the database anew")
    asked = parser.parse_args()
    asked.runs = 1
    logging.disable(logging.ERROR)
    found = [*quality()]
    start_database(asked)
    act_as_the_site()
    tell(**{**circumstances(asked), "bench": "likeness"})
    found += [speed(asked.rows), one_at_the_desk(), everybody()]
    sys.exit(0 if all(found) else 1)


def quality():
    maker = Maker("bench")
    people = [maker.person() for _number in range(PAIRS)]
    scored = [score(one, maker.again(one)) for one in people]
    recall = sum(one.is_to_ask for one in scored) / PAIRS
    certain = sum(one.is_certain for one in scored) / PAIRS
    tell(quality="one person twice", pairs=PAIRS, asked=recall, certain=certain, bar=LEAST_RECALL)
    yield recall >= LEAST_RECALL
    for kind in LOOK_ALIKES:
        scored = [score(*getattr(maker, kind)()) for _number in range(PAIRS)]
        wrong = sum(one.is_certain for one in scored)
        tell(
            quality=f"two people: {kind}",
            pairs=PAIRS,
            asked=sum(one.is_to_ask for one in scored) / PAIRS,
            certain=wrong,
            bar=0,
        )
        yield wrong == 0


def colleague():
    members = Membership.objects.active().filter(role=Role.COORDINATOR)
    return members.get(organisation__code="trung-tam-dvvl").user


def roster(rows):
    """Half of the rows are people of the database with the usual noise, half are new."""
    maker = Maker("roster")
    communes = {one.pk: one for one in Commune.objects.all()}
    ids = list(YoungPerson.objects.values_list("pk", flat=True))
    known = YoungPerson.objects.filter(pk__in=random.Random("roster").sample(ids, rows // 2))
    told = []
    for one in known:
        again = maker.again(
            maker.person()._replace(
                full_name=one.full_name,
                birth_on=one.birth_on,
                phone=one.phone,
                commune_id=one.commune_id,
            )
        )
        told.append((again, one.pk))
    told += [
        (maker.person()._replace(commune_id=maker.draw.choice(list(communes))), None)
        for _number in range(rows - len(told))
    ]
    maker.draw.shuffle(told)
    return [
        (PersonDetails(one.full_name, one.birth_on, one.phone, communes.get(one.commune_id)), pk)
        for one, pk in told
    ]


def measured(work):
    counter, backend = Counter(), Backend()
    with connection.execute_wrapper(counter):
        started = time.perf_counter(), time.process_time(), backend.seconds()
        result = work()
        wall = time.perf_counter() - started[0]
    return result, {
        "sql": counter.count,
        "wall_s": round(wall, 2),
        "cpu_python_s": round(time.process_time() - started[1], 2),
        "cpu_postgres_s": round(backend.seconds() - started[2], 2),
    }


def speed(rows):
    told = roster(rows)
    by = colleague()
    say(f"  {rows:,} rows")
    found, costs = measured(lambda: likenesses([one for one, _pk in told], by=by))
    known = [(pk, likely) for (_one, pk), likely in zip(told, found, strict=True) if pk]
    new = [likely for (_one, pk), likely in zip(told, found, strict=True) if not pk]
    tell(
        speed="a roster",
        rows=rows,
        **costs,
        bar={"wall_s": LONGEST_SECONDS, "sql": MOST_SQL},
        found_again=sum(pk in {one.person.pk for one in likely} for pk, likely in known)
        / len(known),
        found_first=sum(bool(likely) and likely[0].person.pk == pk for pk, likely in known)
        / len(known),
        certain_and_wrong=sum(
            one.is_certain and one.person.pk != pk for pk, likely in known for one in likely
        ),
        new_and_asked=sum(map(bool, new)) / len(new),
        new_and_certain=sum(one.is_certain for likely in new for one in likely),
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )
    return costs["wall_s"] < LONGEST_SECONDS and costs["sql"] <= MOST_SQL


def one_at_the_desk():
    """One person is entered by staff: what the question costs."""
    told, by = roster(40), colleague()
    spent = []
    for details, _pk in told:
        _found, costs = measured(lambda one=details: likenesses([one], by=by))
        spent.append(costs)
    wall = sorted(one["wall_s"] for one in spent)[len(spent) // 2]
    tell(speed="one person", sql=max(one["sql"] for one in spent), wall_median_s=wall)
    return wall < 0.2


def everybody():
    """The search through everybody, as the first night does it."""
    PossibleDuplicate.objects.all().delete()
    say("  everybody with everybody")

    found, costs = measured(lambda: look_for_duplicates(by=SYSTEM, at=timezone.now()))
    tell(speed="everybody with everybody", found=found, **costs)
    return True
