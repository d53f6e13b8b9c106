"""docs/glossary.md has a word for everything that the code names, and the word that is shown."""

import importlib
import re

from django.apps import apps
from django.utils import translation

from nhipcau.appointments import states as appointment_states
from nhipcau.careerdays import states as career_states
from nhipcau.concerns import states as concern_states
from nhipcau.coordination import states as coordination_states
from nhipcau.coordination.table import transitions as difficulty_transitions
from nhipcau.counselling import states as case_states
from nhipcau.employers import states as employer_states
from nhipcau.events import states as event_states
from nhipcau.fairs import states as fair_states
from nhipcau.messaging.states import MessageState
from nhipcau.organisations.models import Role
from nhipcau.placements import states as placement_states
from nhipcau.programmes import states as programme_states
from nhipcau.referrals import states as referral_states
from nhipcau.referrals.table import transitions as referral_transitions
from nhipcau.reporting import states as figure_states
from nhipcau.rights import states as right_states
from nhipcau.rosters import states as roster_states
from nhipcau.soldiers import states as soldier_states
from nhipcau.vacancies import states as vacancy_states
from tests.i18n.messages import ROOT

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in GLOSSARY.splitlines()
    if line.startswith("|")
]
LIVES = (
    (programme_states.ProgrammeState, programme_states.PROGRAMME_TRANSITIONS, frozenset()),
    (
        programme_states.PlanState,
        programme_states.PLAN_TRANSITIONS,
        programme_states.PLAN_NEEDS_REASON,
    ),
    (event_states.EventState, event_states.EVENT_TRANSITIONS, event_states.EVENT_NEEDS_REASON),
    (event_states.RegistrationState, event_states.REGISTRATION_TRANSITIONS, frozenset()),
    (
        appointment_states.AppointmentState,
        appointment_states.APPOINTMENT_TRANSITIONS,
        frozenset(),
    ),
    (
        employer_states.EmployerState,
        employer_states.EMPLOYER_TRANSITIONS,
        employer_states.EMPLOYER_NEEDS_REASON,
    ),
    (
        roster_states.RosterState,
        roster_states.ROSTER_TRANSITIONS,
        roster_states.ROSTER_NEEDS_REASON,
    ),
    (referral_states.ReferralState, referral_transitions(), frozenset()),
    (coordination_states.DifficultyState, difficulty_transitions(), frozenset()),
    (
        soldier_states.ServiceState,
        soldier_states.SERVICE_TRANSITIONS,
        soldier_states.SERVICE_NEEDS_REASON,
    ),
    (
        case_states.CaseState,
        case_states.CASE_TRANSITIONS,
        case_states.CASE_NEEDS_REASON,
    ),
    (case_states.TransferState, case_states.TRANSFER_TRANSITIONS, frozenset()),
    (
        placement_states.PlacementState,
        placement_states.PLACEMENT_TRANSITIONS,
        placement_states.PLACEMENT_NEEDS_REASON,
    ),
    (
        right_states.RequestState,
        right_states.REQUEST_TRANSITIONS,
        right_states.REQUEST_NEEDS_REASON,
    ),
    (
        vacancy_states.VacancyState,
        vacancy_states.VACANCY_TRANSITIONS,
        vacancy_states.VACANCY_NEEDS_REASON,
    ),
    (career_states.QuestionState, career_states.QUESTION_TRANSITIONS, frozenset()),
    (
        career_states.FollowUpState,
        career_states.FOLLOW_UP_TRANSITIONS,
        career_states.FOLLOW_UP_NEEDS_REASON,
    ),
    (concern_states.ConcernState, concern_states.TRANSITIONS, frozenset()),
    (
        figure_states.PeriodState,
        figure_states.PERIOD_TRANSITIONS,
        figure_states.PERIOD_NEEDS_REASON,
    ),
    (
        figure_states.ExportState,
        figure_states.EXPORT_TRANSITIONS,
        figure_states.EXPORT_NEEDS_REASON,
    ),
    (fair_states.BoothState, fair_states.BOOTH_TRANSITIONS, fair_states.BOOTH_NEEDS_REASON),
    (fair_states.TimetableState, fair_states.TIMETABLE_TRANSITIONS, frozenset()),
    (fair_states.MeetingState, fair_states.MEETING_TRANSITIONS, frozenset()),
    (
        vacancy_states.ListState,
        vacancy_states.LIST_TRANSITIONS,
        vacancy_states.LIST_NEEDS_REASON,
    ),
)
STATES = (
    *(states for states, _moves, _reasons in LIVES),
    *(event_states.AttendanceValue, MessageState, roster_states.Verdict),
    case_states.StepState,
    *(coordination_states.PromiseState, coordination_states.PlanRequestState),
    *(coordination_states.JointMeetingState, coordination_states.Level),
    concern_states.HandoverState,
    *(referral_states.Outcome, referral_states.WaitsFor, referral_states.Freeze),
)


def row_of(name):
    found = [row for row in ROWS if f"`{name}`" in row[0]]
    assert len(found) == 1, name
    return found[0]


def ours():
    return [one for one in apps.get_models() if one.__module__.startswith("nhipcau.")]


def test_every_model_is_explained():
    named = set(re.findall(r"`(\w+)`", GLOSSARY))
    assert {model.__name__ for model in ours()} - named == set()


def test_every_class_and_field_of_the_glossary_exists():
    known = {
        model.__name__: {field.name for field in model._meta.get_fields()} for model in ours()
    }
    named = re.findall(r"`([A-Z][a-z]\w+)\.([a-z]\w+)`", GLOSSARY)
    assert named
    assert [(name, part) for name, part in named if part not in known.get(name, ())] == []
    for module in re.findall(r"`(reporting\.\w+)`", GLOSSARY):
        importlib.import_module(f"nhipcau.{module}")


def test_every_state_is_explained_in_the_words_that_people_see():
    with translation.override("vi"):
        shown = {
            f"{states.__name__}.{one.name}": str(one.label) for states in STATES for one in states
        }
    assert {name: row_of(name)[1] for name in shown} == shown
    assert set(re.findall(r"^\| `(\w+\.\w+)`", GLOSSARY, re.MULTILINE)) == set(shown)


def test_every_move_and_its_reason_is_told():
    for states, moves, reasons in LIVES:
        for state in states:
            told = set(re.findall(r"`(\w+)`(\*?)", row_of(f"{states.__name__}.{state.name}")[2]))
            assert told == {
                (states(to).name, "*" if (state, to) in reasons else "") for to in moves[state]
            }, state


def test_roles_have_the_words_that_people_see():
    with translation.override("vi"):
        for role in Role:
            assert row_of(role.name)[1] == str(role.label)
