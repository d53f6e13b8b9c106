"""Told, read by the other unit, answered, closed, opened again, passed on, forgotten."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from nhipcau.concerns import rules, use_cases
from nhipcau.concerns.errors import AlreadyNamed, ConcernEnded, NobodyReads, ReceiptUnknown
from nhipcau.concerns.models import (
    Concern,
    ConcernKey,
    ConcernStateChange,
    Entry,
    Handover,
    Recipient,
)
from nhipcau.concerns.vault import ConcernVault, vault_by_receipt, vault_for
from nhipcau.counselling.models import ReaderKey
from nhipcau.counselling.use_cases import begin_rotation, end_rotation
from nhipcau.messaging.models import UnitNotice
from nhipcau.organisations.models import Membership, Role
from nhipcau.organisations.rules import forget_memberships
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.crypto.errors import CiphertextRefused
from nhipcau.shared.crypto.key_folder import key_folder
from nhipcau.shared.errors import InvalidValue, NotAllowed, ReasonMissing
from nhipcau.shared.models import AuditEvent
from nhipcau.shared.row_security import acting
from tests.concerns.conftest import AT, FORM, TODAY, WORDS, named, tell
from tests.factories import NOON, MembershipFactory, staff_of

DAY = dt.timedelta(days=1)


def come(receipt, at=AT):
    return use_cases.come_back(by=PUBLIC, at=at, receipt=receipt)


def read(concern, reader, at=NOON):
    return use_cases.read_concern(by=reader, at=at, concern=concern)


def add(receipt, text="Còn nữa", at=AT):
    return use_cases.add_words(by=PUBLIC, at=at, receipt=receipt, text=text)


def reply(concern, reader, text="Chúng tôi đang xem"):
    return use_cases.answer(by=reader, at=NOON, concern=concern, text=text)


# --- there and back ------------------------------------------------------------------------------


def test_both_sides_talk_through_the_receipt(concern, receipt, reader):
    assert [one.text for one in read(concern, reader).said] == [WORDS]
    reply(concern, reader)
    add(receipt)
    said = [(one.side, one.text) for one in come(receipt).said]
    assert said == [
        ("WRITER", WORDS),
        ("READER", "Chúng tôi đang xem"),
        ("WRITER", "Còn nữa"),
    ]
    assert [one.text for one in read(concern, reader).said] == [text for _side, text in said]


def test_a_form_sent_twice_is_one_concern_with_one_receipt(concern, receipt):
    again = use_cases.tell_concern(
        by=PUBLIC, at=AT, kind="MONEY", about="EMPLOYER", text=WORDS, form_key=FORM
    )
    assert (again.receipt, again.is_new) == (receipt, False)
    assert Concern.objects.count() == 1


def test_the_same_words_sent_twice_stand_once(receipt):
    add(receipt)
    add(receipt)
    assert len(come(receipt).said) == 2


def test_a_wrong_receipt_a_slip_and_nonsense_look_alike(receipt):
    words = set()
    for wrong in ("0" * 16, receipt[:-1] + str((int(receipt[-1]) + 1) % 10), "x", ""):
        with pytest.raises(ReceiptUnknown) as found:
            come(wrong)
        words.add(str(found.value))
    assert len(words) == 1


def test_nobody_writes_in_a_name(reader, palace):
    told = {"at": AT, "kind": "MONEY", "about": "EMPLOYER", "text": "x", "form_key": FORM}
    for actor in (reader, SYSTEM):
        with pytest.raises(NotAllowed):
            use_cases.tell_concern(by=actor, **told)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": " "},
        {"kind": "x"},
        {"about": "UNIT"},
        {"about": "x"},
        {"form_key": "short"},
        {"text": "x" * 5001},
    ],
)
def test_what_is_missing_is_asked_for(reader, palace, wrong):
    with pytest.raises(InvalidValue):
        tell(**wrong)


# --- who reads -----------------------------------------------------------------------------------


def test_what_is_about_a_unit_goes_to_the_other(palace, centre, reader, palace_reader):
    for unit, other in ((palace, centre), (centre, palace)):
        _receipt, found = tell(form_key=f"{unit.pk:032}", about="UNIT", about_unit=unit)
        assert found.unit == other


def test_who_reads_first_is_data_and_never_a_unit_without_readers(palace, palace_reader):
    assert tell()[1].unit == palace  # the Centre has named nobody
    with pytest.raises(NobodyReads):
        tell(form_key="g" * 32, about="UNIT", about_unit=palace)


def test_staff_of_the_reported_unit_see_nothing_also_administrators(
    palace, centre, reader, palace_reader
):
    _receipt, found = tell(about="UNIT", about_unit=palace)
    assert Concern.objects.visible_to(reader).get() == found
    for role in Role:
        if role != Role.COMMUNE_OFFICER:
            user = staff_of(palace, role)
            assert not Concern.objects.visible_to(user).exists()
    # Also one who is named by the Centre and works for the Palace too.
    both = named(centre)
    MembershipFactory(user=both, organisation=palace, role=Role.GATE_VOLUNTEER)
    forget_memberships(both)
    assert not Concern.objects.visible_to(both).exists()
    with pytest.raises(NotAllowed):
        read(found, both)
    with acting(SYSTEM, at=NOON):
        assert not ConcernKey.objects.filter(concern=found, user=palace_reader).exists()


def test_colleagues_who_are_not_named_see_nothing(concern, centre):
    for role in (Role.LEADER, Role.ADMINISTRATOR, Role.COUNSELLOR, Role.DATA_OFFICER):
        user = staff_of(centre, role)
        assert not Concern.objects.visible_to(user).exists()
        with pytest.raises(NotAllowed):
            read(concern, user)


def test_a_box_for_one_who_works_for_the_reported_unit_is_never_made(palace, centre, reader):
    both = named(centre)
    MembershipFactory(user=both, organisation=palace, role=Role.COUNSELLOR)
    _receipt, found = tell(about="UNIT", about_unit=palace)
    with acting(SYSTEM, at=NOON):
        held = set(ConcernKey.objects.filter(concern=found).values_list("user", flat=True))
    assert held == {None, reader.pk}


def test_the_database_refuses_a_unit_that_reads_about_itself(concern):
    concern.about, concern.about_unit = "UNIT", concern.unit
    with pytest.raises(IntegrityError), transaction.atomic():
        concern.save()


def test_who_is_named_later_reads_what_is_kept_and_who_left_does_not(concern, reader, centre):
    later = named(centre)
    assert [one.text for one in read(concern, later).said] == [WORDS]
    use_cases.end_recipient(by=SYSTEM, at=NOON, recipient=Recipient.objects.get(user=reader))
    with pytest.raises(NotAllowed):
        read(concern, reader)
    Membership.objects.filter(user=later).update(ended_at=NOON)
    third = named(centre)
    use_cases.settle_keys(by=SYSTEM, at=NOON)
    with acting(SYSTEM, at=NOON):
        held = ConcernKey.objects.filter(user__isnull=False).values_list("user", flat=True)
        assert set(held) == {third.pk}


def test_only_the_unit_s_leader_names_its_own_colleagues(centre, palace):
    leader, user = staff_of(centre, Role.LEADER), staff_of(centre)
    told = {"at": NOON, "unit": centre}
    use_cases.name_recipient(by=leader, user=user, **told)
    with pytest.raises(AlreadyNamed):
        use_cases.name_recipient(by=leader, user=user, **told)
    with pytest.raises(InvalidValue):
        use_cases.name_recipient(by=leader, user=staff_of(palace), **told)
    for stranger in (user, staff_of(palace, Role.LEADER), staff_of(centre, Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            use_cases.name_recipient(by=stranger, user=staff_of(centre), **told)


def test_each_reading_leaves_a_trace(concern, reader):
    read(concern, reader)
    read(concern, reader)
    traces = AuditEvent.objects.filter(action="concern.words_read", about_id=concern.pk)
    assert list(traces.values_list("by", flat=True)) == [reader.pk] * 2


# --- states and days -----------------------------------------------------------------------------


def test_the_states_and_what_is_due(concern, receipt, reader):
    assert concern.due_on == dt.date(2026, 11, 25)
    read(concern, reader)
    concern.refresh_from_db()
    assert (concern.state, concern.due_on) == ("READING", dt.date(2026, 12, 7))
    with pytest.raises(ReasonMissing):
        use_cases.close(by=reader, at=NOON, concern=concern, closing="SETTLED")
    reply(concern, reader)
    use_cases.close(by=reader, at=NOON, concern=concern, closing="SETTLED")
    with pytest.raises(ConcernEnded):
        reply(concern, reader)
    add(receipt)
    concern.refresh_from_db()
    assert (concern.state, concern.closing) == ("REOPENED", "")
    read(concern, reader)
    states = list(concern.changes.values_list("to_state", flat=True))
    assert sorted(states) == sorted(
        ["RECEIVED", "READING", "ANSWERED", "CLOSED", "REOPENED", "READING"]
    )


def late(concern, days=4):
    return use_cases.tell_late(by=SYSTEM, at=AT + days * DAY)


def test_too_late_goes_to_the_other_unit_s_leader_once(concern, centre, palace):
    boss, other = staff_of(centre, Role.LEADER), staff_of(palace, Role.LEADER)
    assert late(concern, days=2) == 0
    assert late(concern, days=3) == 1
    assert late(concern, days=5) == 0
    assert UnitNotice.objects.visible_to(other).count() == 1
    assert not UnitNotice.objects.visible_to(boss).exists()


def test_too_late_is_never_told_to_the_reported_unit(palace, centre, reader):
    tell(about="UNIT", about_unit=palace)
    boss, reported = staff_of(centre, Role.LEADER), staff_of(palace, Role.LEADER)
    assert late(None) == 1
    assert UnitNotice.objects.visible_to(boss).count() == 1
    assert not UnitNotice.objects.visible_to(reported).exists()


def test_it_is_passed_on_with_its_keys(concern, receipt, reader, palace_reader, palace, centre):
    with pytest.raises(ReasonMissing):
        use_cases.pass_on(by=reader, at=NOON, concern=concern, reason="")
    use_cases.pass_on(by=reader, at=NOON, concern=concern, reason="về chúng tôi", is_about_us=True)
    concern.refresh_from_db()
    assert (concern.unit, concern.about_unit) == (palace, centre)
    with pytest.raises(NotAllowed):
        read(concern, reader)
    assert read(concern, palace_reader).said[0].text == WORDS
    assert [one.text for one in come(receipt).said] == [WORDS, "về chúng tôi"]
    with pytest.raises(ReasonMissing):  # the reason of the other unit is no answer
        use_cases.close(by=palace_reader, at=NOON, concern=concern, closing="SETTLED")
    with acting(SYSTEM, at=NOON):
        assert not ConcernKey.objects.filter(user=reader).exists()
    with pytest.raises(NobodyReads):  # back to whom it is about
        use_cases.pass_on(by=palace_reader, at=NOON, concern=concern, reason="x")


# --- an ordinary matter, only with a yes ---------------------------------------------------------


@pytest.fixture
def asked(concern, reader):
    return use_cases.ask_handover(
        by=reader, at=NOON, concern=concern, words="Công ty giữ tiền cọc"
    )


def test_nothing_is_handed_over_without_the_yes(asked, centre, receipt):
    worker = staff_of(centre)
    assert not Handover.objects.visible_to(worker).exists()
    assert Handover.objects.get().words == ""
    talk = come(receipt)
    assert (talk.asked.state, talk.asked.text) == ("ASKED", "Công ty giữ tiền cọc")
    use_cases.answer_handover(by=PUBLIC, at=AT, receipt=receipt, is_yes=False)
    assert not Handover.objects.visible_to(worker).exists()
    with pytest.raises(ConcernEnded):
        use_cases.answer_handover(by=PUBLIC, at=AT, receipt=receipt, is_yes=True)


def test_with_the_yes_these_words_and_nothing_else_are_handed_over(asked, centre, receipt, palace):
    use_cases.answer_handover(by=PUBLIC, at=AT, receipt=receipt, is_yes=True)
    worker, stranger = staff_of(centre), staff_of(palace)
    found = Handover.objects.visible_to(worker).get()
    assert found.words == "Công ty giữ tiền cọc"
    assert not Handover.objects.visible_to(stranger).exists()
    use_cases.take_over(by=worker, at=NOON, handover=found)
    assert AuditEvent.objects.filter(action="handover.read", by=worker).exists()
    use_cases.announce(by=SYSTEM, at=NOON)
    assert UnitNotice.objects.visible_to(worker).count() == 1


# --- told, and forgotten -------------------------------------------------------------------------


def test_readers_are_told_in_rounds_and_of_nothing(concern, receipt, reader):
    assert use_cases.announce(by=SYSTEM, at=NOON) == 1
    assert use_cases.announce(by=SYSTEM, at=NOON) == 0
    [notice] = UnitNotice.objects.visible_to(reader)
    assert (notice.is_urgent, notice.about_id) == (True, None)
    add(receipt)
    assert use_cases.announce(by=SYSTEM, at=NOON) == 1


def test_the_writer_deletes_everything_at_once(
    concern, receipt, reader, django_capture_on_commit_callbacks
):
    read(concern, reader)
    with acting(SYSTEM, at=NOON):
        backup = list(Entry.objects.all()), list(ConcernKey.objects.all())
    with django_capture_on_commit_callbacks(execute=True):
        use_cases.take_back(by=PUBLIC, at=AT, receipt=receipt)
    with pytest.raises(ReceiptUnknown):
        come(receipt)
    concern.refresh_from_db()
    assert (concern.state, concern.closing, concern.is_erased) == ("CLOSED", "TAKEN_BACK", True)
    # A backup brings the rows back, and nothing opens.
    with acting(SYSTEM, at=NOON):
        assert not Entry.objects.exists()
        Entry.objects.bulk_create(backup[0])
        ConcernKey.objects.bulk_create(backup[1])
        with pytest.raises(CiphertextRefused):
            vault_for(concern, reader)


def test_words_are_forgotten_some_time_after_the_end(concern, reader):
    reply(concern, reader)
    use_cases.close(by=reader, at=NOON, concern=concern, closing="SETTLED")
    assert use_cases.forget_old(by=SYSTEM, at=NOON + 179 * DAY) == 0
    assert use_cases.forget_old(by=SYSTEM, at=NOON + 180 * DAY) == 1
    assert use_cases.forget_old(by=SYSTEM, at=NOON + 181 * DAY) == 0
    concern.refresh_from_db()
    assert concern.receipt_hash is None
    with acting(SYSTEM, at=NOON):
        assert not Entry.objects.exists()


def test_jobs_are_the_installation_s(reader):
    for job in (
        use_cases.announce,
        use_cases.tell_late,
        use_cases.settle_keys,
        use_cases.forget_old,
    ):
        with pytest.raises(NotAllowed):
            job(by=reader, at=NOON)


# --- keys ----------------------------------------------------------------------------------------


def test_after_a_change_of_all_keys_both_sides_still_read(concern, receipt, reader):
    folder, before = key_folder(), key_folder().current()
    rotation = begin_rotation(by=SYSTEM, at=NOON)
    end_rotation(by=SYSTEM, at=NOON, rotation=rotation)
    with acting(SYSTEM, at=NOON):
        old = ReaderKey.objects.filter(master_version=before)
        assert not old.exists()
    assert folder.current() == before + 1
    assert read(concern, reader).said[0].text == WORDS
    assert come(receipt).said[0].text == WORDS


def test_words_open_in_no_other_place(concern, receipt, reader):
    _other_receipt, other = tell(form_key="o" * 32, text="khác")
    with acting(SYSTEM, at=NOON):
        mine, foreign = Entry.objects.get(concern=concern), Entry.objects.get(concern=other)
        vault = vault_for(concern, reader)
        assert vault.open_entry(mine) == WORDS
        for changed in ({"sealed": foreign.sealed}, {"number": 2}, {"side": "READER"}):
            for name, value in changed.items():
                setattr(mine, name, value)
            with pytest.raises(CiphertextRefused):
                vault.open_entry(mine)
            mine.refresh_from_db()
        with pytest.raises(CiphertextRefused):
            vault_by_receipt(concern, b"k" * 32)
        # The secret of the concern alone is not enough: the folder's is needed too.
        with pytest.raises(CiphertextRefused):
            ConcernVault(concern, b"s" * 32).open_entry(mine)


def test_without_a_context_a_forgotten_filter_shows_no_row(concern, reader, palace_reader):
    assert list(Entry.objects.all()) == []
    assert list(ConcernKey.objects.all()) == []
    with acting(reader, at=NOON):
        assert Entry.objects.count() == 1
        assert ConcernKey.objects.get().user == reader
        assert Entry.objects.update(sealed=b"x") == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Entry.objects.bulk_create(
                [
                    Entry(
                        concern=concern,
                        number=9,
                        side="READER",
                        author=palace_reader,
                        written_on=TODAY,
                        sealed=b"x",
                    )
                ]
            )
    for other in (palace_reader, PUBLIC):
        with acting(other, at=NOON):
            assert not Entry.objects.exists()


def test_days_are_all_that_is_kept(concern, receipt, reader):
    add(receipt)
    moments = set(ConcernStateChange.objects.values_list("at", flat=True))
    assert moments == {rules.start_of(TODAY)}
    assert not AuditEvent.objects.filter(about_id=concern.pk).exists()
