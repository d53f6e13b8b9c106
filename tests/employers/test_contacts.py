"""Whom to reach, and branches: by colleagues and by the desk."""

import pytest

from nhipcau.employers import use_cases
from nhipcau.employers.details import BranchDetails
from nhipcau.employers.errors import EmployerClosed, LastContact
from nhipcau.employers.models import DeskSession
from nhipcau.employers.states import EmployerState
from nhipcau.shared.actors import AtTheDesk
from nhipcau.shared.errors import InvalidValue, NotAllowed
from tests.employers import told
from tests.factories import (
    NOON,
    DeskSessionFactory,
    EmployerContactFactory,
    EmployerFactory,
    tax_code,
)


@pytest.fixture
def contact(centre):
    return EmployerContactFactory(employer=EmployerFactory(centre=centre))


def add(by, employer, **more):
    return use_cases.add_contact(by=by, at=NOON, employer=employer, contact=told.contact(**more))


def test_a_new_main_contact_takes_over(contact, first):
    new = add(first, contact.employer, is_main=True)

    contact.refresh_from_db()
    assert (new.is_main, contact.is_main) == (True, False)


def test_when_the_main_contact_leaves_the_next_one_is_main(contact, first):
    new = add(first, contact.employer)

    use_cases.end_contact(by=first, at=NOON, contact=contact)

    new.refresh_from_db()
    assert new.is_main


def test_somebody_can_always_be_reached(contact, first):
    with pytest.raises(LastContact):
        use_cases.end_contact(by=first, at=NOON, contact=contact)


def test_a_contact_that_leaves_takes_the_open_desk_along(contact, first):
    desk = DeskSessionFactory(contact=contact)
    add(first, contact.employer)

    use_cases.end_contact(by=first, at=NOON, contact=contact)

    assert DeskSession.objects.get(pk=desk.pk).ended_at == NOON


def test_a_new_address_ends_the_desk_opened_with_the_old_one(contact, first):
    desk = DeskSessionFactory(contact=contact)

    use_cases.change_contact(
        by=first, at=NOON, contact=contact, details=told.contact(email="khac@example.vn")
    )

    assert DeskSession.objects.get(pk=desk.pk).ended_at == NOON


def test_nobody_at_a_desk_ends_oneself(contact, first):
    add(first, contact.employer)
    desk = AtTheDesk(employer_id=contact.employer_id, contact_id=contact.pk)

    with pytest.raises(NotAllowed):
        use_cases.end_contact(by=desk, at=NOON, contact=contact)


def test_a_closed_record_takes_no_contact(contact, first):
    use_cases.close_employer(by=first, at=NOON, employer=contact.employer, reason="giải thể")

    with pytest.raises(EmployerClosed):
        add(first, contact.employer)


def branch(**more):
    named = {"name": "Chi nhánh Hữu Lũng", "address": "Cụm công nghiệp", "province_code": "20"}
    return BranchDetails(**named | more)


def test_the_tax_code_of_a_branch_begins_with_that_of_the_enterprise(contact, first):
    employer = contact.employer
    assert employer.state == EmployerState.VERIFIED
    foreign = tax_code(4321)
    with pytest.raises(InvalidValue) as refusal:
        use_cases.add_branch(
            by=first, at=NOON, employer=employer, branch=branch(tax_code=f"{foreign}-001")
        )
    assert refusal.value.field == "tax_code"

    kept = use_cases.add_branch(
        by=first, at=NOON, employer=employer, branch=branch(tax_code=f"{employer.tax_code}001")
    )
    assert kept.tax_code == f"{employer.tax_code}-001"
    use_cases.end_branch(by=first, at=NOON, branch=kept)
    assert not employer.branches.filter(ended_at=None).exists()
