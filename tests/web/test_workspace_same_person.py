"""The same person? Asked before a second record is made, and of two that are there."""

import datetime as dt

import pytest

from nhipcau.events.models import Attendance, Registration
from nhipcau.organisations.models import Role
from nhipcau.people.models import PersonMerge, PossibleDuplicate, YoungPerson
from nhipcau.shared.models import AuditEvent
from tests.factories import (
    NOON,
    EventFactory,
    OrganisationFactory,
    PlanLineFactory,
    PossibleDuplicateFactory,
    ProgrammeFactory,
    RegistrationFactory,
    SessionFactory,
    YoungPersonFactory,
    centre_of,
    moment,
    palace_of,
    reference_data,
)
from tests.web.workspace_pages import page, staff

pytestmark = pytest.mark.django_db
BORN = dt.date(2004, 5, 4)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOON)
    reference_data()


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def session(programme):
    return SessionFactory(event=EventFactory(plan_line=PlanLineFactory(programme=programme)))


@pytest.fixture
def lan(programme):
    return YoungPersonFactory(
        full_name="Nông Thị Lan",
        phone="+84912345678",
        birth_on=BORN,
        followed_by=[palace_of(programme), centre_of(programme)],
    )


def answers(**other):
    return {
        "full_name": "Nông Lan",
        "birth_on_0": "4",
        "birth_on_1": "5",
        "birth_on_2": "2004",
        "phone": "0912 345 678",
        "commune": "other",
        "consent_participation": "on",
        "evidence": "Tập 12, tờ 14",
        **other,
    }


# --- before a second record is made --------------------------------------------------------------


def test_staff_are_asked_before_a_second_record_is_made(client, programme, session, lan):
    staff(client, programme)

    shown = client.post(page("events:register", session.pk), answers())

    told = shown.content.decode()
    assert shown.status_code == 200
    assert shown.context["question"].likely[0].person == lan
    assert f'value="{lan.pk}"' in told
    assert 'value="Nông Lan"' in told  # what was typed is kept
    assert "0912" not in told.split("</fieldset>")[0].split("<fieldset")[-1].replace("\xa0", "")
    assert not Registration.objects.exists()


def test_the_same_person_is_registered_as_on_record(client, programme, session, lan):
    staff(client, programme)

    sent = client.post(page("events:register", session.pk), answers(same_person=str(lan.pk)))

    assert sent.status_code == 302
    assert Registration.objects.get().young_person == lan
    assert YoungPerson.objects.get() == lan


def test_another_person_gets_a_record_of_the_own(client, programme, session, lan):
    staff(client, programme)

    client.post(page("events:register", session.pk), answers(same_person="another"))

    assert Registration.objects.get().young_person != lan
    assert YoungPerson.objects.count() == 2


def test_only_one_of_those_shown_can_be_chosen(client, programme, session, lan):
    stranger = YoungPersonFactory(followed_by=[OrganisationFactory()])
    staff(client, programme)

    for typed in (str(stranger.pk), "0", "x"):
        shown = client.post(page("events:register", session.pk), answers(same_person=typed))
        assert shown.context["question"].problem
    assert not Registration.objects.exists()


def test_nobody_is_asked_about_people_of_other_units(client, programme, session):
    YoungPersonFactory(
        full_name="Nông Thị Lan",
        phone="+84912345678",
        birth_on=BORN,
        followed_by=[OrganisationFactory()],
    )
    staff(client, programme)

    assert client.post(page("events:register", session.pk), answers()).status_code == 302


def test_the_very_same_details_need_no_question(client, programme, session, lan):
    staff(client, programme)

    sent = client.post(page("events:register", session.pk), answers(full_name="nong thi lan"))

    assert sent.status_code == 302
    assert Registration.objects.get().young_person == lan


def test_at_the_door_the_question_is_asked_too(client, programme, session, lan, time_machine):
    time_machine.move_to(moment("2026-12-12 08:00"))
    staff(client, programme)
    address = page("events:walk-in", session.pk)

    shown = client.post(address, answers())
    sent = client.post(address, answers(same_person=str(lan.pk)))

    assert shown.context["question"]
    assert sent.status_code == 302
    assert Attendance.objects.get().young_person == lan


# --- two that are there --------------------------------------------------------------------------


@pytest.fixture
def pair(programme, lan):
    second = YoungPersonFactory(
        full_name="Nông Lan",
        phone="+84987654321",
        birth_on=BORN,
        followed_by=[palace_of(programme), centre_of(programme)],
    )
    return PossibleDuplicateFactory(first=lan, second=second)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_pairs(
    client, programme, pair, django_assert_num_queries, count
):
    units = [palace_of(programme)]
    for _number in range(count - 1):
        PossibleDuplicateFactory(
            first=YoungPersonFactory(followed_by=units),
            second=YoungPersonFactory(followed_by=units),
        )
    PossibleDuplicateFactory()  # of people whom nobody here follows
    staff(client, programme)

    with django_assert_num_queries(5):
        shown = client.get(page("people:duplicates"))

    assert len(shown.context["rows"]) == count
    assert pair.first.phone[-6:] not in shown.content.decode()


def test_comparing_leaves_a_trace_for_both(client, programme, pair):
    user = staff(client, programme)
    address = page("people:compare", pair.pk)
    assert pair.first.full_name not in client.get(address).content.decode()

    client.post(page("people:open-pair", pair.pk))

    traces = AuditEvent.objects.filter(action="person.opened", by=user)
    assert {one.about_id for one in traces} == {pair.first_id, pair.second_id}
    assert pair.first.full_name in client.get(address).content.decode()


def test_a_merge_of_one_unit_is_seen_and_undone_by_the_other(client, programme, pair, session):
    for person in (pair.first, pair.second):
        RegistrationFactory(session=session, young_person=person)
    palace_staff = staff(client, programme, Role.DATA_OFFICER, unit=palace_of)
    address = page("people:keep", pair.pk, pair.second_id)
    assert b"1 " in client.get(address).content

    client.post(address)

    merge = PersonMerge.objects.get()
    assert (merge.kept, merge.merged, merge.by) == (pair.second, pair.first, palace_staff)
    assert sorted(Registration.objects.values_list("state", flat=True)) == [
        *("CANCELLED", "CONFIRMED")
    ]
    staff(client, programme, Role.COUNSELLOR, unit=centre_of)
    assert pair.first.full_name not in client.get(page("people:list")).content.decode()
    merged = client.get(page("people:detail", pair.first_id))
    assert merged.url == page("people:detail", pair.second_id)
    found = client.get(page("people:list") + "?q=0912345678")
    assert list(found.context["page"]) == [pair.second]
    client.post(page("people:open", pair.first_id))
    record = client.get(page("people:detail", pair.second_id))
    assert palace_staff.full_name in record.content.decode()
    assert len(record.context["registrations"]) == 2

    refused = client.post(page("people:undo-merge", merge.pk), {"reason": ""})
    undone = client.post(page("people:undo-merge", merge.pk), {"reason": "hai chị em"})

    assert (refused.status_code, undone.status_code) == (422, 302)
    assert not YoungPerson.objects.filter(merged_into__isnull=False).exists()


def test_two_people_are_never_asked_about_again(client, programme, pair):
    staff(client, programme)

    client.post(page("people:different", pair.pk))

    assert not client.get(page("people:duplicates")).context["rows"]
    assert not PossibleDuplicate.objects.unanswered().exists()


def test_foreign_pairs_and_merges_are_not_there(client, programme, pair):
    staff(client, ProgrammeFactory())

    for name, *arguments in (
        ("people:compare", pair.pk),
        ("people:keep", pair.pk, pair.first_id),
        ("people:undo-merge", 1),
    ):
        assert client.get(page(name, *arguments)).status_code == 404
    assert client.post(page("people:different", pair.pk)).status_code == 404
