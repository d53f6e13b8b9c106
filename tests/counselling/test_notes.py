"""Who reads a note, what is left behind, and what opens nothing: gate n with the database."""

import datetime as dt

import pytest

from nhipcau.counselling import use_cases
from nhipcau.counselling.errors import CaseEnded
from nhipcau.counselling.models import Case, CaseKey, EmergencyOpening, Note
from nhipcau.counselling.states import Channel, ClosingReason, Result
from nhipcau.organisations.models import Membership, Role
from nhipcau.organisations.rules import forget_memberships
from nhipcau.people.errors import ConsentMissing
from nhipcau.people.models import Purpose
from nhipcau.people.use_cases import withdraw_consent
from nhipcau.rights.use_cases import withdraw
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.crypto.errors import CiphertextRefused, KeysMissing
from nhipcau.shared.crypto.key_folder import key_folder
from nhipcau.shared.errors import InvalidValue, NotAllowed, ReasonMissing
from nhipcau.shared.models import AuditEvent
from nhipcau.shared.row_security import acting
from tests.counselling.conftest import LATER, WORDS, write
from tests.dumps import everything_in_the_database
from tests.factories import NOON, agree, case_of, staff_of

AN_HOUR = dt.timedelta(hours=1)
WHY = "Em gọi cấp cứu đêm nay"


def read(by, case, at=LATER):
    return [one.text for one in use_cases.read_notes(by=by, at=at, case=case)]


def test_counsellor_and_supervisor_read_what_was_written(case, note, counsellor, supervisor):
    assert read(counsellor, case) == read(supervisor, case) == [WORDS]


def test_nobody_else_reads_it(case, note, colleague, elsewhere, officer, centre, db):
    leader = staff_of(centre, Role.LEADER)
    administrator = staff_of(centre, Role.ADMINISTRATOR)
    for stranger in (colleague, elsewhere, officer, leader, administrator, SYSTEM):
        with pytest.raises(NotAllowed):
            read(stranger, case)


def test_an_author_reads_the_own_notes_after_the_case_went_on(
    case, note, counsellor, colleague, supervisor
):
    use_cases.assign_case(by=supervisor, at=NOON, case=case, counsellor=colleague)
    case.refresh_from_db()
    write(case, colleague, "Qzsecond")
    assert read(counsellor, case) == [WORDS]
    assert read(colleague, case) == ["Qzsecond", WORDS]


def test_every_read_leaves_a_trace(case, note, counsellor, supervisor):
    for who in (counsellor, supervisor, counsellor):
        read(who, case)
    traces = AuditEvent.objects.filter(action="case.notes_read", about_id=case.pk)
    assert list(traces.order_by("pk").values_list("by", flat=True)) == [
        counsellor.pk,
        supervisor.pk,
        counsellor.pk,
    ]


def test_a_refused_read_reads_nothing(case, note, colleague):
    with pytest.raises(NotAllowed):
        read(colleague, case)
    assert not AuditEvent.objects.filter(action="case.notes_read").exists()


def test_who_left_the_unit_reads_nothing_and_loses_the_key(case, note, counsellor):
    Membership.objects.filter(user=counsellor).update(ended_at=NOON)
    forget_memberships(counsellor)
    with pytest.raises(NotAllowed):
        read(counsellor, case)
    assert use_cases.settle_keys(by=SYSTEM, at=LATER) == 1
    with acting(SYSTEM, at=LATER):
        assert not CaseKey.objects.filter(case=case, user=counsellor).exists()


def test_a_new_supervisor_reads_at_once(case, note, centre):
    assert read(staff_of(centre, Role.COORDINATOR), case) == [WORDS]


def test_a_case_of_a_unit_without_a_supervisor_goes_on_with_who_takes_it(
    counsellor, centre, colleague
):
    case = case_of(counsellor, centre)
    case = use_cases.put_into_queue(by=counsellor, at=NOON, case=case)
    use_cases.take_case(by=colleague, at=NOON, case=case)
    case.refresh_from_db()
    write(case, colleague)
    assert read(colleague, case) == [WORDS]


def test_a_note_wants_a_live_case_a_consent_and_a_day_that_was(case, counsellor):
    told = {"by": counsellor, "at": NOON, "case": case, "channel": Channel.PHONE}
    with pytest.raises(InvalidValue):
        use_cases.write_contact(**told, held_on=NOON.date() + dt.timedelta(days=1), text="x")
    with pytest.raises(InvalidValue):
        use_cases.write_contact(**told, held_on=NOON.date(), text="ơ" * 40_000)
    withdraw_consent(
        by=SYSTEM, at=NOON, young_person=case.young_person, purpose=Purpose.COUNSELLING
    )
    with pytest.raises(ConsentMissing):
        use_cases.write_contact(**told, held_on=NOON.date(), text="x")
    agree(case.young_person, Purpose.COUNSELLING)
    use_cases.close_case(
        by=counsellor,
        at=NOON,
        case=case,
        reason=ClosingReason.FINISHED,
        result=Result.HAS_PLAN,
    )
    with pytest.raises((CaseEnded, ConsentMissing)):
        use_cases.write_contact(**told, held_on=NOON.date(), text="x")


def test_a_contact_without_words_has_no_note(case, counsellor):
    contact = use_cases.write_contact(
        by=counsellor, at=NOON, case=case, held_on=NOON.date(), channel=Channel.PHONE, text="  "
    )
    assert not contact.has_note
    assert read(counsellor, case) == []


# --- emergency -----------------------------------------------------------------------------------


def test_an_emergency_opens_for_an_hour_and_is_told(
    case, note, colleague, supervisor, officer, counsellor
):
    opening = use_cases.open_in_emergency(by=colleague, at=NOON, case=case, reason=WHY)
    assert read(colleague, case, at=NOON + AN_HOUR - dt.timedelta(seconds=1)) == [WORDS]
    with pytest.raises(NotAllowed):
        read(colleague, case, at=NOON + AN_HOUR)
    assert {one.user for one in opening.notices.all()} == {supervisor, officer}
    actions = AuditEvent.objects.filter(about_id=case.pk, by=colleague)
    assert set(actions.values_list("action", flat=True)) == {
        "case.opened_in_emergency",
        "case.notes_read_in_emergency",
    }
    for who in (supervisor, officer, colleague):
        assert opening in EmergencyOpening.objects.visible_to(who)
    assert opening not in EmergencyOpening.objects.visible_to(counsellor)


def test_the_key_of_an_emergency_is_taken_back(case, note, colleague):
    use_cases.open_in_emergency(by=colleague, at=NOON, case=case, reason=WHY)
    use_cases.settle_keys(by=SYSTEM, at=NOON + AN_HOUR)
    with acting(SYSTEM, at=NOON):
        assert not CaseKey.objects.filter(case=case, user=colleague).exists()


@pytest.mark.parametrize("reason", ["", "   ", "x", "cần xem"])
def test_no_emergency_without_a_reason_in_words(case, colleague, reason):
    with pytest.raises(ReasonMissing):
        use_cases.open_in_emergency(by=colleague, at=NOON, case=case, reason=reason)
    assert not EmergencyOpening.objects.exists()


def test_an_emergency_is_for_colleagues_of_the_unit_alone(
    case, elsewhere, officer, counsellor, centre
):
    point = staff_of(centre, Role.FOCAL_POINT)
    for stranger in (elsewhere, officer, counsellor, point, SYSTEM):
        with pytest.raises(NotAllowed):
            use_cases.open_in_emergency(by=stranger, at=NOON, case=case, reason=WHY)


def test_a_notice_is_seen_by_whom_it_is_for(case, colleague, supervisor, counsellor):
    opening = use_cases.open_in_emergency(by=colleague, at=NOON, case=case, reason=WHY)
    with pytest.raises(NotAllowed):
        use_cases.acknowledge(by=counsellor, at=LATER, opening=opening)
    use_cases.acknowledge(by=supervisor, at=LATER, opening=opening)
    assert opening.notices.get(user=supervisor).seen_at == LATER


# --- what opens nothing --------------------------------------------------------------------------


def change(note, **values):
    with acting(SYSTEM, at=NOON):
        Note.objects.filter(pk=note.pk).update(**values)


def test_swapped_rows_are_refused(case, note, counsellor):
    """The ciphertext of one note in the row of another, of the same case and author."""
    other = write(case, counsellor, "Qzother")
    change(note, sealed=bytes(other.sealed))
    with pytest.raises(CiphertextRefused):
        read(counsellor, case)


def test_a_note_moved_to_another_case_is_refused(case, note, counsellor, centre):
    other = case_of(counsellor, centre)
    change(note, case=other)
    with pytest.raises(CiphertextRefused):
        read(counsellor, other)


def test_a_note_given_to_another_author_is_refused(case, note, counsellor, supervisor):
    change(note, author=supervisor)
    with pytest.raises(CiphertextRefused):
        read(counsellor, case)


def test_a_box_moved_to_another_reader_or_case_is_refused(
    case, note, counsellor, colleague, centre
):
    other = case_of(colleague, centre)
    with acting(SYSTEM, at=NOON):
        stolen = CaseKey.objects.get(case=case, user=counsellor)
        CaseKey.objects.filter(case=other, user=colleague).update(box=bytes(stolen.box))
    write_refused = pytest.raises(CiphertextRefused)
    with write_refused:
        write(other, colleague)


def test_the_wrong_master_key_opens_nothing(case, note, counsellor, settings, tmp_path):
    settings.KEYS_FOLDER = tmp_path
    settings.KEYS_MADE_AT_FIRST_USE = True
    key_folder().current()
    key_folder().person_made(case.young_person_id)
    with pytest.raises(CiphertextRefused):
        read(counsellor, case)


def test_without_the_folder_nothing_opens(case, note, counsellor, settings, tmp_path):
    settings.KEYS_FOLDER = tmp_path / "nothing"
    settings.KEYS_MADE_AT_FIRST_USE = False
    with pytest.raises((KeysMissing, CiphertextRefused)):
        read(counsellor, case)


def test_a_dump_of_the_database_holds_no_word_and_no_key(case, counsellor, supervisor, settings):
    """Words, their bytes, the master key, the person's secret and the case's: none is there."""
    canaries = [f"Qzcanary{number}lan" for number in range(20)]
    for canary in canaries:
        write(case, counsellor, f"Em kể: {canary}.")
    assert len(read(supervisor, case)) == 20
    dump = everything_in_the_database()
    folder = key_folder()
    secrets = [folder.master(one) for one in folder.versions()]
    secrets.append(folder.person(case.young_person_id))
    assert "Qzcanary" not in dump
    assert b"Qzcanary".hex() not in dump
    for secret in secrets:
        assert secret.hex() not in dump


def test_a_dump_with_the_source_and_without_the_folder_opens_nothing(
    case, note, counsellor, supervisor, settings, tmp_path
):
    """Every way of the product to open something, with all rows and no key: each is refused."""
    from nhipcau.counselling.vault import secret_by_any  # noqa: PLC0415

    settings.KEYS_FOLDER = tmp_path / "stolen without keys"
    settings.KEYS_MADE_AT_FIRST_USE = False
    with acting(SYSTEM, at=NOON), pytest.raises((KeysMissing, CiphertextRefused)):
        secret_by_any(case)


# --- destroyed -----------------------------------------------------------------------------------


def test_withdrawn_consent_deletes_notes_and_destroys_the_key(
    case, note, counsellor, django_capture_on_commit_callbacks
):
    with acting(SYSTEM, at=NOON):
        kept = Note.objects.get(pk=note.pk)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(by=SYSTEM, at=NOON, young_person=case.young_person, purpose=Purpose.COUNSELLING)
    case = Case.objects.get(pk=case.pk)
    assert case.state == "CLOSED"
    assert case.closing_reason == ClosingReason.CONSENT_WITHDRAWN
    with acting(SYSTEM, at=NOON):
        assert not Note.objects.exists()
        Note.objects.bulk_create([kept])  # as a backup would bring it back
    with pytest.raises(CiphertextRefused):
        read(counsellor, case)


def test_a_rolled_back_withdrawal_destroys_nothing(case, note, counsellor):
    """The tests' transaction is never kept: the key is there as long as that is open."""
    withdraw(by=SYSTEM, at=NOON, young_person=case.young_person, purpose=Purpose.COUNSELLING)
    assert key_folder().person(case.young_person_id)
