"""Employers, vacancies and introductions in bulk, in the shares of the sample."""

import random
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from nhipcau.employers.models import Employer
from nhipcau.employers.states import EmployerState
from nhipcau.organisations.models import Commune, Organisation, OrganisationKind
from nhipcau.people.models import YoungPerson
from nhipcau.referrals.models import Referral, ReferralStep
from nhipcau.referrals.states import ReferralState as S
from nhipcau.referrals.taking import USUALLY_WAITS_FOR
from nhipcau.shared.wording import fold
from nhipcau.vacancies.models import Market, Vacancy
from nhipcau.vacancies.states import VacancyState

AT_ONCE = 2000
TRADES = (
    *("Công nhân may", "Công nhân điện tử", "Thợ hàn", "Thợ cơ khí", "Lái xe nâng", "Bán hàng"),
    *("Phục vụ bàn", "Kế toán", "Bảo vệ", "Nhân viên kho", "Điều dưỡng", "Đóng gói"),
)
MARKETS = ((Market.HOME, 25), (Market.OTHER_PROVINCE, 60), (Market.OVERSEAS, 15))
# (state, outcome, waits for), with weights: most of the past is closed, few wait for the Centre.
ENDS = (
    ((S.CLOSED, "STARTED"), 30),
    ((S.CLOSED, "NOT_HIRED"), 24),
    ((S.CLOSED, "NO_ANSWER"), 10),
    ((S.CLOSED, "WITHDRAWN"), 8),
    ((S.PROPOSED, ""), 2),
    ((S.ISSUED, ""), 12),
    ((S.INTERVIEW, ""), 7),
    ((S.OFFERED, ""), 3),
    ((S.HIRED, ""), 4),
)


def add_vacancies(count):
    now, draw = timezone.now(), random.Random("bench vacancies")
    centre = Organisation.objects.get(kind=OrganisationKind.EMPLOYMENT_CENTRE)
    communes = list(Commune.objects.order_by("pk"))
    employers = Employer.objects.bulk_create(
        [
            Employer(
                centre=centre,
                name=f"Công ty Đo lường {number}",
                folded_name=fold(f"Công ty Đo lường {number}"),
                tax_code=f"49{number:08d}",
                state=EmployerState.VERIFIED,
                registered_at=now,
            )
            for number in range(count // 10)
        ],
        AT_ONCE,
    )
    markets, weights = zip(*MARKETS, strict=True)
    made = []
    for number in range(count):
        employer, trade = draw.choice(employers), draw.choice(TRADES)
        commune = draw.choice(communes)
        wage = draw.randrange(7, 14) * 1_000_000
        is_open = number % 4 < 3
        made.append(
            Vacancy(
                employer=employer,
                title=trade,
                folded_text=fold(f"{trade} {employer.name} {commune}"),
                market=draw.choices(markets, weights)[0],
                commune=commune,
                headcount=draw.randrange(1, 60),
                wage_from=wage,
                wage_to=wage + 2_000_000,
                closes_on=now.date() + timedelta(days=draw.randrange(1, 60) if is_open else -9),
                state=VacancyState.PUBLISHED,
                created_at=now - timedelta(days=draw.randrange(1, 400)),
                published_at=now,
                confirmed_at=now,
            )
        )
    Vacancy.objects.bulk_create(made, AT_ONCE)


def add_referrals(count):
    now, draw = timezone.now(), random.Random("bench referrals")
    people = list(YoungPerson.objects.order_by("pk").values_list("pk", flat=True)[: count * 2])
    vacancies = list(Vacancy.objects.order_by("pk").values_list("pk", flat=True))
    ends, weights = zip(*ENDS, strict=True)
    made = [
        _referral(
            *draw.choices(ends, weights)[0],
            now - timedelta(days=draw.randrange(0, 25 if number % 3 == 0 else 360)),
            young_person_id=people[number % len(people)],
            vacancy_id=draw.choice(vacancies),
        )
        for number in range(count)
    ]
    made = Referral.objects.bulk_create(made, AT_ONCE, ignore_conflicts=False)
    ReferralStep.objects.bulk_create(
        [
            ReferralStep(
                referral=one,
                number=1,
                name="introduce",
                to_state=S.ISSUED,
                actor_kind="system",
                at=one.created_at,
            )
            for one in made
        ],
        AT_ONCE,
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _referral(state, outcome, began, **more):
    is_closed, is_issued = state == S.CLOSED, state != S.PROPOSED
    has_answer = state in (S.INTERVIEW, S.OFFERED, S.HIRED) or outcome in ("STARTED", "NOT_HIRED")
    day = began.date()
    return Referral(
        state=state,
        outcome=outcome,
        waits_for=USUALLY_WAITS_FOR[state],
        created_at=began,
        issued_at=began if is_issued else None,
        valid_until=day + timedelta(days=30) if is_issued else None,
        answer_due_on=day + timedelta(days=5) if is_issued else None,
        answered_at=began + timedelta(days=3) if has_answer else None,
        interview_at=began + timedelta(days=4) if state == S.INTERVIEW else None,
        starts_on=day + timedelta(days=9)
        if state in (S.OFFERED, S.HIRED) or outcome == "STARTED"
        else None,
        clock_from=day if state in (S.ISSUED, S.INTERVIEW) else None,
        due_on=None if is_closed else day + timedelta(days=7),
        closed_at=began + timedelta(days=12) if is_closed else None,
        **more,
    )
