"""Pages of a day of careers: a hall that asks, a screen that names nobody, three questions."""

import datetime as dt

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from nhipcau.careerdays.models import FollowUp, HallQuestion
from nhipcau.careerdays.use_cases import move_question
from nhipcau.events.use_cases.agreeing import OWN_PAGE
from nhipcau.feedback.links import PAGE, token_of
from nhipcau.feedback.models import EmployerView, FeedbackAnswer
from nhipcau.people.models import Purpose
from nhipcau.people.rules import agrees
from nhipcau.web.public.careerdays import BUDGET_OF_A_BROWSER, COOKIE
from tests.careerdays.conftest import THE_DAY, a_day
from tests.factories import (
    DeskSessionFactory,
    EmployerContactFactory,
    EmployerViewFactory,
    FairFactory,
    FeedbackLinkFactory,
    HallQuestionFactory,
    ProgrammeItemFactory,
)
from tests.sign_in import sign_in


@pytest.fixture
def hall(db):
    made = a_day()
    with time_machine.travel(THE_DAY, tick=False):
        yield made


@pytest.fixture
def ask_url(hall):
    return reverse("public:ask", args=[hall.day.ask_code])


def screen(client, hall):
    return client.get(reverse("public:hall", args=[hall.day.screen_code])).content.decode()


def test_a_question_reaches_the_screen_through_a_colleague(client, hall, ask_url):
    sent = client.post(ask_url, {"text": "Học phí bao nhiêu?"})
    assert (sent.status_code, sent["Location"]) == (303, ask_url)
    assert "Học phí" not in screen(client, hall)
    assert "Học phí" not in client.get(ask_url).content.decode()

    sign_in(client, hall.counsellor)
    question = HallQuestion.objects.get()
    page = client.get(reverse("workspace:careerdays:questions", args=[hall.day.event_id]))
    assert "Học phí" in page.content.decode()
    client.post(reverse("workspace:careerdays:move-question", args=[question.pk]), {"to": "SHOWN"})
    client.logout()
    assert "Học phí" in screen(client, hall)
    assert "Học phí" in client.get(ask_url).content.decode()


def test_a_step_that_is_none_changes_nothing(client, hall):
    sign_in(client, hall.counsellor)
    question = HallQuestionFactory(day=hall.day)
    url = reverse("workspace:careerdays:move-question", args=[question.pk])
    for to in ("", "DANCE", "ANSWERED"):
        client.post(url, {"to": to})
    question.refresh_from_db()
    assert question.state == "WAITING"


def test_too_long_a_question_comes_back_as_it_was(client, ask_url):
    refused = client.post(ask_url, {"text": "a" * 281})
    assert refused.status_code == 422
    assert "a" * 281 in refused.content.decode()
    assert not HallQuestion.objects.exists()


def test_one_browser_asks_no_more_than_its_budget(client, ask_url):
    answers = [
        client.post(ask_url, {"text": f"Câu {number}?"}).status_code
        for number in range(BUDGET_OF_A_BROWSER.limit + 1)
    ]
    assert answers == [303] * BUDGET_OF_A_BROWSER.limit + [429]
    client.cookies.clear()
    assert client.post(ask_url, {"text": "Người khác?"}).status_code == 303


def test_one_browser_asks_too_once(client, hall, ask_url):
    question = HallQuestionFactory(day=hall.day, state="SHOWN")
    url = reverse("public:ask-too", args=[hall.day.ask_code, question.pk])
    client.get(ask_url)
    cookie = client.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/ask/"
    for _time in range(2):
        assert client.post(url).status_code == 303
    client.cookies[COOKIE] = "<script>"
    client.post(url)
    question.refresh_from_db()
    assert question.also_count == 2
    other = HallQuestionFactory(state="SHOWN")
    assert (
        client.post(reverse("public:ask-too", args=[hall.day.ask_code, other.pk])).status_code
        == 404
    )


def test_a_closed_hall_takes_nothing_and_says_so(client, hall, ask_url):
    hall.day.takes_questions = False
    hall.day.save()
    page = client.get(ask_url).content.decode()
    assert "<textarea" not in page
    assert "Hiện chưa nhận câu hỏi" in page
    assert client.post(ask_url, {"text": "Ai?"}).status_code == 422
    assert ask_url not in screen(client, hall)


def test_words_of_a_question_are_never_markup(client, hall):
    HallQuestionFactory(day=hall.day, state="SHOWN", text="<b>x</b>")
    assert "&lt;b&gt;x&lt;/b&gt;" in screen(client, hall)


def test_the_screen_works_without_a_script_and_names_speakers_alone(client, hall):
    ProgrammeItemFactory(day=hall.day, title="Mở đầu", speaker_name="Chưa Đồng Ý")
    ProgrammeItemFactory(
        day=hall.day,
        title="Nghề mộc",
        speaker_name="Đàm Vinh",
        speaker_agreed_on=dt.date(2026, 12, 1),
    )
    person = hall.somebody().young_person
    page = screen(client, hall)
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "Đàm Vinh" in page
    for never in ("Chưa Đồng Ý", person.full_name, person.phone):
        assert never not in page
    public = client.get(reverse("public:day", args=[hall.day.event_id])).content.decode()
    assert "Đàm Vinh" in public
    assert "Chưa Đồng Ý" not in public


def test_somebody_asks_to_be_called_by_the_link_of_the_registration(client, hall):
    registration = hall.somebody(Purpose.PARTICIPATION)
    url = reverse("public:follow-up", args=[registration.code])
    own = client.get(reverse("public:registration", args=[registration.code]))
    assert url in own.content.decode()

    assert client.post(url, {"about": "WORK"}).status_code == 422
    assert not FollowUp.objects.exists()
    assert client.post(url, {"about": "WORK", "agrees_now": "on"}).status_code == 303
    assert FollowUp.objects.get().owner == hall.centre
    assert agrees(registration.young_person, Purpose.CONTACT)
    assert "agrees_now" not in client.get(url).content.decode()
    assert client.get(reverse("public:follow-up", args=["khong-co"])).status_code == 404


def test_a_child_is_sent_to_the_desk(client, hall):
    child = hall.somebody(Purpose.PARTICIPATION, birth_on=dt.date(2011, 5, 4))
    url = reverse("public:follow-up", args=[child.code])
    assert (
        "<form"
        not in client.get(url).content.decode().partition("<main")[2].partition("</main>")[0]
    )
    client.post(url, {"about": "WORK", "agrees_now": "on"})
    assert not FollowUp.objects.exists()


def test_a_colleague_finds_somebody_and_writes_it_down(client, hall):
    sign_in(client, hall.counsellor)
    registration = hall.somebody(full_name="Hoàng Thị Bưởi", folded_name="hoang thi buoi")
    hall.somebody(full_name="Hoàng Văn Mận", folded_name="hoang van man")
    find = reverse("workspace:careerdays:find", args=[hall.day.event_id])
    url = reverse("workspace:follow-ups:write", args=[registration.pk])
    page = client.get(find, {"q": "bưởi hoàng"}).content.decode()
    assert url in page
    assert "Mận" not in page
    client.post(url, {"about": "CHOICE"})
    assert FollowUp.objects.get().registration == registration
    listed = reverse("workspace:follow-ups:list")
    assert "Hoàng Thị Bưởi" in client.get(listed).content.decode()
    client.post(reverse("workspace:follow-ups:done", args=[FollowUp.objects.get().pk]))
    assert "Hoàng Thị Bưởi" not in client.get(listed).content.decode()
    assert "Hoàng Thị Bưởi" in client.get(listed, {"state": "DONE"}).content.decode()


@pytest.mark.parametrize(("language", "heading"), [("vi", "Ngày hội thế nào?"), ("en", "How was")])
def test_three_questions_by_link_in_both_languages(client, hall, language, heading):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    link = FeedbackLinkFactory(event=hall.day.event, asked_at=timezone.now())
    url = PAGE.format(token=token_of(link))
    assert url == reverse("public:how-was-it", args=[token_of(link)])
    page = client.get(url)
    assert heading in page.content.decode()
    assert link.young_person.full_name not in page.content.decode()
    assert page["Referrer-Policy"] == "same-origin"
    assert client.post(url, {"useful": "4"}).status_code == 422
    told = {"useful": "4", "next_step": "YES", "words": "hay"}
    assert client.post(url, told).status_code == 303
    assert client.post(url, {**told, "useful": "1"}).status_code in (200, 303)
    assert FeedbackAnswer.objects.get().useful == 4
    assert "<textarea" not in client.get(url).content.decode()


def test_a_link_that_is_none_or_over(client, hall):
    old = FeedbackLinkFactory(event=hall.day.event, asked_at=THE_DAY - dt.timedelta(days=31))
    assert client.get(reverse("public:how-was-it", args=[token_of(old)])).status_code == 410
    assert client.get(reverse("public:how-was-it", args=["x-y"])).status_code == 404


def test_few_answers_are_no_figures(client, hall):
    sign_in(client, hall.leader)
    FairFactory(event=hall.day.event)
    for count in (9, 10):
        while FeedbackAnswer.objects.count() < count:
            FeedbackAnswer.objects.create(
                event=hall.day.event, useful=5, next_step="YES", words="Rất bổ ích cho tôi"
            )
        for name in ("careerdays", "fairs"):
            page = client.get(reverse(f"workspace:{name}:outcomes", args=[hall.day.event_id]))
            assert ("Rất bổ ích cho tôi" in page.content.decode()) == (count == 10)


def test_an_employer_answers_at_its_desk(client, hall):
    view = EmployerViewFactory(event=hall.day.event, asked_at=timezone.now())
    contact = EmployerContactFactory(employer=view.employer)
    DeskSessionFactory(contact=contact, key="d" * 40)
    client.cookies[settings.DESK_COOKIE_NAME] = "d" * 40
    url = reverse("employers:view-of-day", args=[view.pk])
    assert url in client.get(reverse("employers:desk")).content.decode()
    assert client.post(url, {"suitable_count": "3"}).status_code == 422
    assert client.post(url, {"suitable_count": "3", "comes_again": "YES"}).status_code == 303
    assert EmployerView.objects.get().suitable_count == 3
    other = EmployerViewFactory(event=hall.day.event, asked_at=timezone.now())
    assert client.get(reverse("employers:view-of-day", args=[other.pk])).status_code == 404


def test_a_candidate_agrees_on_the_page_of_the_own_interviews(client, hall):
    FairFactory(event=hall.day.event)
    registration = hall.somebody()
    page = reverse("public:interviews", args=[registration.code])
    url = reverse("public:agree-introduction", args=[registration.code])
    assert reverse("public:my-registrations") == OWN_PAGE
    assert url in client.get(page).content.decode()
    assert not agrees(registration.young_person, Purpose.INTRODUCTION)
    assert client.post(url).status_code == 303
    assert agrees(registration.young_person, Purpose.INTRODUCTION)
    assert url not in client.get(page).content.decode()
    assert client.post(reverse("public:agree-introduction", args=["khong-co"])).status_code == 404


def test_a_child_does_not_agree_alone_to_be_introduced(client, hall):
    FairFactory(event=hall.day.event)
    child = hall.somebody(birth_on=dt.date(2011, 5, 4))
    url = reverse("public:agree-introduction", args=[child.code])
    assert url not in client.get(reverse("public:interviews", args=[child.code])).content.decode()
    client.post(url)
    assert not agrees(child.young_person, Purpose.INTRODUCTION)


def test_organisers_find_who_wants_interviews(client, hall):
    FairFactory(event=hall.day.event)
    registration = hall.somebody(full_name="Hoàng Thị Bưởi", folded_name="hoang thi buoi")
    sign_in(client, hall.organiser)
    find = reverse("workspace:fairs:add-candidate", args=[hall.day.event_id])
    assert (
        find
        in client.get(
            reverse("workspace:fairs:candidates", args=[hall.day.event_id])
        ).content.decode()
    )
    page = client.get(find, {"q": "Bưởi"}).content.decode()
    assert reverse("workspace:fairs:wishes", args=[registration.pk]) in page


def test_the_worker_of_a_desk_knows_nobody(client, hall):
    answer = client.get(reverse("public:desk-worker"))
    assert answer["Service-Worker-Allowed"] == "/"
    assert answer["Content-Type"].startswith("text/javascript")
    script = answer.content.decode()
    assert "nhipcau/js/desk" in script
    assert "sessionid" not in script


def test_the_programme_is_written_in_the_workspace(client, hall):
    sign_in(client, hall.organiser)
    add = reverse("workspace:careerdays:add-item", args=[hall.day.event_id])
    told = {"starts_at": "08:30", "ends_at": "09:00", "title": "Nghề của tôi"}
    assert client.post(add, {**told, "ends_at": "08:00"}).status_code == 422
    assert client.post(add, told).status_code == 302
    item = hall.day.items.get()
    change = reverse("workspace:careerdays:change-item", args=[item.pk])
    assert "08:30" in client.get(change).content.decode()
    client.post(change, {**told, "title": "Nghề khác"})
    item.refresh_from_db()
    assert item.title == "Nghề khác"
    client.post(reverse("workspace:careerdays:remove-item", args=[item.pk]))
    assert not hall.day.items.exists()


def test_a_question_that_was_moved_meanwhile_is_told_in_peace(client, hall):
    sign_in(client, hall.counsellor)
    question = HallQuestionFactory(day=hall.day)
    move_question(by=hall.of_the_centre, at=THE_DAY, question=question, to="SHOWN")
    url = reverse("workspace:careerdays:move-question", args=[question.pk])
    answer = client.post(url, {"to": "SHOWN"}, follow=True)
    assert answer.status_code == 200
    question.refresh_from_db()
    assert question.state == "SHOWN"
