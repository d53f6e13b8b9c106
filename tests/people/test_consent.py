import datetime as dt

import pytest

from nhipcau.organisations.models import Role
from nhipcau.people import use_cases
from nhipcau.people.details import PersonDetails
from nhipcau.people.errors import ConsentMissing
from nhipcau.people.models import ConsentChannel, ConsentText, Purpose, YoungPerson
from nhipcau.people.rules import age_on, require_consent
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import NotAllowed
from nhipcau.shared.models import AuditEvent
from tests.factories import (
    NOON,
    OrganisationFactory,
    YoungPersonFactory,
    YouthUserFactory,
    reference_data,
    staff_of,
)

pytestmark = pytest.mark.django_db
ALL = frozenset(Purpose)


@pytest.fixture(autouse=True)
def _reference_data(db):
    reference_data()


def enter(unit, **changes):
    told = {
        "by": PUBLIC,
        "at": NOON,
        "details": PersonDetails(
            "Lương Văn Bình", dt.date(2005, 2, 3), "0934567890", None, "MALE", "TAY", True
        ),
        "followed_by": [unit],
        "purposes": ALL,
    }
    return use_cases.enter_person(**{**told, **changes})


def test_the_same_person_is_found_again_and_not_overwritten():
    unit = OrganisationFactory()
    first = enter(unit)
    details = PersonDetails("luong van binh", dt.date(2005, 2, 3), "+84934567890", None, "OTHER")

    again = enter(unit, details=details)

    assert again.pk == first.pk
    assert (again.full_name, again.gender) == ("Lương Văn Bình", "MALE")
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "person.entered",
        "person.found",
    ]


def test_withdrawing_statistics_empties_those_details_and_keeps_the_rest():
    person = enter(OrganisationFactory())
    owner = YouthUserFactory(phone=person.phone)

    use_cases.withdraw_consent(by=owner, at=NOON, young_person=person, purpose=Purpose.STATISTICS)

    person.refresh_from_db()
    assert (person.gender, person.ethnicity, person.is_union_member) == ("", "", None)
    require_consent(person, Purpose.PARTICIPATION)
    with pytest.raises(ConsentMissing):
        require_consent(person, Purpose.STATISTICS)


def test_withdrawing_what_was_not_given_says_so():
    person = enter(OrganisationFactory(), purposes=frozenset({Purpose.PARTICIPATION}))

    with pytest.raises(ConsentMissing):
        use_cases.withdraw_consent(
            by=SYSTEM, at=NOON, young_person=person, purpose=Purpose.STATISTICS
        )


def test_nobody_else_withdraws_a_persons_consent():
    person = enter(OrganisationFactory())

    for stranger in (PUBLIC, YouthUserFactory(), staff_of(OrganisationFactory())):
        with pytest.raises(NotAllowed):
            use_cases.withdraw_consent(
                by=stranger, at=NOON, young_person=person, purpose=Purpose.STATISTICS
            )


def test_entering_people_is_not_for_leaders_and_administrators():
    unit = OrganisationFactory()

    for role in (Role.LEADER, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            enter(unit, by=staff_of(unit, role))


def test_a_list_needs_consent_and_keeps_proof_for_each():
    unit = OrganisationFactory()
    people = [PersonDetails(f"Hứa Văn {x}", dt.date(2004, 1, 1), "+84911111111") for x in "ABC"]
    told = {
        "by": staff_of(unit),
        "at": NOON,
        "people": people,
        "followed_by": [unit],
        "channel": ConsentChannel.PAPER,
        "evidence": "Danh sách ký ngày 20/11/2026",
    }

    with pytest.raises(ConsentMissing):
        use_cases.enter_people(**told, purposes=frozenset())
    entered = use_cases.enter_people(**told, purposes=frozenset({Purpose.PARTICIPATION}))

    assert [person.consents.get().evidence for person in entered] == [told["evidence"]] * 3


def test_words_agreed_to_are_never_changed():
    use_cases.load_consent_texts(
        by=SYSTEM,
        at=NOON,
        texts=[
            {
                "purpose": Purpose.CONTACT,
                "version": 1,
                "body_vi": "khác",
                "body_en": "other",
                "valid_from": dt.date(2020, 1, 1),
            }
        ],
    )

    assert ConsentText.objects.get(purpose=Purpose.CONTACT).body_vi == "…"


def test_who_sees_a_person():
    """The unit's people who work with people; the phone's owner; no leader, no other province."""
    unit, other = OrganisationFactory(), OrganisationFactory()
    person = YoungPersonFactory(followed_by=[unit])
    YoungPersonFactory(followed_by=[other])

    def sees(actor):
        return list(YoungPerson.objects.visible_to(actor)) == [person]

    assert all(
        sees(staff_of(unit, role))
        for role in (Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT, Role.DATA_OFFICER)
    )
    assert sees(YouthUserFactory(phone=person.phone))
    assert not any(
        YoungPerson.objects.visible_to(actor)
        for actor in (
            PUBLIC,
            YouthUserFactory(),
            *(staff_of(unit, r) for r in (Role.LEADER, Role.ADMINISTRATOR, Role.GATE_VOLUNTEER)),
        )
    )


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        ("2010-11-23", "2026-11-22", 15),
        ("2010-11-23", "2026-11-23", 16),
        ("2008-02-29", "2024-02-28", 15),
        ("2008-02-29", "2024-02-29", 16),
        ("2008-02-29", "2025-02-28", 16),
        ("2008-02-29", "2025-03-01", 17),
    ],
)
def test_age_is_counted_in_full_years(birth, day, age):
    assert age_on(dt.date.fromisoformat(birth), dt.date.fromisoformat(day)) == age
