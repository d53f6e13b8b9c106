"""Three seeded years, counted by the product and, independently, in plain SQL."""

import datetime as dt
import random

import pytest
from django.db import connection

from nhipcau.appointments.states import AppointmentState
from nhipcau.counselling.models import Case, Contact
from nhipcau.people.models import YoungPerson
from nhipcau.reporting.measures import BY_CODE, scope_of
from nhipcau.reporting.spans import span_of
from nhipcau.reporting.tallying import tally
from tests.factories import (
    AppointmentFactory,
    CommuneFactory,
    JobWishFactory,
    PlacementFactory,
    ProgrammeFactory,
    ReferralFactory,
    VacancyFactory,
    YoungPersonFactory,
    centre_of,
    moment,
    palace_of,
    reference_data,
    staff_of,
)
from tests.reporting.people import came, held_session

pytestmark = pytest.mark.django_db
SPANS = ("2026", "2027", "2028", "2026-q2", "2027-h1", "2028-12", "programme")


@pytest.fixture
def programme():
    """Forty people over three years; three are known under two records."""
    reference_data()
    rng = random.Random(20261123)
    programme = ProgrammeFactory()
    centre, palace = centre_of(programme), palace_of(programme)
    counsellor = staff_of(centre)
    communes = [CommuneFactory() for _one in range(3)]
    people = [
        YoungPersonFactory(
            gender=rng.choice(["FEMALE", "MALE", "OTHER", ""]),
            ethnicity=rng.choice(["NUNG", "TAY", "KINH", ""]),
            birth_on=dt.date(rng.randint(1994, 2013), rng.choice([2, 12]), rng.choice([28, 1])),
            commune=rng.choice([*communes, None]),
        )
        for _one in range(40)
    ]
    for number in (1, 2, 3):
        YoungPerson.objects.filter(pk=people[-number].pk).update(merged_into=people[number])
    for person in people[::3]:
        JobWishFactory(
            young_person=person,
            training=rng.choice(["NONE", "COLLEGE", ""]),
            told_at=_some_day(rng),
        )
    for _number in range(14):
        session = held_session(programme, _some_day(rng).strftime("%Y-%m-%d 08:00"))
        for person in rng.sample(people, 9):
            came(session, person, rng.choice(["ATTENDED", "ATTENDED", "LATE", "ABSENT"]))
    for number, person in enumerate(people):
        _one_life(rng, number, person, centre, palace, counsellor)
    return programme


def _some_day(rng):
    day = dt.date(2026, 1, 1) + dt.timedelta(days=rng.randrange(1096))
    return moment(f"{day} {rng.choice(['00:30', '08:00', '23:30'])}")


def _one_life(rng, number, person, centre, palace, counsellor):
    opened = _some_day(rng)
    case = Case.objects.create(
        young_person=person,
        kind=rng.choice(["POLICY", "CAREER", "JOB"]),
        unit=rng.choice([centre, palace]),
        opened_at=opened,
        contacted_on=opened.date(),
    )
    Contact.objects.create(case=case, held_on=_some_day(rng).date(), channel="PHONE", at=opened)
    starts = moment("2026-01-05 08:00") + dt.timedelta(days=25 * number)
    AppointmentFactory(
        young_person=person,
        kept_person_id=person.merged_into_id or person.pk,
        counsellor=counsellor,
        unit=centre,
        kind=rng.choice(["POLICY", "CAREER", "JOB"]),
        state=rng.choice([AppointmentState.CAME, AppointmentState.NO_SHOW]),
        starts_at=starts,
        ends_at=starts + dt.timedelta(minutes=30),
    )
    issued = _some_day(rng)
    answered = rng.choice([None, issued + dt.timedelta(days=rng.randint(1, 9))])
    vacancy = VacancyFactory(
        employer__centre=centre,
        market=rng.choice(["HOME", "OTHER_PROVINCE"]),
        published_at=issued,
        headcount=rng.randint(1, 9),
    )
    told = {"state": "HIRED", "starts_on": issued.date()} if answered else {"state": "ISSUED"}
    referral = ReferralFactory(
        young_person=person,
        vacancy=vacancy,
        issued_at=issued,
        answered_at=answered,
        answer_due_on=issued.date() + dt.timedelta(days=5),
        clock_from=None if answered else issued.date(),
        **{name: value for name, value in told.items() if name == "state"},
        **({"starts_on": told["starts_on"]} if "starts_on" in told else {}),
    )
    if answered:
        PlacementFactory(referral=referral, state="REPORTED", starts_on=answered.date())


KEPT = "coalesce(p.merged_into_id, p.id)"
TURNS = f"""
    SELECT e.starts_at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS local, {KEPT} AS person, a.session_id,
        min(a.id) AS id
    FROM events_attendance a JOIN people_youngperson p ON p.id = a.young_person_id
    JOIN events_session s ON s.id = a.session_id JOIN events_event e ON e.id = s.event_id
    WHERE a.value IN ('ATTENDED', 'LATE') AND e.state = 'HELD'
    GROUP BY e.starts_at, {KEPT}, a.session_id"""
# Measure → rows with the local time and the person; nothing of the product is used.
PLAIN = {
    "turns": TURNS,
    "cases_opened": f"""SELECT opened_at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS local, {KEPT} AS person
        FROM counselling_case c JOIN people_youngperson p ON p.id = c.young_person_id""",
    "talks": f"""SELECT held_on::timestamp AS local, {KEPT} AS person FROM counselling_contact t
        JOIN counselling_case c ON c.id = t.case_id
        JOIN people_youngperson p ON p.id = c.young_person_id""",
    "appointments_kept": f"""SELECT starts_at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS local,
        {KEPT} AS person FROM appointments_appointment a
        JOIN people_youngperson p ON p.id = a.young_person_id WHERE state = 'CAME'""",
    "wishes": f"""SELECT told_at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS local, {KEPT} AS person
        FROM seekers_jobwish w JOIN people_youngperson p ON p.id = w.young_person_id""",
    "introduced": f"""SELECT issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS local, {KEPT} AS person
        FROM referrals_referral r JOIN people_youngperson p ON p.id = r.young_person_id
        WHERE issued_at IS NOT NULL""",
    "in_time": f"""SELECT issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS local, {KEPT} AS person
        FROM referrals_referral r JOIN people_youngperson p ON p.id = r.young_person_id
        WHERE (answered_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date <= answer_due_on""",
    "started": f"""SELECT t.starts_on::timestamp AS local, {KEPT} AS person
        FROM placements_placement t JOIN referrals_referral r ON r.id = t.referral_id
        JOIN people_youngperson p ON p.id = r.young_person_id
        WHERE t.state IN ('REPORTED', 'CONFIRMED', 'LEFT')""",
}
SPLITS = {
    "gender": "coalesce(k.gender, '')",
    "ethnicity": "coalesce(k.ethnicity, '')",
    "commune": "coalesce(k.commune_id::text, '')",
    "age": """CASE WHEN full_years < 16 THEN 'under_16' WHEN full_years < 18 THEN '16_17'
        WHEN full_years < 25 THEN '18_24' WHEN full_years < 31 THEN '25_30' ELSE 'over_30' END""",
}


def in_plain_sql(measure, period, split=None):
    """Turns and persons by hand; an age is counted by years and days, without ``age()``."""
    years = (
        "extract(year FROM %(last)s::date) - extract(year FROM k.birth_on) - (CASE WHEN"
        " to_char(%(last)s::date, 'MMDD') < to_char(k.birth_on, 'MMDD') THEN 1 ELSE 0 END)"
    )
    key = SPLITS[split] if split else "''"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, count(*), count(DISTINCT person) FROM ({PLAIN[measure]}) AS row"
            f" JOIN people_youngperson k ON k.id = row.person"
            f" CROSS JOIN LATERAL (SELECT {years} AS full_years) AS age"
            " WHERE local::date BETWEEN %(first)s AND %(last)s GROUP BY 1",
            {"first": period.first, "last": period.last},
        )
        return {value: (turns, persons) for value, turns, persons in cursor.fetchall()}


def test_three_years_agree_with_plain_sql(programme):
    compared = 0
    for slug in SPANS:
        period = span_of(slug, programme).period
        scope = scope_of(programme, period)
        for code in PLAIN:
            found = tally(BY_CODE[code], scope, list(SPLITS))
            plain = in_plain_sql(code, period).get("", (0, 0))
            assert (found.total.turns, found.total.persons) == plain, (slug, code)
            for split in SPLITS:
                told = {value: (one.turns, one.persons) for value, one in found.by[split].items()}
                assert told == in_plain_sql(code, period, split), (slug, code, split)
                compared += len(told)
    assert compared > 400


def test_the_seed_has_something_of_everything(programme):
    scope = scope_of(programme, span_of("programme", programme).period)
    for code in PLAIN:
        total = tally(BY_CODE[code], scope).total
        assert total.turns >= total.persons > 3, code
    turns = tally(BY_CODE["turns"], scope).total
    assert turns.turns > turns.persons
