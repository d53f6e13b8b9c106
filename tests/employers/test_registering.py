"""Form 03: entered by the employer or by a colleague; what is wrong is said, and where."""

import pytest
from django.utils.translation import override

from nhipcau.employers import use_cases
from nhipcau.employers.models import Employer, EmployerContact
from nhipcau.employers.states import EmployerState
from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.shared.actors import PUBLIC, AtTheDesk
from nhipcau.shared.errors import InvalidValue, NotAllowed
from nhipcau.shared.models import AuditEvent
from tests.employers import told
from tests.factories import (
    NOON,
    EmployerContactFactory,
    EmployerFactory,
    OrganisationFactory,
    ProgrammeFactory,
    centre_of,
    palace_of,
    staff_of,
    tax_code,
)


def register(by, centre, *, contact=None, key="", **more):
    return use_cases.register_employer(
        by=by,
        at=NOON,
        centre=centre,
        details=told.employer(**more),
        contact=contact or told.contact(),
        key=key,
    )


def test_an_employer_registers_itself_and_offers_nothing_yet(centre):
    employer = register(PUBLIC, centre)

    assert employer.state == EmployerState.REGISTERED
    assert employer.entered == "WEB"
    assert not Employer.objects.public().exists()
    contact = employer.contacts.get()
    assert (contact.is_main, contact.phone) == (True, "+84912345678")
    assert employer.phone == "+842053812345"
    change = employer.changes.get()
    assert (change.from_state, change.to_state, change.by) == ("", "REGISTERED", None)
    assert AuditEvent.objects.filter(actor_kind="public", about_id=employer.pk).exists()


def test_a_form_sent_twice_registers_once(centre):
    assert register(PUBLIC, centre, key="k1") == register(PUBLIC, centre, key="k1")
    assert Employer.objects.count() == 1


def test_a_colleague_of_the_centre_enters_an_employer(centre, first):
    assert register(first, centre).entered == "STAFF"


@pytest.mark.parametrize("role", [Role.LEADER, Role.ADMINISTRATOR, Role.GATE_VOLUNTEER])
def test_other_roles_enter_nobody(centre, role):
    with pytest.raises(NotAllowed):
        register(staff_of(centre, role), centre)


def test_the_palace_and_a_foreign_centre_enter_nobody(centre):
    palace = staff_of(OrganisationFactory())
    foreign = staff_of(OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE))
    for user in (palace, foreign):
        with pytest.raises(NotAllowed):
            register(user, centre)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"tax_code": "4900123450"}, "tax_code"),
        ({"tax_code": ""}, "tax_code"),
        ({"name": " – "}, "name"),
        ({"address": ""}, "address"),
        ({"phone": "12"}, "phone"),
        ({"phone": "+1 202 555 0123"}, "phone"),
        ({"email": "info@"}, "email"),
        ({"website": "một trang web"}, "website"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"sections": ()}, "sections"),
        ({"sections": ("Z",)}, "sections"),
        ({"wanted_count": -1}, "wanted_count"),
        ({"wanted_count": 9_999_999}, "wanted_count"),
        ({"size_band": "many"}, "size_band"),
        ({"province_code": "99"}, "province_code"),
        ({"services": ("OTHER",)}, "other_service"),
        ({"bank_account": "12"}, "bank_account"),
        ({"representative": "Ông 5"}, "representative"),
    ],
)
def test_a_wrong_answer_is_refused_at_its_question(centre, wrong, field):
    with pytest.raises(InvalidValue) as refusal:
        register(PUBLIC, centre, **wrong)

    assert refusal.value.field == field
    assert not Employer.objects.exists()


def test_a_contact_can_be_reached_in_some_way(centre):
    with pytest.raises(InvalidValue) as refusal:
        register(PUBLIC, centre, contact=told.contact(phone="", email=""))
    assert refusal.value.field == "phone"


def test_a_household_needs_no_tax_code(centre):
    assert register(PUBLIC, centre, kind="PERSON", tax_code="").tax_code == ""


def test_two_may_register_under_one_tax_code_and_nobody_is_locked_out(centre):
    """Whoever is first on a website must not keep the true owner of the code away."""
    register(PUBLIC, centre)
    register(PUBLIC, centre, name="Công ty khác")

    assert Employer.objects.count() == 2


def test_a_new_tax_code_must_be_checked_again_by_two(centre, first):
    employer = EmployerFactory(centre=centre)

    changed = use_cases.change_employer(
        by=first, at=NOON, employer=employer, details=told.employer(tax_code=tax_code(901))
    )

    employer.refresh_from_db()
    assert employer.state == changed.state == EmployerState.REGISTERED
    assert (employer.check_round, employer.verify_again_on) == (2, None)
    assert employer.changes.get().reason


def test_a_new_address_changes_nothing_of_the_verification(centre, first):
    employer = EmployerFactory(centre=centre)
    details = told.employer(
        name=employer.name, tax_code=employer.tax_code, address="Số 9 đường Mới"
    )

    use_cases.change_employer(by=first, at=NOON, employer=employer, details=details)

    employer.refresh_from_db()
    assert (employer.state, employer.address) == (EmployerState.VERIFIED, "Số 9 đường Mới")
    event = AuditEvent.objects.get(action="employer.changed")
    assert "address" in event.fields
    assert "name" not in event.fields


def test_a_desk_changes_its_details_but_not_who_it_is(centre):
    contact = EmployerContactFactory(employer=EmployerFactory(centre=centre))
    employer = contact.employer
    desk = AtTheDesk(employer_id=employer.pk, contact_id=contact.pk)
    own = told.employer(name=employer.name, tax_code=employer.tax_code, phone="0205 3812 999")

    use_cases.change_employer(by=desk, at=NOON, employer=employer, details=own)
    employer.refresh_from_db()
    assert employer.phone == "+842053812999"
    for other in ({"name": "Công ty Khác"}, {"tax_code": tax_code(5)}, {"kind": "PERSON"}):
        with pytest.raises(NotAllowed):
            use_cases.change_employer(
                by=desk,
                at=NOON,
                employer=employer,
                details=told.employer(
                    **{"name": employer.name, "tax_code": employer.tax_code} | other
                ),
            )
    assert AuditEvent.objects.filter(actor_kind="desk", by=None).count() == 1


def test_a_desk_touches_no_other_employer(centre):
    mine = EmployerContactFactory()
    other = EmployerContactFactory()
    desk = AtTheDesk(employer_id=mine.employer_id, contact_id=mine.pk)

    assert list(Employer.objects.visible_to(desk)) == [mine.employer]
    assert list(EmployerContact.objects.visible_to(desk)) == [mine]
    with pytest.raises(NotAllowed):
        use_cases.change_employer(
            by=desk, at=NOON, employer=other.employer, details=told.employer()
        )
    with pytest.raises(NotAllowed):
        use_cases.end_contact(by=desk, at=NOON, contact=other)


def test_employers_are_seen_by_the_two_units_that_work_together(db):
    programme, elsewhere = ProgrammeFactory(), ProgrammeFactory()
    employer = EmployerFactory(centre=centre_of(programme))
    seen_by = {
        "palace": staff_of(palace_of(programme), Role.FOCAL_POINT),
        "centre": staff_of(centre_of(programme), Role.LEADER),
    }
    for user in seen_by.values():
        assert list(Employer.objects.visible_to(user)) == [employer]
    for user in (
        staff_of(palace_of(elsewhere)),
        staff_of(centre_of(elsewhere)),
        staff_of(centre_of(programme), Role.GATE_VOLUNTEER),
        PUBLIC,
    ):
        assert not Employer.objects.visible_to(user).exists()


def test_messages_of_refusals_name_nobody(centre):
    with override("en"), pytest.raises(InvalidValue) as refusal:
        register(PUBLIC, centre, tax_code="4900123450", name="Công ty Bí mật")
    assert "Bí mật" not in str(refusal.value)
