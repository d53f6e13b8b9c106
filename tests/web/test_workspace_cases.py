"""Pages of cases: what stands there, what does not, and what a press of a button does."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from nhipcau.counselling.models import Case, EmergencyOpening, Step, Transfer
from nhipcau.counselling.states import CaseState, Doer
from nhipcau.counselling.use_cases import agree_step
from nhipcau.people.models import Consent, Purpose
from nhipcau.people.use_cases import open_record
from nhipcau.shared.models import AuditEvent
from tests.counselling.conftest import *  # noqa: F403 -- the units, the colleagues and a case
from tests.counselling.conftest import WORDS, write
from tests.factories import NOON, YoungPersonFactory, YouthUserFactory, case_of
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
WHY = "Bạn ấy gọi đến lúc tối"


def page(client, name, *arguments, **query):
    return client.get(reverse(f"workspace:cases:{name}", args=arguments), query)


def press(client, name, *arguments, **told):
    return client.post(reverse(f"workspace:cases:{name}", args=arguments), told)


@pytest.fixture
def seat(client, counsellor):
    sign_in(client, counsellor)
    return client


def step_of(case, what="Hỏi lịch học", days=3):
    now = timezone.now()
    step = agree_step(
        by=case.counsellor,
        at=now,
        case=case,
        what=what,
        who=Doer.PERSON,
        due_on=timezone.localdate(now) + dt.timedelta(days=3),
    )
    Step.objects.filter(pk=step.pk).update(
        due_on=timezone.localdate(now) + dt.timedelta(days=days)
    )
    return step


def test_the_home_begins_with_what_is_late(seat, case):
    step_of(case, "Việc đã quá hạn", days=-2)
    step_of(case, "Việc tuần này")
    html = page(seat, "list").content.decode()
    assert "Việc đã quá hạn" in html
    assert "Việc tuần này" not in html
    assert "Việc tuần này" in page(seat, "list", show="week").content.decode()


def test_no_page_but_the_answer_to_the_button_shows_a_note(seat, case, note):
    for name in ("detail", "print", "contact", "record"):
        assert WORDS not in page(seat, name, case.pk).content.decode()
    answer = press(seat, "notes", case.pk)
    assert WORDS in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert AuditEvent.objects.filter(action="case.notes_read", about_id=case.pk).count() == 1


def test_a_note_is_written_by_the_form_and_read_again(seat, case):
    press(seat, "contact", case.pk, held_on="2026-11-20", channel="PHONE", text="Qzform")
    assert "Qzform" in press(seat, "notes", case.pk).content.decode()


def test_a_broken_note_is_told_and_breaks_no_page(seat, case, note, settings, tmp_path):
    settings.KEYS_FOLDER = tmp_path
    settings.KEYS_MADE_AT_FIRST_USE = False
    answer = press(seat, "notes", case.pk)
    assert answer.status_code == 302
    assert page(seat, "detail", case.pk).status_code == 200


def test_a_colleague_opens_in_an_emergency_and_it_stands_in_the_list(
    client, case, note, colleague, officer
):
    sign_in(client, colleague)
    assert press(client, "notes", case.pk).status_code == 404
    assert press(client, "emergency", case.pk, reason="").status_code == 422
    press(client, "emergency", case.pk, reason=WHY)
    assert WORDS in press(client, "notes", case.pk).content.decode()
    sign_in(client, officer)
    assert WHY in page(client, "emergencies").content.decode()
    opening = EmergencyOpening.objects.get()
    press(client, "seen", opening.pk)
    assert opening.notices.get(user=officer).seen_at
    assert page(client, "detail", case.pk).status_code == 404


def test_a_case_is_opened_from_the_page_of_a_person(seat, counsellor, centre):
    person = YoungPersonFactory(followed_by=[centre])
    open_record(by=counsellor, at=timezone.now(), young_person=person)
    assert (
        reverse("workspace:cases:open", args=[person.pk])
        in seat.get(reverse("workspace:people:detail", args=[person.pk])).content.decode()
    )
    told = {"kind": "CAREER", "needs": ["CHOOSE_CAREER"], "unit": centre.pk}
    assert press(seat, "open", person.pk, **told).status_code == 422
    press(seat, "open", person.pk, **told, paper="tập 3, tờ 9")
    case = Case.objects.get(young_person=person)
    assert case.counsellor == counsellor
    assert Consent.objects.filter(young_person=person, text__purpose=Purpose.COUNSELLING).exists()


def test_lending_and_accepting_by_the_pages(
    client, seat, case, counsellor, colleague, elsewhere, palace
):
    until = timezone.localdate() + dt.timedelta(days=9)
    press(seat, "transfer", case.pk, to_unit=palace.pk, until=until.isoformat(), reason="nghỉ")
    transfer = Transfer.objects.get()
    sign_in(client, elsewhere)
    assert case.young_person.full_name in page(client, "list", show="accept").content.decode()
    press(client, "accept", transfer.pk)
    case.refresh_from_db()
    assert (case.unit, case.counsellor) == (palace, elsewhere)


def test_closing_and_opening_again_by_the_pages(seat, case):
    press(seat, "close", case.pk, result="HAS_PLAN", reason="FINISHED")
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED
    press(seat, "reopen", case.pk, reason="quay lại")
    case.refresh_from_db()
    assert case.state == CaseState.OPEN


def test_the_sheet_for_the_person_tells_what_was_agreed(seat, case):
    step_of(case, "Đến thăm xưởng")
    html = page(seat, "print", case.pk).content.decode()
    assert "Đến thăm xưởng" in html
    assert case.counsellor.full_name in html


def test_the_own_page_tells_who_accompanies_and_what_was_agreed_never_a_note(
    client, case, counsellor
):
    step_of(case, "Đến thăm xưởng")
    write(case, counsellor, at=NOON)
    sign_in(client, YouthUserFactory(phone=case.young_person.phone), second_factor=False)
    html = client.get(reverse("public:my-registrations")).content.decode()
    assert "Đến thăm xưởng" in html
    assert counsellor.full_name in html
    assert "Qznote" not in html


def test_both_units_see_who_counsels_and_only_one_opens_the_case(client, case, elsewhere, palace):
    person = case.young_person
    person.followed_by.add(palace, through_defaults={"since": NOON})
    open_record(by=elsewhere, at=timezone.now(), young_person=person)
    sign_in(client, elsewhere)
    html = client.get(reverse("workspace:people:detail", args=[person.pk])).content.decode()
    assert case.counsellor.full_name in html
    assert reverse("workspace:cases:detail", args=[case.pk]) not in html


def test_the_queue_is_taken_by_a_button(client, seat, case, colleague):
    press(seat, "queue", case.pk)
    sign_in(client, colleague)
    assert case.young_person.full_name in page(client, "list", show="queue").content.decode()
    press(client, "take", case.pk)
    case.refresh_from_db()
    assert case.counsellor == colleague


def test_absence_is_noted_and_ended(seat, case, counsellor):
    today = timezone.localdate().isoformat()
    press(seat, "absence", user=counsellor.pk, starts_on=today, ends_on=today)
    absence = counsellor.absences.get()
    press(seat, "end-absence", absence.pk)
    assert not counsellor.absences.exists()


def test_steps_are_done_and_dropped(seat, case, centre, counsellor):
    done, dropped = step_of(case, "a"), step_of(case, "b")
    press(seat, "step-done", done.pk)
    press(seat, "drop-step", dropped.pk, reason="không cần nữa")
    assert set(Step.objects.values_list("state", flat=True)) == {"DONE", "DROPPED"}
    foreign = case_of(counsellor, centre)
    assert page(seat, "detail", foreign.pk).status_code == 200
