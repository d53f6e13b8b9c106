"""Export and erasure reach every table of the register: none is forgotten."""

import copy
import datetime as dt
import json

import pytest

from nhipcau.accounts.models import SignInCode, User
from nhipcau.counselling.models import Case, CaseKey, Note
from nhipcau.counselling.vault import note_key, secret_by_any
from nhipcau.people.details import PersonDetails
from nhipcau.people.models import Consent, Following, YoungPerson
from nhipcau.people.use_cases import enter_person
from nhipcau.referrals.use_cases import take_step
from nhipcau.rights import exporting, register, rows, rules, use_cases
from nhipcau.rights.errors import AlreadyAsked, NotConfirmed, StillCooling, StillOpen
from nhipcau.rights.models import DataRequest
from nhipcau.rights.queries import records_of
from nhipcau.rights.states import RequestKind
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.crypto.errors import CiphertextRefused
from nhipcau.shared.errors import IllegalTransition, NotAllowed, ReasonMissing
from nhipcau.shared.models import AuditEvent
from nhipcau.shared.row_security import acting
from tests.factories import (
    NOON,
    DataRequestFactory,
    OrganisationFactory,
    ReferralFactory,
    RegistrationFactory,
    YoungPersonFactory,
    YouthUserFactory,
    moment,
    staff_of,
)
from tests.rights.canaries import (
    PHONE,
    WORD,
    tables_without_a_row,
    traces_left,
    whole_life,
)

A_WEEK_LATER = NOON + dt.timedelta(days=7)


@pytest.fixture
def life(centre):
    return whole_life([centre])


def erase(person, officer, centre, at=A_WEEK_LATER):
    request = DataRequestFactory(young_person=person, units=[centre])
    return use_cases.finish(by=officer, at=at, data_request=request)


# --- the register is the plan --------------------------------------------------------------------


def test_every_table_with_personal_columns_is_reached_or_said_to_be_about_others():
    assert rows.unreached() == []


def test_a_new_table_about_nobody_is_noticed(monkeypatch):
    told = copy.deepcopy(register.read_register())
    told["tables"]["new_table"] = {"personal": {"note": ["free-text", "employment", "person"]}}
    for module in (register, rows):
        monkeypatch.setattr(module, "register", lambda: told)
    assert rows.unreached() == ["new_table"]


def test_every_retention_says_what_becomes_of_it_at_erasure():
    told = register.read_register()
    assert set(told["erasure"]["of_retention"]) == set(told["retentions"])
    assert set(told["erasure"]["of_retention"].values()) == {"keep", "empty", "delete"}


def test_what_stays_is_a_column_of_the_register():
    told = register.read_register()
    for name in told["erasure"]["stays"]:
        table, column = name.split(".")
        assert column in told["tables"][table]["personal"]
    for table in (*told["erasure"]["deleted_tables"], *told["erasure"]["about_others"]):
        assert table in told["tables"]


# --- export --------------------------------------------------------------------------------------


def test_the_story_of_the_tests_has_a_row_in_every_table(life):
    assert tables_without_a_row(records_of(life)) == []


def test_the_export_has_every_table_and_every_word(life):
    told = json.loads(exporting.export_json(records_of(life), at=NOON))

    left_out = set(register.read_register()["export"]["left_out_tables"])
    assert set(told["tables"]) == set(rows.tables_about_people()) - left_out
    person = told["tables"]["people_youngperson"]["rows"]
    assert {row["full_name"] for row in person} == {f"Nông {WORD}", f"Nong {WORD}"}
    assert told["tables"]["seekers_specialneeds"]["rows"][0]["health"] == WORD
    assert told["purposes"]["employment"]


def test_the_export_gives_away_no_secret_of_sign_in_and_no_colleague(life):
    told = json.loads(exporting.export_json(records_of(life), at=NOON))["tables"]
    assert set(told["accounts_signincode"]["rows"][0]) & {"code_hash", "request_token"} == set()
    assert set(told["accounts_user"]["rows"][0]) & {"password"} == set()
    assert set(told["events_registration"]["rows"][0]) & {"code", "ticket_id"} == set()
    assert "recorded_by_id" not in told["people_consent"]["rows"][0]


def test_the_readable_page_tells_the_same_tables(life):
    chapters = exporting.export_words(records_of(life), at=NOON)
    left_out = set(register.read_register()["export"]["left_out_tables"])
    assert {one["table"] for one in chapters} == set(rows.tables_about_people()) - left_out
    assert chapters[0]["table"] == "people_youngperson"


def test_of_a_shared_phone_only_the_own_rows_are_told(life, centre):
    sister = YoungPersonFactory(phone=PHONE, full_name="Nông Thị Em", followed_by=[centre])
    told = json.loads(exporting.export_json(records_of(sister), at=NOON))["tables"]
    assert set(told) == {"people_youngperson", "people_following"}


def test_a_stranger_takes_out_nobodys_file(life):
    for stranger in (YouthUserFactory(), staff_of(OrganisationFactory(), "DATA_OFFICER")):
        with pytest.raises(NotAllowed):
            use_cases.take_out(by=stranger, at=NOON, young_person=life)


def test_taking_out_leaves_a_trace(life):
    youth = User.objects.get(phone=PHONE)
    use_cases.take_out(by=youth, at=NOON, young_person=life)
    assert AuditEvent.objects.filter(action="person.exported", about_id=life.pk, by=youth).exists()


# --- erasure -------------------------------------------------------------------------------------


def test_after_erasure_no_column_tells_of_the_person(life, officer, centre):
    people = records_of(life)
    with acting(SYSTEM, at=NOON):
        ids = {
            table: list(rows.rows_about(table, people).values_list("pk", flat=True))
            for table in rows.tables_about_people()
        }
    erase(life, officer, centre)

    assert traces_left(ids) == []


def test_counts_and_traces_stay(life, officer, centre):
    turns = life.attendances.count() if hasattr(life, "attendances") else None
    before = AuditEvent.objects.filter(about_id=life.pk).count()
    erase(life, officer, centre)

    life.refresh_from_db()
    assert life.birth_on == dt.date(2006, 1, 1)
    assert turns is None or life.attendances.count() == turns
    assert life.referrals.get().placement.checks.count() == 4
    assert AuditEvent.objects.filter(about_id=life.pk).count() > before
    assert AuditEvent.objects.filter(action="person.erased", about_id=life.pk).exists()
    assert not Consent.objects.in_force().filter(young_person=life).exists()


def test_nobody_sees_or_signs_in_as_the_erased_any_more(life, officer, centre):
    account = User.objects.get(phone=PHONE)
    erase(life, officer, centre)

    account.refresh_from_db()
    assert not account.is_active
    assert not Following.objects.filter(young_person=life).exists()
    assert not YoungPerson.objects.visible_to(officer).filter(pk=life.pk).exists()


def test_a_sister_on_the_same_phone_keeps_account_and_record(life, officer, centre):
    sister = YoungPersonFactory(phone=PHONE, full_name="Nông Thị Em", followed_by=[centre])
    erase(life, officer, centre)

    sister.refresh_from_db()
    account = User.objects.get(phone=PHONE)
    assert (sister.full_name, sister.phone, account.is_active) == ("Nông Thị Em", PHONE, True)


def test_an_erased_person_may_come_again_as_a_new_one(life, officer, centre):
    erase(life, officer, centre)
    again = enter_person(
        by=officer,
        at=A_WEEK_LATER,
        details=PersonDetails(f"Nông {WORD}", dt.date(2006, 7, 19), PHONE),
        followed_by=[centre],
        purposes=frozenset({"PARTICIPATION"}),
    )
    assert again.pk != life.pk


def test_a_person_with_a_coming_place_or_an_open_introduction_is_not_erased(
    person, officer, centre
):
    request = DataRequestFactory(young_person=person, units=[centre])
    registration = RegistrationFactory(young_person=person)
    with pytest.raises(StillOpen):
        use_cases.finish(by=officer, at=A_WEEK_LATER, data_request=request)
    registration.state = "CANCELLED"
    registration.save()
    referral = ReferralFactory(young_person=person)
    with pytest.raises(StillOpen):
        use_cases.finish(by=officer, at=A_WEEK_LATER, data_request=request)
    take_step(by=YouthUserFactory(phone=person.phone), at=NOON, referral=referral, name="withdraw")
    use_cases.finish(by=officer, at=A_WEEK_LATER, data_request=request)
    person.refresh_from_db()
    assert person.full_name == ""


# --- asking --------------------------------------------------------------------------------------


def code_given(phone, *, at=NOON, token="t" * 40):
    SignInCode.objects.create(
        request_token=token,
        phone=phone,
        code_hash="x",
        sent_at=at,
        expires_at=at + dt.timedelta(minutes=5),
        used_at=at,
    )
    return token


def ask(by, person, token="", kind=RequestKind.ERASE, at=NOON):
    return use_cases.ask(by=by, at=at, young_person=person, kind=kind, request_token=token)


def test_erasure_wants_the_code_of_the_phone(person, youth):
    code_given("+84900000000", token="other" * 8)
    code_given(person.phone, at=NOON - dt.timedelta(hours=1), token="late" * 8)
    for token in ("", "unknown" * 5, "other" * 8, "late" * 8):
        with pytest.raises(NotConfirmed):
            ask(youth, person, token)
    request = ask(youth, person, code_given(person.phone))
    assert request.state == "RECEIVED"


def test_one_code_confirms_one_request(person, youth):
    token = code_given(person.phone)
    ask(youth, person, token)
    sister = YoungPersonFactory(phone=person.phone)
    with pytest.raises(AlreadyAsked):
        ask(youth, sister, token)


def test_the_days_of_the_law_are_counted_in_working_days(person, youth):
    friday = moment("2026-11-20 16:00")
    token = code_given(person.phone, at=friday)
    request = ask(youth, person, token, at=friday)

    assert request.reply_due_on == dt.date(2026, 11, 24)
    assert request.answer_due_on == dt.date(2026, 11, 30)
    assert request.cooling_until == dt.date(2026, 11, 27)
    assert rules.answer_due_on("WITHDRAW", friday) == dt.date(2026, 12, 5)


def test_nothing_is_erased_while_the_person_may_think_again(person, officer, centre):
    request = DataRequestFactory(young_person=person, units=[centre])
    with pytest.raises(StillCooling):
        use_cases.finish(by=officer, at=A_WEEK_LATER - dt.timedelta(days=1), data_request=request)
    person.refresh_from_db()
    assert person.full_name


def test_the_person_takes_it_back_and_nothing_happens(person, youth, officer):
    request = ask(youth, person, code_given(person.phone))
    use_cases.take_back(by=youth, at=NOON, data_request=request)
    with pytest.raises(IllegalTransition):
        use_cases.finish(by=officer, at=A_WEEK_LATER, data_request=request)
    request.refresh_from_db()
    assert (request.state, request.ended_at) == ("TAKEN_BACK", NOON)


def test_only_data_officers_of_the_units_answer(person, youth, centre):
    request = ask(youth, person, code_given(person.phone))
    foreign = staff_of(OrganisationFactory(), "DATA_OFFICER")
    for stranger in (staff_of(centre, "COUNSELLOR"), foreign, youth):
        with pytest.raises(NotAllowed):
            use_cases.reply(by=stranger, at=NOON, data_request=request)


def test_a_refusal_tells_why(person, youth, officer):
    request = ask(youth, person, code_given(person.phone))
    with pytest.raises(ReasonMissing):
        use_cases.refuse(by=officer, at=NOON, data_request=request, reason="")
    use_cases.refuse(by=officer, at=NOON, data_request=request, reason="hồ sơ đang tranh chấp")
    assert DataRequest.objects.get().changes.last().reason == "hồ sơ đang tranh chấp"


def test_the_same_is_asked_once_at_a_time(person, officer):
    ask(officer, person, kind=RequestKind.CORRECT)
    with pytest.raises(AlreadyAsked):
        ask(officer, person, kind=RequestKind.CORRECT)


def test_the_officer_still_sees_what_was_asked_after_the_erasure(life, officer, centre):
    request = erase(life, officer, centre)
    assert DataRequest.objects.visible_to(officer).filter(pk=request.pk).exists()


def test_erasure_destroys_what_every_copy_of_a_note_needs(
    life, officer, centre, django_capture_on_commit_callbacks
):
    """A backup brings the rows back, and nothing opens: the key of the person is not in it."""
    case = Case.objects.get(young_person=life)
    with acting(SYSTEM, at=NOON):
        notes, keys = list(Note.objects.all()), list(CaseKey.objects.filter(case=case))
    with django_capture_on_commit_callbacks(execute=True):
        erase(life, officer, centre)
    case.refresh_from_db()
    assert case.closing_reason == "ERASED"
    with acting(SYSTEM, at=NOON):
        Note.objects.bulk_create(notes)
        CaseKey.objects.bulk_create(keys)
        with pytest.raises(CiphertextRefused):
            note_key(case, secret_by_any(case))
    assert AuditEvent.objects.filter(action="person.key_destroyed", about_id=life.pk).exists()
