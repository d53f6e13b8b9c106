"""Keys change while notes stay readable; what was stopped goes on; what was old opens nothing."""

import io

import pytest
from django.core.management import call_command
from django.db import transaction

from nhipcau.counselling import use_cases
from nhipcau.counselling.models import Case, CaseKey, KeyRotation, Note, ReaderKey
from nhipcau.counselling.use_cases import keeping
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.crypto.errors import CiphertextRefused, SharesRefused
from nhipcau.shared.crypto.key_folder import key_folder
from nhipcau.shared.errors import NotAllowed, ReasonMissing
from nhipcau.shared.models import AuditEvent
from nhipcau.shared.row_security import acting
from tests.counselling.conftest import LATER, WORDS, write
from tests.factories import NOON, case_of


@pytest.fixture
def keys(settings, tmp_path):
    """A folder of keys of this test alone."""
    settings.KEYS_FOLDER = tmp_path / "keys"
    return key_folder()


@pytest.fixture
def six(keys, counsellor, supervisor, centre):
    cases = [case_of(counsellor, centre) for _number in range(6)]
    for number, case in enumerate(cases):
        write(case, counsellor, f"{WORDS} {number}")
    return cases


def readable(cases, by):
    told = []
    for case in cases:
        fresh = Case.objects.get(pk=case.pk)
        told += [one.text for one in use_cases.read_notes(by=by, at=LATER, case=fresh)]
    return told == [f"{WORDS} {number}" for number in range(len(cases))]


def sealed_of(model, *columns):
    with acting(SYSTEM, at=NOON):
        return dict.fromkeys(model.objects.order_by("pk").values_list("pk", *columns))


def rotate_all(most=2):
    rotation = use_cases.begin_rotation(by=SYSTEM, at=NOON)
    while use_cases.rotate_some(by=SYSTEM, at=NOON, rotation=rotation, most=most):
        pass
    return use_cases.end_rotation(by=SYSTEM, at=LATER, rotation=rotation)


def test_every_key_is_another_one_and_every_note_reads_the_same(
    six, keys, counsellor, supervisor, django_capture_on_commit_callbacks
):
    notes, boxes = sealed_of(Note, "sealed"), sealed_of(CaseKey, "box")
    pairs = sealed_of(ReaderKey, "public")
    with django_capture_on_commit_callbacks(execute=True):
        rotation = rotate_all()
    assert rotation.note_count == 6
    for model, column, before in (
        (Note, "sealed", notes),
        (CaseKey, "box", boxes),
        (ReaderKey, "public", pairs),
    ):
        assert not {bytes(one[1]) for one in sealed_of(model, column)} & {
            bytes(one[1]) for one in before
        }
    assert keys.versions() == [2]
    assert readable(six, counsellor)
    assert readable(six, supervisor)


def test_readable_after_every_single_step(six, counsellor, supervisor):
    rotation = use_cases.begin_rotation(by=SYSTEM, at=NOON)
    assert readable(six, counsellor)
    left = 6
    while left:
        left = use_cases.rotate_some(by=SYSTEM, at=NOON, rotation=rotation, most=1)
        assert readable(six, counsellor)
        assert readable(six, supervisor)
    use_cases.end_rotation(by=SYSTEM, at=NOON, rotation=rotation)
    assert readable(six, counsellor)


def test_killed_midway_it_goes_on_where_it_was(six, counsellor, monkeypatch):
    """The process dies inside the third case: that step never was, the two before stay."""
    rotation = use_cases.begin_rotation(by=SYSTEM, at=NOON)
    use_cases.rotate_some(by=SYSTEM, at=NOON, rotation=rotation, most=2)

    class Killed(BaseException):
        pass

    def die(*_told):
        raise Killed

    monkeypatch.setattr(keeping, "store_boxes", die)
    with pytest.raises(Killed), transaction.atomic():
        use_cases.rotate_some(by=SYSTEM, at=NOON, rotation=rotation, most=2)
    monkeypatch.undo()
    assert Case.objects.filter(rotation=rotation.pk).count() == 2
    assert readable(six, counsellor)

    again = use_cases.begin_rotation(by=SYSTEM, at=LATER)
    assert again == rotation
    assert use_cases.rotate_some(by=SYSTEM, at=LATER, rotation=again, most=50) == 0
    use_cases.end_rotation(by=SYSTEM, at=LATER, rotation=again)
    assert readable(six, counsellor)
    assert KeyRotation.objects.get().note_count == 6


def test_an_old_key_is_not_accepted_any_more(six, counsellor):
    """Everything of before put back by a thief with an old dump: the old box, the old note."""
    case = six[0]
    with acting(SYSTEM, at=NOON):
        key = CaseKey.objects.get(case=case, user=counsellor)
        note = Note.objects.get(case=case)
    rotate_all()
    with acting(SYSTEM, at=NOON):
        CaseKey.objects.filter(pk=key.pk).update(
            box=bytes(key.box), version=key.version, reader_version=key.reader_version
        )
        Note.objects.filter(pk=note.pk).update(sealed=bytes(note.sealed))
    with pytest.raises(CiphertextRefused):
        use_cases.read_notes(by=counsellor, at=LATER, case=Case.objects.get(pk=case.pk))


def test_an_old_note_under_new_keys_is_refused(six, counsellor):
    with acting(SYSTEM, at=NOON):
        note = Note.objects.get(case=six[0])
    rotate_all()
    with acting(SYSTEM, at=NOON):
        Note.objects.filter(pk=note.pk).update(sealed=bytes(note.sealed))
    with pytest.raises(CiphertextRefused):
        use_cases.read_notes(by=counsellor, at=LATER, case=Case.objects.get(pk=six[0].pk))


def test_a_note_written_during_a_change_of_keys_is_kept(six, counsellor):
    rotation = use_cases.begin_rotation(by=SYSTEM, at=NOON)
    use_cases.rotate_some(by=SYSTEM, at=NOON, rotation=rotation, most=3)
    for case in six:
        write(Case.objects.get(pk=case.pk), counsellor, "Qzmeanwhile", at=LATER)
    while use_cases.rotate_some(by=SYSTEM, at=NOON, rotation=rotation, most=3):
        pass
    use_cases.end_rotation(by=SYSTEM, at=NOON, rotation=rotation)
    for case in six:
        fresh = Case.objects.get(pk=case.pk)
        told = [one.text for one in use_cases.read_notes(by=counsellor, at=LATER, case=fresh)]
        assert told[0] == "Qzmeanwhile"


def test_only_the_installation_changes_keys(six, supervisor):
    for act in (use_cases.begin_rotation, use_cases.appoint_custodians, use_cases.settle_keys):
        with pytest.raises(NotAllowed):
            act(by=supervisor, at=NOON)


def test_the_command_tells_how_far_it_is(six, counsellor):
    told = io.StringIO()
    call_command("rotate_keys", at_once=4, stdout=told)
    assert "6" in told.getvalue()
    assert readable(six, counsellor)


# --- custodians ----------------------------------------------------------------------------------


def test_two_custodians_open_what_lost_its_keys(six, keys, supervisor, counsellor):
    shares = use_cases.appoint_custodians(by=SYSTEM, at=NOON)
    keys.add_master()
    keys.drop_master(1)  # a disk is lost; people's secrets come back from their own copy
    with pytest.raises(Exception, match=r".+"):
        use_cases.read_notes(by=supervisor, at=LATER, case=six[0])
    count = use_cases.recover(
        by=SYSTEM, at=LATER, shares=shares[1:], reader=supervisor, reason="Mất ổ đĩa"
    )
    assert count == 6
    assert readable(six, supervisor)
    assert readable(six, counsellor)
    assert AuditEvent.objects.filter(action="keys.custodians_used").count() == 1
    assert AuditEvent.objects.filter(action="case.recovered").count() == 6


def test_cases_opened_later_are_the_custodians_too(keys, counsellor, supervisor, centre):
    shares = use_cases.appoint_custodians(by=SYSTEM, at=NOON)
    case = case_of(counsellor, centre)
    write(case, counsellor, f"{WORDS} 0")
    rotate_all()
    assert (
        use_cases.recover(by=SYSTEM, at=LATER, shares=shares[:2], reader=supervisor, reason="thử")
        == 1
    )


def test_one_custodian_alone_opens_nothing(six, supervisor):
    shares = use_cases.appoint_custodians(by=SYSTEM, at=NOON)
    for wrong in (shares[:1], [shares[0], shares[0]]):
        with pytest.raises(SharesRefused):
            use_cases.recover(by=SYSTEM, at=LATER, shares=wrong, reader=supervisor, reason="x")
    with pytest.raises(ReasonMissing):
        use_cases.recover(by=SYSTEM, at=LATER, shares=shares, reader=supervisor, reason=" ")


def test_custodians_before_hold_nothing_any_more(six, supervisor):
    old = use_cases.appoint_custodians(by=SYSTEM, at=NOON)
    use_cases.appoint_custodians(by=SYSTEM, at=LATER)
    with pytest.raises(CiphertextRefused):
        use_cases.recover(by=SYSTEM, at=LATER, shares=old[:2], reader=supervisor, reason="x")
