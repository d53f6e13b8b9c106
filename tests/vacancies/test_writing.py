"""Form 03a: what is refused, with the field it is about, and who may write."""

import datetime as dt

import pytest

from nhipcau.organisations.models import Role
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import InvalidValue, NotAllowed
from nhipcau.shared.models import AuditEvent
from nhipcau.vacancies import use_cases
from nhipcau.vacancies.details import CostDetails
from nhipcau.vacancies.errors import FeeAboveCeiling, VacancyIncomplete, VacancyMoved
from nhipcau.vacancies.models import LimitReason
from tests.factories import NOON, EmployerFactory
from tests.vacancies.made import (
    COSTS,
    TODAY,
    abroad,
    counsellor_of,
    details,
    drafted_abroad,
    occupation,
    published,
    published_abroad,
    stranger,
    terms,
)


class Desk:
    """What the desk of an employer is to a rule."""

    pk = None
    is_authenticated = False
    is_staff_account = False
    actor_kind = "public"
    phone = ""

    def __init__(self, employer):
        self.employer_id = employer.pk


def enter(told, *, employer=None, by=None):
    employer = employer or EmployerFactory()
    by = by or counsellor_of(employer)
    return use_cases.enter_vacancy(by=by, at=NOON, employer=employer, details=told)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "   "}, "title"),
        ({"headcount": 0}, "headcount"),
        ({"wage_from": 12_000_000, "wage_to": 8_000_000}, "wage_to"),
        ({"wage_from": None, "wage_to": None}, "wage_from"),
        ({"closes_on": TODAY - dt.timedelta(days=1)}, "closes_on"),
        ({"closes_on": TODAY + dt.timedelta(days=181)}, "closes_on"),
        ({"market": "OTHER_PROVINCE"}, "province_code"),
        ({"market": "OVERSEAS"}, "country_code"),
        ({"only_for": "MALE"}, "only_because"),
        ({"age_from": 18}, "age_because"),
        ({"age_from": 40, "age_to": 30}, "age_to"),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_field(changes, field):
    with pytest.raises(InvalidValue) as refused:
        enter(details(**changes))

    assert refused.value.field == field
    assert str(refused.value)


def test_a_limit_with_a_reason_of_law_is_kept_with_its_reason():
    care = LimitReason.objects.get(code="care")

    made = enter(details(only_for="FEMALE", only_because=care))

    assert made.only_because == care


@pytest.mark.parametrize(("market", "least"), [("HOME", 15), ("OVERSEAS", 18)])
def test_nobody_below_the_age_of_law_is_asked_for(market, least):
    heavy = LimitReason.objects.get(code="heavy")
    told = details if market == "HOME" else abroad

    with pytest.raises(InvalidValue) as refused:
        enter(told(age_from=least - 1, age_because=heavy))
    assert refused.value.field == "age_from"
    assert enter(told(age_from=least, age_because=heavy)).age_from == least


def test_a_wage_abroad_is_in_the_money_of_the_country_and_compared_in_dong():
    made = enter(abroad(wage_from=180_000))

    assert (made.wage_currency, made.monthly_vnd) == ("JPY", 180_000 * 165)


def test_an_hourly_wage_is_compared_by_the_month():
    made = enter(details(wage_from=30_000, wage_to=None, wage_period="HOUR"))

    assert made.monthly_vnd == 30_000 * 208


def test_a_wage_to_be_agreed_has_no_figures():
    made = enter(details(wage_kind="AGREED"))

    assert (made.wage_from, made.wage_to, made.monthly_vnd) == (None, None, None)


def test_search_reads_title_employer_place_and_everyday_words_without_marks():
    garment = occupation("75", "Thợ may mặc và thợ khác", "thợ may", "công nhân may", sense=1)
    occupation("75", "Thợ may mặc và thợ khác", "làm bánh", sense=2)

    made = enter(details(occupation=garment), employer=EmployerFactory(name="Công ty Đông Bắc"))

    for words in ("cong nhan may", "dong bac", "dong dang", "tho may"):
        assert words in made.folded_text
    assert "lam banh" not in made.folded_text, "a tailor is no baker"


@pytest.mark.parametrize("role", sorted(set(Role) - {"COORDINATOR", "COUNSELLOR", "FOCAL_POINT"}))
def test_others_of_the_centre_do_not_write_vacancies(role):
    employer = EmployerFactory()

    with pytest.raises(NotAllowed):
        enter(details(), employer=employer, by=counsellor_of(employer, role))


def test_neither_another_centre_nor_the_public_nor_another_desk_writes():
    employer = EmployerFactory()
    others = (stranger(), PUBLIC, Desk(EmployerFactory()))

    for other in others:
        with pytest.raises(NotAllowed):
            enter(details(), employer=employer, by=other)


def test_the_employers_own_desk_writes_until_it_is_sent_in():
    employer = EmployerFactory()
    desk = Desk(employer)
    made = enter(details(), employer=employer, by=desk)

    use_cases.change_vacancy(by=desk, at=NOON, vacancy=made, details=details(headcount=20))
    use_cases.send_in(by=desk, at=NOON, vacancy=made)
    made.refresh_from_db()

    with pytest.raises(NotAllowed):
        use_cases.change_vacancy(by=desk, at=NOON, vacancy=made, details=details(headcount=30))
    with pytest.raises(NotAllowed):
        use_cases.publish(by=desk, at=NOON, vacancy=made)
    assert made.headcount == 20


def test_a_change_against_an_old_page_is_refused():
    employer = EmployerFactory()
    desk = Desk(employer)
    old_page = enter(details(), employer=employer, by=desk)
    use_cases.send_in(by=desk, at=NOON, vacancy=old_page)

    with pytest.raises(VacancyMoved):
        use_cases.change_vacancy(by=desk, at=NOON, vacancy=old_page, details=details())


def test_a_change_leaves_the_names_of_the_fields_and_no_values():
    made = published()

    use_cases.change_vacancy(
        by=counsellor_of(made.employer),
        at=NOON,
        vacancy=made,
        details=details(commune=made.commune, wage_to=13_000_000),
    )

    event = AuditEvent.objects.get(action="vacancy.changed")
    assert event.fields == ["wage_to"]


def test_places_cannot_fall_below_those_that_are_filled():
    made = published()
    by = counsellor_of(made.employer)
    use_cases.count_filled(by=by, at=NOON, vacancy=made, filled_count=4)

    with pytest.raises(InvalidValue) as refused:
        use_cases.change_vacancy(by=by, at=NOON, vacancy=made, details=details(headcount=3))
    assert refused.value.field == "headcount"


def test_a_published_vacancy_cannot_be_changed_into_one_that_could_not_be_published():
    made = published()

    with pytest.raises(VacancyIncomplete):
        use_cases.change_vacancy(
            by=counsellor_of(made.employer), at=NOON, vacancy=made, details=abroad()
        )
    made.refresh_from_db()
    assert made.market == "HOME"


def test_costs_above_the_ceiling_are_refused_as_they_are_written():
    too_much = (CostDetails("SERVICE_FEE", 540_001, "…", currency="JPY"), *COSTS[1:])

    with pytest.raises(FeeAboveCeiling, match="540"):
        drafted_abroad(told_terms=terms(costs=too_much))


def test_a_wage_cannot_be_lowered_below_what_the_fee_was_allowed_for():
    made = published_abroad()

    with pytest.raises(FeeAboveCeiling):
        use_cases.change_vacancy(
            by=counsellor_of(made.employer),
            at=NOON,
            vacancy=made,
            details=abroad(wage_from=100_000),
        )
    made.refresh_from_db()
    assert made.wage_from == 180_000


def test_terms_belong_to_work_abroad_alone():
    made = enter(details())

    with pytest.raises(InvalidValue):
        use_cases.tell_terms(
            by=counsellor_of(made.employer), at=NOON, vacancy=made, details=terms()
        )


def test_an_end_before_the_beginning_of_the_registration_is_refused():
    with pytest.raises(InvalidValue) as refused:
        drafted_abroad(told_terms=terms(contract_valid_until=dt.date(2026, 5, 1)))

    assert refused.value.field == "contract_valid_until"
