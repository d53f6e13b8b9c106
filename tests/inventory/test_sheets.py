"""Whose a sheet is: nobody's, then the person's, a counsellor's only while it is shared."""

import datetime as dt

import pytest

from nhipcau.inventory import queries, use_cases
from nhipcau.inventory.errors import TooYoung
from nhipcau.inventory.models import PaperSheet, Result, Sheet
from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.people.details import GuardianDetails
from nhipcau.people.errors import ConsentMissing, GuardianMissing
from nhipcau.people.models import Consent, Purpose
from nhipcau.people.rules import agrees
from nhipcau.rights.use_cases import withdraw
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import InvalidValue, KeyReused, NotAllowed
from nhipcau.shared.models import AuditEvent
from tests.factories import (
    NOON,
    OrganisationFactory,
    SittingFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    answers_of,
    every_row,
    sheet_of,
    staff_of,
)

TODAY = NOON.date()
MOTHER = GuardianDetails("Hoàng Thị Mẫu", "0912345678", "MOTHER")


def answer(**told):
    return use_cases.answer_sheet(
        **{
            "by": PUBLIC,
            "at": NOON,
            "form": "LONG",
            "answers": answers_of(),
            "is_old_enough": True,
            **told,
        }
    )


def keep(by, sheet, person, **told):
    return use_cases.keep_sheet(
        **{
            "by": by,
            "at": NOON,
            "sheet": sheet,
            "young_person": person,
            "agrees_now": True,
            "evidence": "form",
            **told,
        }
    )


def aged(years):
    return YoungPersonFactory(birth_on=TODAY.replace(year=TODAY.year - years))


# --- answering without a name --------------------------------------------------------------------


def test_a_sheet_has_no_name_and_is_scored_at_once(palace):
    sheet = answer()

    assert sheet.young_person is None
    assert sheet.result.code == "R I A"
    assert sheet.result.scores == {"R": 40, "I": 34, "A": 28, "S": 16, "E": 12, "C": 8}
    assert queries.sheet_by_code(sheet.code) == sheet


def test_a_result_keeps_the_version_it_was_made_with(palace):
    result = answer().result
    assert (result.rule_set.version, result.sheet.item_set.version) == (1, 1)
    assert result.tie_points == 3


def test_the_same_form_sent_twice_is_one_sheet(palace):
    """The phone did not hear that the first was taken."""
    first, second = answer(key="k1"), answer(key="k1")

    assert first == second
    assert Sheet.objects.count() == 1


def test_other_answers_under_the_same_key_are_refused(palace):
    answer(key="k1")
    with pytest.raises(KeyReused):
        answer(key="k1", answers=answers_of(dict.fromkeys("RIASEC", 2)))


def test_who_does_not_confirm_the_age_is_not_asked(palace):
    with pytest.raises(TooYoung):
        answer(is_old_enough=False)
    assert not Sheet.objects.exists()


@pytest.mark.parametrize(
    "answers", [[3] * 47, [3] * 49, [6] * 48, [0] * 48, [None] * 48], ids=lambda one: str(one[:1])
)
def test_answers_that_are_none_are_refused(palace, answers):
    with pytest.raises(InvalidValue):
        answer(answers=answers)


def test_an_unknown_class_is_told_at_its_question(palace):
    with pytest.raises(InvalidValue) as refused:
        answer(class_code="NOBODY")
    assert refused.value.field == "class_code"


def test_the_short_form_of_a_class_with_the_long_one_is_refused(palace):
    sitting = SittingFactory(unit=palace)
    with pytest.raises(InvalidValue):
        answer(form="SHORT", answers=answers_of(count=24), class_code=sitting.code)
    assert answer(class_code=sitting.code.lower()).sitting == sitting


def test_too_fast_is_kept_and_said(palace):
    assert answer(milliseconds=20_000).result.flags == ["FAST"]


def test_whoever_holds_the_code_may_delete_it(palace):
    sheet = answer()
    use_cases.forget_sheet(by=PUBLIC, at=NOON, sheet=sheet)
    assert not Sheet.objects.exists()
    assert not Result.objects.exists()


# --- kept under a name ---------------------------------------------------------------------------


def test_kept_with_consent_it_is_the_persons_and_its_code_opens_nothing(palace, person, youth):
    sheet = keep(youth, answer(gender="FEMALE"), person)

    assert agrees(person, Purpose.INVENTORY)
    assert queries.sheet_by_code(sheet.code) is None
    assert queries.sheets_of(youth, person) == [sheet]
    assert sheet.gender == ""  # told for the count of sheets without a name


def test_without_consent_nothing_is_kept(palace, person, youth):
    sheet = answer()
    with pytest.raises(ConsentMissing):
        keep(youth, sheet, person, agrees_now=False)
    sheet.refresh_from_db()
    assert sheet.young_person is None


def test_nobody_keeps_a_sheet_for_somebody_else(palace, person, counsellor):
    for stranger in (YouthUserFactory(), counsellor, PUBLIC):
        with pytest.raises(NotAllowed):
            keep(stranger, answer(), person)


def test_a_kept_sheet_is_not_taken_a_second_time(palace, person, youth):
    sheet = keep(youth, answer(), person)
    other = YoungPersonFactory()
    with pytest.raises(InvalidValue):
        keep(YouthUserFactory(phone=other.phone), sheet, other)


def test_thirteen_is_too_young_and_fourteen_needs_a_guardian(palace):
    young = aged(13)
    with pytest.raises(TooYoung):
        keep(YouthUserFactory(phone=young.phone), answer(), young)
    child = aged(14)
    user = YouthUserFactory(phone=child.phone)
    with pytest.raises(GuardianMissing):
        keep(user, answer(), child)
    kept = keep(user, answer(), child, guardian=MOTHER)
    assert kept.young_person == child
    with every_row():
        assert Consent.objects.get(young_person=child).guardian.full_name == "Hoàng Thị Mẫu"


# --- shared, and not shared ----------------------------------------------------------------------


def test_counsellors_see_it_only_while_it_is_shared(palace, person, youth, counsellor):
    sheet = keep(youth, answer(), person)
    assert queries.sheets_of(counsellor, person) == []

    use_cases.share_sheet(by=youth, at=NOON, sheet=sheet)
    assert queries.sheets_of(counsellor, person) == [sheet]

    use_cases.stop_sharing(by=youth, at=NOON, sheet=sheet)
    assert queries.sheets_of(counsellor, person) == []


@pytest.mark.parametrize("role", [one for one in Role if one != Role.COUNSELLOR])
def test_no_other_role_sees_what_is_shared(palace, person, role):
    sheet_of(person, sitting=None).__class__.objects.update(shared_at=NOON)
    assert queries.sheets_of(staff_of(palace, role), person) == []


def test_counsellors_of_a_unit_that_does_not_follow_see_nothing(palace, person):
    sheet_of(person)
    Sheet.objects.update(shared_at=NOON)
    foreign = OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE)
    assert queries.sheets_of(staff_of(foreign, Role.COUNSELLOR), person) == []


def test_only_the_person_shares_stops_and_deletes(palace, person, counsellor):
    sheet = sheet_of(person)
    for act in (use_cases.share_sheet, use_cases.stop_sharing, use_cases.forget_sheet):
        for stranger in (counsellor, YouthUserFactory(), PUBLIC):
            with pytest.raises(NotAllowed):
                act(by=stranger, at=NOON, sheet=sheet)
    assert Sheet.objects.get().shared_at is None


def test_sharing_and_stopping_leave_a_trace(palace, person, youth):
    sheet = sheet_of(person)
    use_cases.share_sheet(by=youth, at=NOON, sheet=sheet)
    use_cases.stop_sharing(by=youth, at=NOON, sheet=sheet)
    told = AuditEvent.objects.filter(about_id=sheet.pk, by=youth).values_list("action", flat=True)
    assert set(told) == {"interests.shared", "interests.unshared"}


def test_a_sheet_without_a_name_is_not_shared(palace):
    with pytest.raises(InvalidValue):
        use_cases.share_sheet(by=PUBLIC, at=NOON, sheet=answer())


# --- together with staff -------------------------------------------------------------------------


def test_staff_write_down_and_the_person_decides_who_sees_it(palace, person, counsellor):
    told = {"by": counsellor, "at": NOON, "young_person": person, "form": "SHORT"}
    told |= {"answers": answers_of(count=24), "agrees_now": True, "evidence": "paper 7"}
    hidden = use_cases.answer_with(**told)
    shown = use_cases.answer_with(**told, shares=True)

    assert (hidden.mode, hidden.entered_by) == ("ASSISTED", counsellor)
    assert queries.sheets_of(counsellor, person) == [shown]
    assert Consent.objects.get(young_person=person).channel == "PAPER"


def test_staff_of_another_unit_write_nothing_down(palace, person):
    foreign = staff_of(OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE))
    with pytest.raises(NotAllowed):
        use_cases.answer_with(
            by=foreign, at=NOON, young_person=person, form="LONG", answers=answers_of()
        )


# --- gone ----------------------------------------------------------------------------------------


def test_withdrawing_the_consent_deletes_all_sheets_of_all_records(palace, person, youth):
    agree(person, Purpose.INVENTORY)
    merged = YoungPersonFactory(merged_into=person, followed_by=[palace])
    kept = [sheet_of(person), sheet_of(merged), sheet_of()]

    withdraw(by=youth, at=NOON, young_person=person, purpose=Purpose.INVENTORY)

    assert list(Sheet.objects.all()) == kept[2:]
    assert not Result.objects.filter(sheet__in=kept[:2]).exists()


def test_old_sheets_go_and_so_does_what_was_typed_once(palace, counsellor):
    sheet_of()
    young = sheet_of(at=NOON + dt.timedelta(days=2))
    sitting = SittingFactory(unit=palace)
    use_cases.print_papers(by=counsellor, at=NOON, sitting=sitting, count=1)
    use_cases.enter_paper(by=counsellor, at=NOON, sitting=sitting, number=1, answers=answers_of())
    later = NOON + dt.timedelta(days=731)
    assert use_cases.forget_old(by=SYSTEM, at=later) == 1

    assert list(Sheet.objects.all()) == [young]
    assert PaperSheet.objects.get().first_answers is None
