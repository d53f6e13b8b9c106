"""A day of careers of one province: a programme, questions, somebody who wants to hear more."""

import datetime as dt

from django.utils import timezone

from nhipcau.careerdays.models import PresentEmployer
from nhipcau.careerdays.states import QuestionState
from nhipcau.feedback.models import FeedbackAnswer
from nhipcau.people.models import Consent, ConsentText
from tests.factories import (
    NOON,
    CareerDayFactory,
    EmployerFactory,
    EmployerViewFactory,
    FeedbackLinkFactory,
    FollowUpFactory,
    HallQuestionFactory,
    ProgrammeItemFactory,
    RegistrationFactory,
)

AHEAD = dt.datetime(2036, 12, 1, tzinfo=dt.UTC)


def add_careers(world):
    word = world.word
    world.day = CareerDayFactory(
        event=world.event, ask_code=f"ask{word}", screen_code=f"hall{word}"
    )
    world.item = ProgrammeItemFactory(
        day=world.day, title=f"Bài nói {word}", speaker_name=f"Chưachophép{word}"
    )
    world.question = HallQuestionFactory(day=world.day, text=f"Hỏikín{word}?")
    world.shown_question = HallQuestionFactory(
        day=world.day, text="Học phí bao nhiêu?", state=QuestionState.SHOWN
    )
    world.present = PresentEmployer.objects.create(day=world.day, employer=world.employer)
    may_contact(world.person)
    world.follow_up = FollowUpFactory(
        day=world.day, registration=world.registration, note=f"Gọitối{word}"
    )
    world.feedback_link = FeedbackLinkFactory(
        event=world.past_event, young_person=world.person, expires_at=AHEAD
    )
    FeedbackAnswer.objects.create(
        event=world.event, useful=3, next_step="NO", words=f"Lờinhắn{word}"
    )
    world.view = EmployerViewFactory(
        event=world.event,
        employer=world.employer,
        asked_at=timezone.now(),
        answered_at=NOON,
        suitable_count=2,
        comes_again="MAYBE",
        words=f"Ýkiến{word}",
    )


def may_contact(person):
    Consent.objects.create(
        young_person=person,
        text=ConsentText.objects.get_or_create(
            purpose="CONTACT",
            version=1,
            defaults={"body_vi": "…", "body_en": "…", "valid_from": dt.date(2020, 1, 1)},
        )[0],
        channel="WEB",
        evidence="x",
        given_at=NOON,
    )


def one_more_day(world, number):
    """One more of everything that a page of the day lists."""
    ProgrammeItemFactory(day=world.day)
    for state in QuestionState.values:
        HallQuestionFactory(day=world.day, state=state)
    employer = EmployerFactory(centre=world.employer.centre)
    PresentEmployer.objects.create(day=world.day, employer=employer)
    registration = RegistrationFactory(session=world.session)
    may_contact(registration.young_person)
    FollowUpFactory(day=world.day, registration=registration)
    FeedbackAnswer.objects.create(event=world.event, useful=5, next_step="YES", words=f"{number}")
    told = {"answered_at": NOON, "suitable_count": 1, "comes_again": "YES"}
    EmployerViewFactory(event=world.event, employer=employer, **told)
    EmployerViewFactory(employer=world.employer, asked_at=timezone.now(), **told)
