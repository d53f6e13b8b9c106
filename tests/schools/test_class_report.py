"""A school sees numbers of ten people or more of its class, and none from which fewer follow."""

import datetime as dt
import io
import json

import pytest
from python_calamine import CalamineWorkbook

from nhipcau.events.models import Attendance, RegistrationGroup
from nhipcau.inventory.use_cases import close_sitting
from nhipcau.organisations.models import Role
from nhipcau.people.models import Consent, ConsentText
from nhipcau.schools.errors import NotReady, ReportMade, TooFewPeople
from nhipcau.schools.models import ClassReport
from nhipcau.schools.use_cases import discard_report, make_report
from nhipcau.schools.wording import tables_of
from nhipcau.schools.workbook import class_xlsx
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import InvalidValue, NotAllowed
from nhipcau.shared.models import AuditEvent
from tests.factories import (
    NOON,
    OrganisationFactory,
    RegistrationFactory,
    SittingFactory,
    YoungPersonFactory,
    guardian_of,
    sheet_of,
    staff_of,
)

WORD = "Qzpupil"
CONVENTIONAL = {"R": 1, "I": 1.5, "A": 2, "S": 2.5, "E": 3, "C": 5}


@pytest.fixture
def after(session):
    return session.ends_at + dt.timedelta(hours=1)


def class_of(session, school, people, *, came=None, by_guardian=0, agreed=None):
    group = RegistrationGroup.objects.create(
        session=session,
        name="10A3",
        organisation=school,
        fit="AS_MANY",
        code=f"class-{school.pk}-{people}",
        created_at=NOON,
    )
    text = ConsentText.objects.get(purpose="PARTICIPATION")
    for number in range(people):
        person = YoungPersonFactory(full_name=f"{WORD} {number}")
        row = RegistrationFactory(session=session, young_person=person, group=group)
        if number < (people if came is None else came):
            Attendance.objects.create(
                registration=row,
                session=session,
                young_person=person,
                value="ATTENDED",
                recorded_at=session.starts_at,
            )
        guardian = None
        if number < by_guardian:
            guardian = guardian_of(person, full_name=WORD)
        if number < (people if agreed is None else agreed):
            Consent.objects.create(
                young_person=person,
                text=text,
                guardian=guardian,
                channel="PAPER",
                evidence="x",
                given_at=NOON,
            )
    return group


def make(by, at, group, *, wishes=None, questions=None, **told):
    return make_report(
        by=by, at=at, group=group, wishes=wishes or {}, questions=questions or {}, **told
    )


def test_a_class_is_told_what_is_large_enough(session, school, counsellor, after):
    group = class_of(session, school, 60, came=47, by_guardian=35, agreed=60)
    wishes = {"TRADE": 16, "STUDY": 14, "WORK": 12, "NOT_YET": 3}
    questions = {"COSTS": 12, "SUITS": 20, "FAMILY": 9}
    figures = make(counsellor, after, group, wishes=wishes, questions=questions).figures

    assert figures["registered"] == 60
    assert figures["people"] == {
        "ABSENT": 13,
        "NO_SLIP": None,
        "TRADE": 16,
        "STUDY": 14,
        "WORK": None,  # else sixty less the others would tell the six that are hidden
        "NOT_YET": None,
    }
    assert figures["consents"] == {"BY_GUARDIAN": 35, "BY_PUPIL": None, "NOBODY": None}
    assert figures["questions"] == ["SUITS", "COSTS"]


def test_who_came_is_not_told_if_it_tells_the_few_who_did_not(session, school, counsellor, after):
    group = class_of(session, school, 40, came=36)
    report = make(counsellor, after, group)
    assert report.figures["people"] == {"ABSENT": None, "CAME": None}
    assert [told for _label, told in tables_of(report)[0].rows] == ["40", "–", "–"]


def test_slips_and_absences_hide_one_another(session, school, counsellor, after):
    """All slips together would be who came, and the list less those who did not."""
    group = class_of(session, school, 40, came=36)
    wishes = {"TRADE": 12, "STUDY": 12, "WORK": 12}
    people = make(counsellor, after, group, wishes=wishes).figures["people"]
    told = [count for count in people.values() if count is not None]
    assert 40 - sum(told) >= 10
    assert people["ABSENT"] is None


def test_a_class_of_nine_has_no_sheet(session, school, counsellor, after):
    with pytest.raises(TooFewPeople):
        make(counsellor, after, class_of(session, school, 9))


def test_it_waits_for_the_end_and_for_who_came(session, school, counsellor, after):
    group = class_of(session, school, 12, came=0)
    with pytest.raises(NotReady):
        make(counsellor, session.ends_at - dt.timedelta(seconds=1), group)
    with pytest.raises(NotReady):
        make(counsellor, after, group)


def test_the_figures_stand_and_can_be_discarded_with_a_trace(session, school, counsellor, after):
    group = class_of(session, school, 25)
    report = make(counsellor, after, group)
    with pytest.raises(ReportMade):
        make(counsellor, after, group)
    discard_report(by=counsellor, at=after, report=report)
    assert not ClassReport.objects.exists()
    assert AuditEvent.objects.filter(action="classreport.discarded").exists()
    make(counsellor, after, group)


@pytest.mark.parametrize(
    "wrong",
    [
        {"wishes": {"TRADE": 13}},
        {"wishes": {"TRADE": -1}},
        {"wishes": {"NAMES": 1}},
        {"questions": {"COSTS": 13}},
    ],
)
def test_more_slips_than_people_are_refused(session, school, counsellor, after, wrong):
    group = class_of(session, school, 12)
    with pytest.raises(InvalidValue):
        make(counsellor, after, group, **wrong)


def test_only_those_who_run_the_event_make_and_see_it(session, school, counsellor, after):
    group = class_of(session, school, 25)
    line = session.event.plan_line
    strangers = (
        staff_of(line.lead, Role.LEADER),
        staff_of(line.lead, Role.GATE_VOLUNTEER),
        staff_of(OrganisationFactory(), Role.COORDINATOR),
        PUBLIC,
    )
    for stranger in strangers:
        with pytest.raises(NotAllowed):
            make(stranger, after, group)
    report = make(counsellor, after, group)
    partner = staff_of(line.supporting, Role.FOCAL_POINT)
    assert report in ClassReport.objects.visible_to(partner)
    for stranger in strangers[:3]:
        assert report not in ClassReport.objects.visible_to(stranger)


def test_a_group_that_no_school_sent_has_no_sheet(session, counsellor, after):
    group = class_of(session, OrganisationFactory(), 25)
    with pytest.raises(NotAllowed):
        make(counsellor, after, group)


# --- interests -----------------------------------------------------------------------------------


def sitting_of(session, school, counsellor, counts, at):
    sitting = SittingFactory(unit=session.event.plan_line.lead, school=school)
    for means, count in counts:
        for _pupil in range(count):
            sheet_of(sitting=sitting, **({"means": means} if means else {}))
    return close_sitting(by=counsellor, at=at, sitting=sitting)


def test_interests_are_told_as_shares_of_ten_or_more(session, school, counsellor, after):
    sitting = sitting_of(session, school, counsellor, [(None, 30), (CONVENTIONAL, 10)], after)
    assert sitting.figures["leads"]["R"] == 30
    group = class_of(session, school, 50)
    interests = make(counsellor, after, group, sitting=sitting).figures["interests"]
    assert interests["shares"]["R"] == 75
    assert interests["counted"] == 40


def test_an_area_that_few_lead_in_is_hidden_with_another(session, school, counsellor, after):
    sitting = sitting_of(session, school, counsellor, [(None, 30), (CONVENTIONAL, 4)], after)
    assert set(sitting.figures["leads"].values()) == {None}
    assert sitting.figures["means"]["R"]


def test_how_many_answered_does_not_tell_how_few_did_not(session, school, counsellor, after):
    sitting = sitting_of(session, school, counsellor, [(None, 20), (CONVENTIONAL, 18)], after)
    group = class_of(session, school, 40)
    assert make(counsellor, after, group, sitting=sitting).figures["interests"]["counted"] is None


def test_the_class_of_another_school_stands_in_no_sheet(session, school, counsellor, after):
    other = OrganisationFactory(kind="SCHOOL")
    sitting = sitting_of(session, other, counsellor, [(None, 20)], after)
    with pytest.raises(InvalidValue):
        make(counsellor, after, class_of(session, school, 25), sitting=sitting)


# --- what is handed over -------------------------------------------------------------------------


def test_neither_the_row_nor_the_workbook_holds_more_than_is_told(
    session, school, counsellor, after
):
    group = class_of(session, school, 60, came=47, by_guardian=30, agreed=58)
    wishes = {"TRADE": 16, "STUDY": 14, "WORK": 12, "NOT_YET": 3}
    report = make(counsellor, after, group, wishes=wishes, questions={"ABROAD": 7})
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(class_xlsx(report))).get_sheet_by_index(0)
    cells = [str(cell) for row in sheet.to_python() for cell in row]
    for text in (json.dumps(report.figures), " ".join(cells)):
        assert WORD not in text
    assert {"16", "14", "13", "30", "–"} <= set(cells)
    # The few who do not know yet, those without consent, what was asked by seven: in no cell.
    assert not {"3", "7", "2"} & set(cells)
    assert report.figures["questions"] == []
