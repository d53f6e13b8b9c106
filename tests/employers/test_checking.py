"""Two different colleagues; suspension and reopening; what is written can be read later."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.employers import rules, use_cases
from nhipcau.employers.errors import EmployerClosed, NotChecked, TaxCodeTaken
from nhipcau.employers.models import DeskLink, Employer, EmployerCheck, Occasion
from nhipcau.employers.queries import history_of
from nhipcau.employers.states import EmployerState, Finding, Register
from nhipcau.organisations.models import Role
from nhipcau.shared.errors import IllegalTransition, InvalidValue, NotAllowed, ReasonMissing
from nhipcau.shared.models import ReferenceValue
from nhipcau.vacancies.models import Vacancy
from tests.employers import told
from tests.employers.told import TODAY, days
from tests.factories import (
    NOON,
    EmployerContactFactory,
    EmployerFactory,
    OrganisationFactory,
    VacancyFactory,
    staff_of,
    tax_code,
)


@pytest.fixture
def employer(centre):
    return EmployerFactory(
        centre=centre, state=EmployerState.REGISTERED, verified_on=None, verify_again_on=None
    )


def check(by, employer, register="BUSINESS", finding="CONFIRMED", *, at=NOON, **more):
    use_cases.check_employer(
        by=by, at=at, employer=employer, check=told.check(register, finding, **more)
    )
    employer.refresh_from_db()
    return employer


def test_two_colleagues_and_both_registers_verify(employer, first, second):
    assert check(first, employer, "BUSINESS").state == EmployerState.REGISTERED
    assert check(second, employer, "TAX").state == EmployerState.VERIFIED
    assert employer.verified_on == TODAY
    assert employer.verify_again_on == TODAY + days(365)
    assert employer.check_round == 2


def occasions(employer):
    return [link.occasion for link in DeskLink.objects.filter(employer=employer).order_by("pk")]


def test_who_is_verified_or_suspended_hears_of_it_once(employer, first, second):
    EmployerContactFactory(employer=employer)
    check(first, employer, "BUSINESS")
    assert occasions(employer) == []
    check(second, employer, "TAX")
    assert occasions(employer) == [Occasion.VERIFIED]

    use_cases.suspend_employer(by=first, at=NOON, employer=employer, reason="x")
    assert occasions(employer) == [Occasion.VERIFIED, Occasion.SUSPENDED]


def test_one_colleague_never_verifies_however_often(employer, first):
    for _again in range(3):
        for register in Register.values:
            check(first, employer, register)

    assert employer.state == EmployerState.REGISTERED


def test_two_colleagues_in_one_register_do_not_verify_an_enterprise(employer, first, second):
    check(first, employer, "BUSINESS")
    check(second, employer, "BUSINESS")

    assert employer.state == EmployerState.REGISTERED
    assert check(second, employer, "TAX").state == EmployerState.VERIFIED


def test_a_household_is_verified_by_what_two_could_find(employer, first, second):
    Employer.objects.filter(pk=employer.pk).update(kind="PERSON", tax_code="")
    check(first, employer, "VISIT")

    assert check(second, employer, "COMMUNE").state == EmployerState.VERIFIED


def test_an_objection_stands_until_the_same_place_is_in_order(employer, first, second):
    check(first, employer, "TAX", "DIFFERENT")
    check(first, employer, "BUSINESS")
    check(second, employer, "TAX")
    assert employer.state == EmployerState.REGISTERED

    assert check(first, employer, "TAX").state == EmployerState.VERIFIED


def test_checks_of_an_earlier_verification_count_no_more(employer, first, second):
    check(first, employer, "BUSINESS")
    check(second, employer, "TAX")
    year_later = NOON + days(366)
    assert list(Employer.objects.to_verify_again(year_later.date())) == [employer]

    check(first, employer, "BUSINESS", at=year_later, checked_on=TODAY + days(366))
    check(first, employer, "TAX", at=year_later, checked_on=TODAY + days(366))
    assert employer.verified_on == TODAY
    check(second, employer, "TAX", at=year_later, checked_on=TODAY + days(366))
    assert employer.verified_on == TODAY + days(366)
    assert employer.state == EmployerState.VERIFIED


def test_how_long_a_verification_holds_is_data(employer, first, second):
    ReferenceValue.objects.filter(code="employer_verified_days").update(value="90")
    check(first, employer, "BUSINESS")
    check(second, employer, "TAX")

    assert employer.verify_again_on == TODAY + days(90)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"evidence": " "}, "evidence"),
        ({"looked_up": ""}, "looked_up"),
        ({"checked_on": TODAY + days(1)}, "checked_on"),
        ({"finding": "NOT_FOUND", "note": ""}, "note"),
        ({"register": "RUMOUR"}, "register"),
    ],
)
def test_a_check_without_evidence_is_refused(employer, first, more, field):
    with pytest.raises(InvalidValue) as refusal:
        check(first, employer, **more)

    assert refusal.value.field == field
    assert not EmployerCheck.objects.exists()


def test_only_colleagues_of_the_centre_check(employer, centre):
    outsiders = [
        staff_of(OrganisationFactory()),
        staff_of(OrganisationFactory(kind="EMPLOYMENT_CENTRE"), Role.COUNSELLOR),
        staff_of(centre, Role.ADMINISTRATOR),
        staff_of(centre, Role.GATE_VOLUNTEER),
    ]
    for user in outsiders:
        with pytest.raises(NotAllowed):
            check(user, employer)


def test_a_second_employer_of_a_tax_code_is_not_verified(employer, first, second, centre):
    EmployerFactory(centre=centre, tax_code=employer.tax_code)
    check(first, employer, "BUSINESS")

    with pytest.raises(TaxCodeTaken):
        check(second, employer, "TAX")
    employer.refresh_from_db()
    assert employer.state == EmployerState.REGISTERED


def test_suspension_hides_the_vacancies_at_once_and_reopening_shows_them(centre, first):
    vacancy = VacancyFactory(employer=EmployerFactory(centre=centre))
    assert list(Vacancy.objects.public(on=TODAY)) == [vacancy]

    use_cases.suspend_employer(
        by=first, at=NOON, employer=vacancy.employer, reason="thu tiền người lao động"
    )
    assert not Vacancy.objects.public(on=TODAY).exists()

    use_cases.reopen_employer(by=first, at=NOON, employer=vacancy.employer, reason="đã trả lại")
    assert list(Vacancy.objects.public(on=TODAY)) == [vacancy]


def test_suspending_needs_a_reason(centre, first):
    with pytest.raises(ReasonMissing):
        use_cases.suspend_employer(by=first, at=NOON, employer=EmployerFactory(), reason=" ")


def test_a_verification_that_is_over_is_renewed_before_reopening(centre, first, second):
    employer = EmployerFactory(state=EmployerState.SUSPENDED, verify_again_on=TODAY)
    reopen = {"by": first, "at": NOON, "employer": employer, "reason": "đã giải quyết"}

    with pytest.raises(NotChecked):
        use_cases.reopen_employer(**reopen)
    check(first, employer, "BUSINESS")
    check(second, employer, "TAX")
    assert employer.state == EmployerState.SUSPENDED
    assert use_cases.reopen_employer(**reopen).state == EmployerState.VERIFIED


def test_a_suspended_employer_with_a_new_tax_code_is_not_simply_reopened(centre, first):
    employer = EmployerFactory(state=EmployerState.SUSPENDED)
    use_cases.change_employer(
        by=first, at=NOON, employer=employer, details=told.employer(tax_code=tax_code(44))
    )

    with pytest.raises(NotChecked):
        use_cases.reopen_employer(by=first, at=NOON, employer=employer, reason="x")


def test_a_closed_record_begins_anew(centre, first, second):
    employer = EmployerFactory()
    use_cases.close_employer(by=first, at=NOON, employer=employer, reason="giải thể")
    with pytest.raises(EmployerClosed):
        check(first, employer)

    use_cases.reopen_employer(by=first, at=NOON, employer=employer, reason="hoạt động lại")
    employer.refresh_from_db()
    assert (employer.state, employer.verified_on) == (EmployerState.REGISTERED, None)


def test_an_employer_that_is_not_verified_cannot_be_suspended(employer, first):
    with pytest.raises(IllegalTransition):
        use_cases.suspend_employer(by=first, at=NOON, employer=employer, reason="x")


def test_the_history_tells_states_checks_and_changes(employer, first, second):
    check(first, employer, "BUSINESS")
    check(second, employer, "TAX")
    use_cases.suspend_employer(by=first, at=NOON, employer=employer, reason="vi phạm")
    use_cases.change_employer(
        by=first,
        at=NOON,
        employer=employer,
        details=told.employer(name=employer.name, tax_code=employer.tax_code),
    )

    steps = history_of(first, employer)

    assert {(one.kind, one.what) for one in steps} >= {
        ("state", "VERIFIED"),
        ("state", "SUSPENDED"),
        ("check", "BUSINESS"),
        ("check", "TAX"),
        ("act", "employer.changed"),
    }
    assert "vi phạm" in {one.text for one in steps}


def test_checks_are_evidence_that_the_site_cannot_rewrite(employer, first):
    check(first, employer, "BUSINESS")

    with (
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE employers_employercheck SET finding = 'DIFFERENT'")


CHECKS = st.lists(
    st.tuples(
        st.integers(1, 3), st.sampled_from(Register.values), st.sampled_from(Finding.values)
    ),
    max_size=8,
)


@given(CHECKS, st.sampled_from(["ENTERPRISE", "PERSON"]))
def test_nobody_is_verified_by_one_colleague_or_against_an_objection(checks, kind):
    rows = [
        EmployerCheck(pk=n, by_id=by, register=register, finding=finding, at=NOON)
        for n, (by, register, finding) in enumerate(checks)
    ]
    if rules.lacking(kind, rows):
        return
    latest = {(by, register): finding for by, register, finding in checks}
    assert set(latest.values()) == {Finding.CONFIRMED}
    assert len({by for by, _register in latest}) >= 2
    if kind == "ENTERPRISE":
        assert {register for _by, register in latest} >= {"BUSINESS", "TAX"}
