"""The second net: a forgotten filter shows nothing, whatever the page forgot."""

import pytest
from django.db import DatabaseError, connection, transaction

from nhipcau.counselling import use_cases
from nhipcau.counselling.models import CaseKey, Note, ReaderKey
from nhipcau.organisations.models import Membership, OrganisationKind, Role
from nhipcau.people.models import Guardian
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.row_security import NoTransaction, acting
from nhipcau.vacancies.models import VacancyReport
from nhipcau.vacancies.use_cases import report_vacancy
from tests.counselling.conftest import write
from tests.factories import (
    NOON,
    OrganisationFactory,
    VacancyFactory,
    YoungPersonFactory,
    YouthUserFactory,
    case_of,
    guardian_of,
    staff_of,
)

SEALED = (Note, CaseKey, ReaderKey)


@pytest.fixture
def two_cases(case, note, counsellor, elsewhere, palace):
    """One of this counsellor, and one of the other unit's, each with a note."""
    other = case_of(elsewhere, palace)
    return case, other, note, write(other, elsewhere)


def test_without_a_context_a_forgotten_filter_shows_no_row(two_cases):
    for model in SEALED:
        assert list(model.objects.all()) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM counselling_note")
        assert cursor.fetchone() == (0,)


def test_with_a_context_a_forgotten_filter_shows_the_own_rows_alone(
    two_cases, counsellor, elsewhere, colleague, supervisor
):
    _case, _other, note, foreign = two_cases
    for actor, seen in (
        (counsellor, [note]),
        (supervisor, [note]),
        (elsewhere, [foreign]),
        (colleague, []),
        (PUBLIC, []),
    ):
        with acting(actor, at=NOON):
            assert list(Note.objects.all()) == seen
            assert all(key.user_id == actor.pk for key in CaseKey.objects.all())
            assert all(pair.user_id == actor.pk for pair in ReaderKey.objects.all())


def test_the_context_is_over_with_its_block(two_cases, counsellor):
    with acting(counsellor, at=NOON):
        assert Note.objects.exists()
    assert not Note.objects.exists()
    with pytest.raises(ZeroDivisionError), acting(counsellor, at=NOON):
        raise ZeroDivisionError
    assert not Note.objects.exists()


def test_a_statement_that_fails_leaves_no_context_behind(two_cases, counsellor):
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        acting(counsellor, at=NOON),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT 1 / 0")
    assert not Note.objects.exists()


def test_use_cases_leave_no_context_behind(case, note, counsellor, supervisor):
    use_cases.read_notes(by=supervisor, at=NOON, case=case)
    write(case, counsellor, "more")
    assert not Note.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_context_outside_of_a_transaction_is_refused():
    with pytest.raises(NoTransaction), acting(SYSTEM, at=NOON):
        pass


def test_a_reader_changes_and_deletes_nothing(two_cases, counsellor):
    with acting(counsellor, at=NOON):
        assert Note.objects.update(sealed=b"x") == 0
        assert Note.objects.all()._raw_delete("default") == 0
        assert CaseKey.objects.update(scope="ALL") == 0
        assert ReaderKey.objects.update(version=9) == 0


def test_nobody_writes_a_note_in_another_name_or_into_a_foreign_case(
    two_cases, counsellor, supervisor
):
    case, other, _note, _foreign = two_cases
    for wrong in (
        {"case": case, "author": supervisor},
        {"case": other, "author": counsellor},
    ):
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
            acting(counsellor, at=NOON),
        ):
            Note.objects.create(**wrong, written_at=NOON, sealed=b"x")


def test_a_reader_hands_no_key_to_anybody(two_cases, counsellor, colleague):
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
        acting(counsellor, at=NOON),
    ):
        CaseKey.objects.create(
            case=two_cases[0],
            user=colleague,
            version=1,
            reader_version=1,
            box=b"x",
            granted_at=NOON,
        )


def test_the_net_holds_for_the_owner_too_and_the_tests_hang_in_it(db):
    """Forced: without it the role that migrates would see everything; and no superuser runs us."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
            " ORDER BY relname"
        )
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False,)
    assert tables == [
        "concerns_concernkey",
        "concerns_entry",
        "coordination_internalnote",
        "counselling_casekey",
        "counselling_note",
        "counselling_readerkey",
        "people_guardian",
        "vacancies_vacancyreport",
    ]


# --- guardians, and what people report of vacancies ----------------------------------------------


def test_guardians_are_seen_by_those_who_follow_the_child_alone(centre, palace):
    child = YoungPersonFactory(followed_by=[centre])
    guardian = guardian_of(child)
    kept = YoungPersonFactory(followed_by=[palace])
    merged = YoungPersonFactory(merged_into=kept, followed_by=[])
    of_merged = guardian_of(merged)
    assert list(Guardian.objects.all()) == []
    seen = {
        staff_of(centre, Role.COUNSELLOR): [guardian],
        staff_of(palace, Role.FOCAL_POINT): [of_merged],
        staff_of(centre, Role.GATE_VOLUNTEER): [],
        YouthUserFactory(phone=child.phone): [guardian],
        YouthUserFactory(): [],
        PUBLIC: [],
        SYSTEM: [guardian, of_merged],
    }
    for actor, rows in seen.items():
        with acting(actor, at=NOON):
            assert list(Guardian.objects.order_by("pk")) == rows
            if actor is not SYSTEM:
                assert Guardian.objects.update(full_name="x") == 0


def test_who_no_longer_works_there_sees_no_guardian(centre):
    guardian_of(YoungPersonFactory(followed_by=[centre]))
    gone = staff_of(centre, Role.COUNSELLOR)
    Membership.objects.filter(user=gone).update(ended_at=NOON)
    with acting(gone, at=NOON):
        assert list(Guardian.objects.all()) == []


def test_reports_of_vacancies_are_seen_by_the_units_of_the_employer_alone(centre):
    vacancy = VacancyFactory(employer__centre=centre)
    report = report_vacancy(
        by=PUBLIC, at=NOON, vacancy=vacancy, suspicion="MONEY", contact="0912", sender="1.2.3.4"
    )
    assert list(VacancyReport.objects.all()) == []
    far = OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE)
    for actor, rows in (
        (staff_of(centre, Role.FOCAL_POINT), [report]),
        (staff_of(far, Role.COORDINATOR), []),
        (YouthUserFactory(), []),
        (PUBLIC, []),
    ):
        with acting(actor, at=NOON):
            assert list(VacancyReport.objects.all()) == rows
            assert VacancyReport.objects.update(contact="") == 0
    assert not VacancyReport.objects.exists()
