"""Pages about work: wishes, the one-tap answer, the own data, and the lists of the workspace."""

import datetime as dt
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from nhipcau.messaging.models import Message
from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.people.models import Consent
from nhipcau.placements import use_cases as placements
from nhipcau.placements.models import CounsellingTask, Placement
from nhipcau.placements.queries import check_link
from nhipcau.rights.models import DataRequest
from nhipcau.seekers.models import JobWish, SpecialNeeds
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.sms import MemorySms
from tests.factories import (
    NOON,
    DataRequestFactory,
    JobWishFactory,
    OrganisationFactory,
    PlacementFactory,
    ReferralFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    reference_data,
    staff_of,
)
from tests.sign_in import sign_in

FIRST = {"title": "Công nhân may", "market": "HOME", "wage_from": "7.000.000", "ready": "NOW"}


@pytest.fixture
def centre(db):
    reference_data()
    return OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE)


@pytest.fixture
def person(centre):
    return agree(YoungPersonFactory(followed_by=[centre]))


@pytest.fixture
def young(client, person):
    return sign_in(client, YouthUserFactory(phone=person.phone), second_factor=False)


def at(name, *args):
    return reverse(name, args=args)


def words(response):
    return response.content.decode()


def placement_due(person, days=7):
    """At work for so many days today."""
    starts = timezone.localdate() - dt.timedelta(days=days)
    return PlacementFactory(
        referral=ReferralFactory(young_person=person, state="HIRED"), starts_on=starts
    )


# --- wishes --------------------------------------------------------------------------------------


def test_four_answers_and_a_tick_are_enough(young, person):
    page = at("public:wish-step", person.pk, "first")
    assert 'name="agrees_now"' in words(young.get(page))

    response = young.post(page, {**FIRST, "agrees_now": "on"})

    assert response.status_code == 303
    assert JobWish.objects.get().wage_from == 7_000_000
    shown = words(young.get(at("public:wish", person.pk)))
    assert "Công nhân may" in shown
    assert "agrees_now" not in words(young.get(page))


def test_what_was_typed_is_kept_when_something_is_wrong(young, person):
    page = at("public:wish-step", person.pk, "first")
    response = young.post(page, {**FIRST, "title": "", "agrees_now": "on"})
    assert response.status_code == 422
    assert "7.000.000" in words(response)

    response = young.post(page, FIRST)
    assert response.status_code == 422
    assert "Công nhân may" in words(response)
    assert not JobWish.objects.exists()


def test_school_and_training_that_do_not_fit_are_told_at_the_question(young, person):
    agree(person, "JOB_SEARCH")
    JobWishFactory(young_person=person)
    page = at("public:wish-step", person.pk, "training")
    told = {"schooling": "PRIMARY", "training": "INTERMEDIATE", "speciality": "May"}
    response = young.post(page, told)
    assert response.status_code == 422
    assert "id_schooling-error" in words(response)


def test_every_step_is_kept_and_shown(young, person):
    young.post(at("public:wish-step", person.pk, "first"), {**FIRST, "agrees_now": "on"})
    steps = {
        "training": {"schooling": "UPPER", "training": "ELEMENTARY", "speciality": "Hàn"},
        "skills": {"language_0": "Tiếng Trung", "level_0": "FAIR", "soft_skills": ["TEAM"]},
        "experience": {"experience": "BELOW_1", "employer_0": "Xưởng gỗ", "duration_0": "2025"},
        "conditions": {"first_place": "Bắc Giang", "takes_shifts": "yes", "benefits": ["BUS"]},
        "needs": {"health": "xe lăn", "priorities": ["DISABILITY"], "agrees_now": "on"},
    }
    for step, told in steps.items():
        response = young.post(at("public:wish-step", person.pk, step), told)
        assert response.status_code == 303, (step, words(response))
        assert young.get(at("public:wish-step", person.pk, step)).status_code == 200
    shown = words(young.get(at("public:wish", person.pk)))
    for word in ("Hàn", "Tiếng Trung", "Xưởng gỗ", "Bắc Giang", "xe lăn"):
        assert word in shown
    sheet = young.get(at("public:wish-sheet", person.pk))
    assert sheet.content.startswith(b"%PDF")


def test_on_a_shared_phone_what_is_sensitive_is_not_shown_back(young, person):
    YoungPersonFactory(phone=person.phone, full_name="Nông Văn Em")
    wish = JobWishFactory(young_person=person)
    SpecialNeeds.objects.create(wish=wish, health="xe lăn", told_at=NOON)
    for name, *more in (("public:wish",), ("public:wish-step", "needs")):
        assert "xe lăn" not in words(young.get(at(name, person.pk, *more)))


def test_somebody_too_young_reads_plain_words_and_no_form(young, person):
    child = YoungPersonFactory(
        phone=person.phone, birth_on=timezone.localdate() - dt.timedelta(days=14 * 365)
    )
    for name in (at("public:wish", child.pk), at("public:wish-step", child.pk, "first")):
        shown = words(young.get(name))
        assert "15" in shown
        assert "<form method" not in shown.split("<main")[1].split("</main")[0]


def test_withdrawing_on_the_own_page_deletes_the_wish(young, person):
    young.post(at("public:wish-step", person.pk, "first"), {**FIRST, "agrees_now": "on"})
    consent = Consent.objects.get(text__purpose="JOB_SEARCH")
    young.post(at("public:withdraw-consent", consent.pk))
    assert not JobWish.objects.exists()


def test_staff_write_on_behalf_once_the_record_is_open(client, person, centre):
    sign_in(client, staff_of(centre, Role.COUNSELLOR))
    page = at("workspace:people:wish-step", person.pk, "first")
    assert client.post(page, FIRST).status_code == 302
    assert not JobWish.objects.exists()

    client.post(at("workspace:people:open", person.pk))
    assert client.post(page, {**FIRST, "agrees_now": "on"}).status_code == 302
    assert JobWish.objects.get().title == "Công nhân may"
    client.post(page, {**FIRST, "title": "Lễ tân"})
    assert "Công nhân may" in words(client.get(at("workspace:people:wish", person.pk)))
    sheet = client.get(at("workspace:people:wish-sheet", person.pk))
    assert sheet.content.startswith(b"%PDF")


# --- one tap -------------------------------------------------------------------------------------


def test_one_tap_without_an_account_answers(client, person):
    check = placement_due(person).checks.get(day=7)
    page = at("public:stay", check_link(check))
    shown = words(client.get(page))
    assert person.full_name not in shown
    assert client.post(page, {"answer": "still-there"}).status_code == 303

    check.refresh_from_db()
    assert check.answer == "STILL_THERE"
    again = client.post(page, {"answer": "left", "reason": "WAGE"})
    assert again.status_code == 409
    check.refresh_from_db()
    assert check.answer == "STILL_THERE"


def test_reading_the_page_answers_nothing(client, person):
    check = placement_due(person).checks.get(day=7)
    for query in ("", "?answer=left", "?answer=still-there"):
        client.get(at("public:stay", check_link(check)) + query)
    check.refresh_from_db()
    assert check.answer == ""


def test_leaving_is_two_taps_with_a_reason_and_opens_a_task(client, person):
    check = placement_due(person).checks.get(day=7)
    page = at("public:stay", check_link(check))
    assert client.post(page, {"answer": "left"}).status_code == 422
    assert client.post(page, {"answer": "left", "reason": "DISTANCE"}).status_code == 303
    assert CounsellingTask.objects.get().reason == "DISTANCE"


def test_a_forged_link_is_not_found_and_an_old_one_is_gone(client, person):
    old = placement_due(person, days=40).checks.get(day=7)
    assert client.get(at("public:stay", check_link(old))).status_code == 410
    link = check_link(placement_due(person).checks.get(day=7))
    forged = link[:10] + ("a" if link[10] != "a" else "b") + link[11:]
    for text in (forged, "a" * 28, "x"):
        assert client.get(at("public:stay", text)).status_code == 404
        assert client.post(at("public:stay", text), {"answer": "left"}).status_code == 404


def test_the_message_leads_to_the_page(client, person):
    agree(person, "JOB_SEARCH")
    placement_due(person)
    placements.ask_stay_checks(by=SYSTEM, at=timezone.now())
    path = Message.objects.get().path
    assert client.get(path).status_code == 200


def test_the_own_page_shows_introductions_work_and_the_next_question(young, person):
    ReferralFactory(young_person=person, state="ISSUED")
    late = placement_due(person, days=60)
    shown = words(young.get(at("public:my-registrations")))
    link = re.search(r"/w/([a-z2-7]+)/", shown)
    assert link
    assert late.referral.vacancy.title in shown
    # However late, on the own page the question can be answered today.
    assert young.get(link.group(0)).status_code == 200


def test_the_young_person_says_that_work_has_begun(young, person):
    referral = ReferralFactory(young_person=person, state="HIRED")
    today = timezone.localdate()
    page = at("public:tell-start", referral.pk)
    assert young.post(page, {"starts_on": ""}).status_code == 422
    assert young.post(page, {"starts_on": today.isoformat()}).status_code == 303
    placement = Placement.objects.get()
    assert (placement.state, placement.words.get().side) == ("REPORTED", "PERSON")


# --- the own data --------------------------------------------------------------------------------


def test_both_files_are_handed_out_and_leave_a_trace(young, person):
    page = at("public:export", person.pk)
    told = json.loads(young.post(page, {"format": "json"}).content)
    assert told["tables"]["people_youngperson"]["rows"][0]["phone"] == person.phone
    readable = words(young.post(page, {"format": "html"}))
    assert person.full_name in readable


def test_erasure_is_asked_with_a_code_from_the_phone(young, person):
    young.post(at("public:erasure-code", person.pk))
    code = re.search(r"\d{6}", MemorySms.outbox[-1][1]).group()
    page = at("public:erase", person.pk)
    wrong = "000000" if code != "000000" else "111111"
    assert young.post(page, {"code": wrong}).status_code == 422
    assert not DataRequest.objects.exists()

    assert young.post(page, {"code": code}).status_code == 303
    asked = DataRequest.objects.get()
    assert (asked.kind, asked.state) == ("ERASE", "RECEIVED")
    young.post(at("public:take-back", asked.pk))
    asked.refresh_from_db()
    assert asked.state == "TAKEN_BACK"


def test_without_the_code_there_is_no_page_to_erase(young, person):
    response = young.get(at("public:erase", person.pk))
    assert (response.status_code, response["Location"]) == (
        303,
        at("public:my-data", person.pk),
    )


def test_the_officer_finishes_when_the_days_are_over(client, person, centre):
    sign_in(client, staff_of(centre, Role.DATA_OFFICER))
    today = timezone.localdate()
    asked = DataRequestFactory(
        young_person=person, units=[centre], cooling_until=today + dt.timedelta(days=1)
    )
    page = at("workspace:data-requests:finish", asked.pk)
    assert client.post(page).status_code == 422
    DataRequest.objects.update(cooling_until=today)
    assert client.post(page).status_code == 302
    person.refresh_from_db()
    assert person.full_name == ""
    shown = words(client.get(at("workspace:data-requests:list") + "?show=done"))
    assert at("workspace:data-requests:detail", asked.pk) in shown


# --- the workspace -------------------------------------------------------------------------------


def test_a_start_is_written_down_and_the_other_side_follows(client, person, centre):
    sign_in(client, staff_of(centre, Role.COUNSELLOR))
    referral = ReferralFactory(young_person=person, state="HIRED")
    assert person.full_name in words(client.get(at("workspace:placements:list")))
    page = at("workspace:placements:record-start", referral.pk)
    told = {
        "side": "EMPLOYER",
        "how": "PAPER",
        "starts_on": timezone.localdate().isoformat(),
        "wage": "8.500.000",
        "hours_per_week": "48",
    }
    assert client.post(page, {**told, "side": ""}).status_code == 422
    assert client.post(page, told).status_code == 302
    assert client.post(page, {**told, "side": "PERSON", "how": "CALL"}).status_code == 302
    placement = Placement.objects.get()
    assert (placement.state, placement.wage) == ("CONFIRMED", 8_500_000)


def test_a_call_that_says_left_leads_to_the_list_of_talks(client, person, centre):
    sign_in(client, staff_of(centre, Role.COUNSELLOR))
    check = placement_due(person).checks.get(day=7)
    page = at("workspace:placements:record-check", check.pk)
    assert client.post(page, {"answer": "LEFT"}).status_code == 422
    assert client.post(page, {"answer": "LEFT", "reason": "WAGE"}).status_code == 302
    tasks = words(client.get(at("workspace:placements:tasks")))
    assert person.full_name in tasks
    task = CounsellingTask.objects.get()
    done = at("workspace:placements:end-task", task.pk)
    assert client.post(done, {"note": "đã nói chuyện"}).status_code == 302
    assert person.full_name not in words(client.get(at("workspace:placements:tasks")))


def test_filters_stand_in_the_address(client, person, centre):
    sign_in(client, staff_of(centre, Role.COUNSELLOR))
    placement_due(person, days=60)
    base = at("workspace:placements:list")
    for show, is_there in (("overdue", True), ("left", False), ("one-side", True)):
        assert (person.full_name in words(client.get(f"{base}?show={show}"))) is is_there
    assert person.full_name not in words(client.get(f"{base}?market=OVERSEAS"))


def test_the_funnel_page_shows_what_was_counted(client, person, centre):
    JobWishFactory(young_person=person)
    referral = ReferralFactory(
        young_person=person, state="HIRED", issued_at=timezone.now() - dt.timedelta(minutes=1)
    )
    PlacementFactory(referral=referral, starts_on=timezone.localdate())
    placements.recount_funnel(by=SYSTEM, at=timezone.now())
    sign_in(client, staff_of(centre, Role.LEADER))
    for by in ("month", "commune", "cohort", "market"):
        response = client.get(at("workspace:funnel"), {"by": by, "market": "HOME"})
        assert response.status_code == 200
        assert "<svg" in words(response)
