"""Real connections at once: two checks, two links pressed, two of one tax code."""

import threading

import pytest
from django.db import connections

from nhipcau.employers import use_cases
from nhipcau.employers.errors import DeskLinkOver, TaxCodeTaken
from nhipcau.employers.models import DeskLink, DeskSession, Employer, EmployerCheck
from nhipcau.employers.states import EmployerState
from nhipcau.organisations.models import Role
from nhipcau.shared.actors import PUBLIC
from tests.employers import told
from tests.factories import (
    NOON,
    EmployerContactFactory,
    EmployerFactory,
    reference_data,
    staff_of,
)

pytestmark = pytest.mark.django_db(transaction=True)
EXPECTED = (DeskLinkOver, TaxCodeTaken)


def at_once(jobs):
    """Run every job in its own thread and connection, all released together; what was refused."""
    barrier, refused, broken = threading.Barrier(len(jobs)), [], []

    def run(job):
        try:
            barrier.wait(timeout=10)
            job()
        except EXPECTED as refusal:
            refused.append(type(refusal))
        except Exception as error:
            broken.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert broken == []
    return refused


def checking(user, employer, register):
    def job():
        use_cases.check_employer(
            by=user,
            at=NOON,
            employer=Employer.objects.get(pk=employer.pk),
            check=told.check(register),
        )

    return job


def new_employer(**more):
    unverified = {
        "state": EmployerState.REGISTERED,
        "verified_on": None,
        "verify_again_on": None,
    }
    return EmployerFactory(**unverified | more)


def test_two_checks_at_once_verify_exactly_once():
    reference_data()
    for _round in range(4):
        employer = new_employer()
        staff = [staff_of(employer.centre, Role.COUNSELLOR) for _n in range(2)]

        assert (
            at_once(
                [
                    checking(staff[0], employer, "BUSINESS"),
                    checking(staff[1], employer, "TAX"),
                ]
            )
            == []
        )
        employer.refresh_from_db()
        assert (employer.state, employer.check_round) == (EmployerState.VERIFIED, 2)
        assert employer.changes.filter(to_state="VERIFIED").count() == 1
        assert EmployerCheck.objects.filter(employer=employer, round=1).count() == 2


def test_one_colleague_twice_at_once_does_not_verify():
    reference_data()
    employer = new_employer()
    alone = staff_of(employer.centre, Role.COUNSELLOR)

    at_once([checking(alone, employer, "BUSINESS"), checking(alone, employer, "TAX")])

    employer.refresh_from_db()
    assert employer.state == EmployerState.REGISTERED


def test_of_two_employers_with_one_tax_code_one_is_verified():
    reference_data()
    one = new_employer()
    other = new_employer(centre=one.centre, tax_code=one.tax_code)
    first, second = (staff_of(one.centre, Role.COUNSELLOR) for _n in range(2))
    for employer in (one, other):
        checking(first, employer, "BUSINESS")()

    refused = at_once([checking(second, one, "TAX"), checking(second, other, "TAX")])

    assert refused == [TaxCodeTaken]
    assert Employer.objects.filter(state=EmployerState.VERIFIED).count() == 1


def test_a_link_pressed_twice_at_once_opens_one_desk():
    reference_data()
    contact = EmployerContactFactory()
    use_cases.request_desk_link(by=PUBLIC, at=NOON, email=contact.email)
    token = DeskLink.objects.get().token

    def opening(number):
        return lambda: use_cases.open_desk(
            by=PUBLIC, at=NOON, token=token, desk_key=f"browser {number}" * 5
        )

    assert at_once([opening(number) for number in range(4)]) == [DeskLinkOver] * 3
    assert DeskSession.objects.count() == 1
