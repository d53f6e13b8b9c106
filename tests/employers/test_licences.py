"""Licences to send workers abroad: their days decide, each look-up is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.employers import queries, use_cases
from nhipcau.employers.errors import LicenceKnown
from nhipcau.employers.models import LicenceCheck, SendingLicence
from nhipcau.employers.states import LicenceStanding
from nhipcau.shared.errors import InvalidValue, NotAllowed, ReasonMissing
from nhipcau.shared.models import ReferenceValue
from nhipcau.vacancies.models import Vacancy
from tests.employers.told import TODAY, days
from tests.factories import (
    NOON,
    EmployerFactory,
    OrganisationFactory,
    SendingLicenceFactory,
    VacancyFactory,
    staff_of,
)


def enter(by, employer, **more):
    told = {
        "number": "12/LĐTBXH-GP",
        "issued_on": TODAY - days(400),
        "expires_on": TODAY + days(400),
        "scope": "Nhật Bản",
        "source": "dolab.gov.vn",
        "checked_on": TODAY,
    }
    return use_cases.enter_licence(by=by, at=NOON, employer=employer, **told | more)


def look_up(by, licence, finding="IN_FORCE", **more):
    told = {"source": "dolab.gov.vn", "checked_on": TODAY, "expires_on": licence.expires_on}
    return use_cases.check_licence(by=by, at=NOON, licence=licence, finding=finding, **told | more)


def test_a_licence_holds_through_its_last_day_and_not_a_day_longer(centre):
    licence = SendingLicenceFactory(expires_on=TODAY)

    assert queries.licence_in_force(licence.employer, TODAY) == licence
    assert queries.licence_in_force(licence.employer, TODAY + days(1)) is None
    assert queries.licence_in_force(licence.employer, licence.issued_on - days(1)) is None


def test_vacancies_ask_for_the_licence_of_the_day(centre):
    vacancy = VacancyFactory(employer=SendingLicenceFactory(expires_on=TODAY).employer)
    VacancyFactory()

    def shown(on):
        return list(Vacancy.objects.filter(queries.may_send_abroad(on)))

    assert shown(TODAY) == [vacancy]
    assert shown(TODAY + days(1)) == []
    assert list(queries.lapsed_senders(TODAY)) == []
    assert list(queries.lapsed_senders(TODAY + days(1))) == [vacancy.employer]


def test_entering_a_licence_keeps_the_look_up(centre, first):
    licence = enter(first, EmployerFactory(centre=centre))

    check = licence.checks.get()
    assert (check.by, check.source, check.finding) == (first, "dolab.gov.vn", "IN_FORCE")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"number": " "}, "number"),
        ({"expires_on": TODAY - days(500)}, "expires_on"),
        ({"issued_on": TODAY + days(1)}, "issued_on"),
        ({"scope": ""}, "scope"),
        ({"source": ""}, "source"),
        ({"checked_on": TODAY + days(1)}, "checked_on"),
    ],
)
def test_a_licence_that_cannot_be_is_refused_at_its_question(centre, first, more, field):
    with pytest.raises(InvalidValue) as refusal:
        enter(first, EmployerFactory(centre=centre), **more)
    assert refusal.value.field == field


def test_a_number_is_on_record_once(centre, first):
    enter(first, EmployerFactory(centre=centre))
    with pytest.raises(LicenceKnown):
        enter(first, EmployerFactory(centre=centre), number="12/lđtbxh-gp")


def test_a_household_has_no_licence(centre, first):
    with pytest.raises(InvalidValue):
        enter(first, EmployerFactory(centre=centre, kind="PERSON"))


def test_a_licence_that_is_no_longer_listed_counts_as_withdrawn(centre, first):
    licence = SendingLicenceFactory()

    look_up(first, licence, "NOT_LISTED")

    assert queries.licence_in_force(licence.employer, TODAY) is None
    assert [one.finding for one in LicenceCheck.objects.all()] == ["NOT_LISTED"]


def test_a_longer_licence_gets_its_new_last_day(centre, first):
    licence = SendingLicenceFactory(expires_on=TODAY)

    look_up(first, licence, expires_on=TODAY + days(700))

    assert queries.licence_in_force(licence.employer, TODAY + days(600)) == licence


def test_withdrawing_counts_at_once_and_says_why(centre, first):
    licence = SendingLicenceFactory()
    told = {"by": first, "at": NOON, "licence": licence}
    with pytest.raises(ReasonMissing):
        use_cases.withdraw_licence(**told, withdrawn_on=TODAY, reason=" ")
    with pytest.raises(InvalidValue):
        use_cases.withdraw_licence(**told, withdrawn_on=TODAY + days(1), reason="x")

    use_cases.withdraw_licence(**told, withdrawn_on=TODAY, reason="Cục thu hồi")

    assert queries.licence_in_force(licence.employer, TODAY) is None


def test_only_those_who_keep_the_employer_keep_its_licences(centre):
    licence = SendingLicenceFactory()
    stranger = staff_of(OrganisationFactory())
    with pytest.raises(NotAllowed):
        enter(stranger, licence.employer)
    with pytest.raises(NotAllowed):
        look_up(stranger, licence)
    with pytest.raises(NotAllowed):
        use_cases.withdraw_licence(
            by=stranger, at=NOON, licence=licence, withdrawn_on=TODAY, reason="x"
        )


def test_the_centre_is_warned_in_time_and_how_early_is_data(centre, first):
    licence = SendingLicenceFactory(expires_on=TODAY + days(30))
    SendingLicenceFactory(expires_on=TODAY + days(31))
    SendingLicenceFactory(expires_on=TODAY - days(1))
    renewed = SendingLicenceFactory(expires_on=TODAY + days(5))
    SendingLicenceFactory(employer=renewed.employer, expires_on=TODAY + days(900))

    assert list(queries.licences_ending(first, on=TODAY)) == [licence]
    ReferenceValue.objects.filter(code="licence_warned_days").update(value="29")
    assert list(queries.licences_ending(first, on=TODAY)) == []


@given(
    st.integers(-60, 60),
    st.integers(0, 60),
    st.none() | st.integers(-60, 60),
    st.integers(-90, 90),
)
def test_the_word_of_a_licence_agrees_with_the_query(start, length, withdrawn, on):
    licence = SendingLicence(
        issued_on=TODAY + days(start),
        expires_on=TODAY + days(start + length),
        withdrawn_on=None if withdrawn is None else TODAY + days(withdrawn),
    )
    day = TODAY + days(on)
    standing = licence.standing(on=day, warned_days=30)

    holds = licence.issued_on <= day <= licence.expires_on and not (
        licence.withdrawn_on and licence.withdrawn_on <= day
    )
    assert holds == (standing in (LicenceStanding.IN_FORCE, LicenceStanding.ENDS_SOON))
