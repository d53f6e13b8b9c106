"""A list is taken over as one act and taken back as one."""

import datetime as dt

import pytest

from nhipcau.events.errors import RegistrationClosed, SessionFull
from nhipcau.events.models import Attendance, Registration
from nhipcau.events.states import EventState, GroupFit, RegistrationState
from nhipcau.events.use_cases import cancel_registration
from nhipcau.organisations.models import Role
from nhipcau.people.models import Consent, ConsentChannel, Following, Guardian, YoungPerson
from nhipcau.rosters.errors import NothingToTakeOver, RosterClosed, TooLate
from nhipcau.rosters.models import Roster, RosterRow
from nhipcau.rosters.states import Outcome, RosterState
from nhipcau.rosters.use_cases import confirm, correct_row, discard, forget_rosters, undo
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import InvalidValue, NotAllowed, ReasonMissing
from tests.factories import (
    NOON,
    RegistrationFactory,
    YoungPersonFactory,
    every_row,
    staff_of,
)
from tests.rosters.conftest import HEADER

NAMES = ("Nông Văn An", "Nông Văn Bình", "Nông Văn Chi")
LIST = (
    HEADER,
    *((n, name, "04/05/2008", f"091234567{n}") for n, name in enumerate(NAMES, start=1)),
    (4, "Nông Văn Dũng", "2008", "0912345674"),
    (5, "Nông Văn An", "04/05/2008", "0912345671"),
)
LATER = NOON + dt.timedelta(days=3)


@pytest.fixture
def take_over(organiser):
    def taken(roster, *, by=None, **changed):
        told = {
            "name": "12A1",
            "fit": GroupFit.ALL,
            "asks_each": False,
            "evidence": "tập 12/2026",
            "purposes": frozenset({"PARTICIPATION"}),
        }
        return confirm(by=by or organiser, at=NOON, roster=roster, **(told | changed))

    return taken


def live(session):
    return Registration.objects.live().filter(session=session)


def test_what_can_be_read_is_registered_and_the_rest_is_left(send, take_over, session):
    roster = take_over(send(*LIST))
    assert roster.state == RosterState.CONFIRMED
    assert {one.young_person.full_name for one in live(session)} == set(NAMES)
    session.refresh_from_db()
    assert session.taken_count == 3
    outcomes = list(roster.rows.values_list("outcome", flat=True))
    assert outcomes == ["", *[Outcome.PLACE] * 3, "", ""]


def test_consent_is_on_paper_with_its_place(send, take_over):
    take_over(send(*LIST))
    consents = Consent.objects.all()
    assert {(one.channel, one.evidence.split(" · ")[0]) for one in consents} == {
        (ConsentChannel.PAPER, "tập 12/2026")
    }


def test_without_the_place_of_the_sheets_nobody_is_taken_over(send, take_over):
    with pytest.raises(InvalidValue):
        take_over(send(*LIST), evidence=" ")
    assert not YoungPerson.objects.exists()


def test_known_people_are_not_entered_twice(send, take_over, session):
    known = YoungPersonFactory(
        full_name="Nông Văn An", folded_name="nong van an", phone="+84912345671"
    )
    take_over(send(*LIST))
    assert YoungPerson.objects.count() == 3
    assert live(session).filter(young_person=known).exists()
    assert Following.objects.filter(young_person=known).count() == 2


def test_a_child_is_entered_with_the_guardian_who_signed(send, take_over):
    header = ("Họ và tên", "Ngày sinh", "Họ tên mẹ", "SĐT mẹ")
    take_over(send(header, ("Nông Văn An", "04/05/2012", "Lý Thị Hoa", "0987654321")))
    with every_row():
        assert Consent.objects.get().guardian == Guardian.objects.get()


def test_statistics_are_kept_only_with_that_consent(send, take_over):
    header = (*HEADER, "Dân tộc", "Giới tính")
    row = (1, "Nông Văn An", "04/05/2008", "0912345678", "Nùng", "Nữ")
    take_over(send(header, row))
    assert YoungPerson.objects.get().ethnicity == ""
    other = (1, "Nông Văn Bình", "04/05/2008", "0912345679", "Nùng", "Nữ")
    both = frozenset({"PARTICIPATION", "STATISTICS"})
    take_over(send(header, other), purposes=both)
    told = YoungPerson.objects.get(full_name="Nông Văn Bình")
    assert (told.ethnicity, told.gender) == ("NUNG", "FEMALE")


def test_a_group_that_does_not_fit_leaves_nothing_behind(send, take_over, session):
    session.capacity, session.waiting_limit = 2, 1
    session.save()
    roster = send(*LIST)
    with pytest.raises(SessionFull):
        take_over(roster)
    assert not YoungPerson.objects.exists()
    assert not Registration.objects.exists()
    roster.refresh_from_db()
    assert roster.state == RosterState.DRAFT


def test_as_many_as_fit(send, take_over, session):
    session.capacity = 2
    session.save()
    roster = take_over(send(*LIST), fit=GroupFit.AS_MANY)
    assert live(session).filter(state=RegistrationState.CONFIRMED).count() == 2
    assert roster.rows.get(place=3).outcome in (Outcome.NO_PLACE, Outcome.WAITING)


def test_who_registered_meanwhile_is_not_registered_twice(send, take_over, session):
    roster = send(*LIST)
    known = YoungPersonFactory(
        full_name="Nông Văn An", folded_name="nong van an", phone="+84912345671"
    )
    RegistrationFactory(session=session, young_person=known)
    take_over(roster)
    assert live(session).count() == 3
    assert roster.rows.get(place=1).verdict == "REGISTERED"


def test_twice_taken_over_is_once(send, take_over, session):
    roster = send(*LIST)
    take_over(roster)
    with pytest.raises(RosterClosed):
        take_over(roster)
    assert live(session).count() == 3


def test_the_same_file_again_takes_over_nobody(send, take_over):
    take_over(send(*LIST))
    with pytest.raises(NothingToTakeOver):
        take_over(send(*LIST))


def test_cells_are_forgotten_once_they_are_people(send, take_over):
    roster = take_over(send(*LIST))
    assert roster.rows.get(place=1).cells == []
    assert roster.rows.get(place=4).cells[1] == "Nông Văn Dũng"


def test_an_event_that_is_over_takes_nobody(send, take_over, session):
    session.event.state = EventState.HELD
    session.event.save()
    with pytest.raises(RegistrationClosed):
        take_over(send(*LIST))


def test_a_counsellor_prepares_and_does_not_take_over(send, take_over, session):
    counsellor = staff_of(session.event.plan_line.supporting, Role.COUNSELLOR)
    roster = send(*LIST)
    correct_row(by=counsellor, at=NOON, row=roster.rows.get(place=4), typed={})
    with pytest.raises(NotAllowed):
        take_over(roster, by=counsellor)


def test_a_stranger_does_neither(send, take_over):
    stranger = staff_of(RegistrationFactory().session.event.plan_line.lead)
    roster = send(*LIST)
    with pytest.raises(NotAllowed):
        take_over(roster, by=stranger)
    with pytest.raises(NotAllowed):
        discard(by=stranger, at=NOON, roster=roster)
    assert not Roster.objects.visible_to(stranger).exists()
    assert not RosterRow.objects.visible_to(stranger).exists()


# --- taking back ---------------------------------------------------------------------------------


def test_taking_back_leaves_no_registration_and_nobody_in_a_list(
    send, take_over, organiser, session
):
    roster = take_over(send(*LIST))
    roster = undo(by=organiser, at=LATER, roster=roster, reason="nhầm buổi")
    session.refresh_from_db()
    assert roster.state == RosterState.UNDONE
    assert not live(session).exists()
    assert session.taken_count == 0
    assert not YoungPerson.objects.visible_to(organiser).exists()
    assert not Consent.objects.in_force().exists()
    assert set(roster.rows.filter(place__in=[1, 2, 3]).values_list("outcome", flat=True)) == {
        Outcome.LET_GO
    }


def test_people_known_before_stay(send, take_over, organiser, session):
    known = YoungPersonFactory(
        full_name="Nông Văn An",
        folded_name="nong van an",
        phone="+84912345671",
        followed_by=[session.event.plan_line.lead],
    )
    roster = take_over(send(*LIST))
    undo(by=organiser, at=LATER, roster=roster, reason="nhầm buổi")
    assert list(YoungPerson.objects.visible_to(organiser)) == [known]
    assert roster.rows.get(person=known).outcome == Outcome.CANCELLED


def test_people_used_elsewhere_stay(send, take_over, organiser):
    roster = take_over(send(*LIST))
    person = roster.rows.get(place=1).person
    RegistrationFactory(young_person=person)
    undo(by=organiser, at=LATER, roster=roster, reason="nhầm buổi")
    assert list(YoungPerson.objects.visible_to(organiser)) == [person]


def test_what_changed_since_is_said(send, take_over, organiser):
    roster = take_over(send(*LIST))
    row = roster.rows.get(place=1)
    cancel_registration(by=organiser, at=LATER, registration=row.registration, reason="ốm")
    undo(by=organiser, at=LATER, roster=roster, reason="nhầm buổi")
    assert Registration.objects.get(pk=row.registration_id).changes.count() == 2


def test_a_place_given_back_goes_to_the_waiting_list_not_to_the_same_list(
    send, take_over, organiser, session
):
    session.capacity = 3
    session.save()
    roster = take_over(send(*LIST))
    waiting = RegistrationFactory(session=session, state=RegistrationState.WAITING)
    undo(by=organiser, at=LATER, roster=roster, reason="nhầm buổi")
    waiting.refresh_from_db()
    assert waiting.state != RegistrationState.WAITING
    assert live(session).count() == 1


def test_once_somebody_came_it_is_too_late(send, take_over, organiser):
    roster = take_over(send(*LIST))
    registration = roster.rows.get(place=1).registration
    Attendance.objects.create(
        registration=registration,
        session=registration.session,
        young_person=registration.young_person,
        value="ATTENDED",
        recorded_at=NOON,
    )
    with pytest.raises(TooLate):
        undo(by=organiser, at=LATER, roster=roster, reason="nhầm buổi")


def test_after_seven_days_it_is_too_late(send, take_over, organiser):
    roster = take_over(send(*LIST))
    with pytest.raises(TooLate):
        undo(by=organiser, at=NOON + dt.timedelta(days=8), roster=roster, reason="nhầm")


def test_taking_back_asks_for_a_reason(send, take_over, organiser, session):
    roster = take_over(send(*LIST))
    with pytest.raises(ReasonMissing):
        undo(by=organiser, at=LATER, roster=roster, reason=" ")
    assert live(session).count() == 3


# --- forgetting ----------------------------------------------------------------------------------


def test_a_draft_put_aside_is_deleted_at_once(send, organiser):
    roster = send(*LIST)
    discard(by=organiser, at=NOON, roster=roster)
    roster.refresh_from_db()
    assert (roster.state, roster.file_name) == (RosterState.DISCARDED, "")
    assert not RosterRow.objects.exists()


def test_drafts_go_after_a_week_and_lists_after_a_month(send, take_over):
    draft, taken = send(*LIST), take_over(send(*LIST))
    forget_rosters(by=SYSTEM, at=NOON + dt.timedelta(days=6))
    assert draft.rows.count() == len(LIST)
    forget_rosters(by=SYSTEM, at=NOON + dt.timedelta(days=8))
    assert not draft.rows.exists()
    assert taken.rows.count() == len(LIST)
    forget_rosters(by=SYSTEM, at=NOON + dt.timedelta(days=31))
    assert not RosterRow.objects.exists()
