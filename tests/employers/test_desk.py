"""The desk without account or password: one link, once, for half an hour."""

import datetime as dt
import logging

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from nhipcau.employers import letters, queries, use_cases
from nhipcau.employers.errors import DeskLinkOver, EmployerClosed
from nhipcau.employers.models import DeskLink, DeskSession
from nhipcau.shared.actors import PUBLIC, SYSTEM, AtTheDesk
from nhipcau.shared.errors import InvalidValue, NotAllowed
from tests.factories import (
    NOON,
    DeskSessionFactory,
    EmployerContactFactory,
    EmployerFactory,
    OrganisationFactory,
    VacancyFactory,
    staff_of,
)

KEY = "k" * 40


@pytest.fixture
def contact(centre):
    return EmployerContactFactory(employer=EmployerFactory(centre=centre))


def minutes(count):
    return NOON + dt.timedelta(minutes=count)


def asked(contact, *, at=NOON):
    use_cases.request_desk_link(by=PUBLIC, at=at, email=contact.email)
    return DeskLink.objects.order_by("pk").last()


def opened(token, *, at=NOON, desk_key=KEY):
    return use_cases.open_desk(by=PUBLIC, at=at, token=token, desk_key=desk_key)


def test_a_link_opens_the_desk_of_its_own_employer(contact):
    desk = opened(asked(contact).token)

    found = queries.desk_of_key(KEY, at=minutes(1))
    assert found == desk
    actor = queries.actor_at(found)
    assert (actor.employer_id, actor.contact_id) == (contact.employer_id, contact.pk)
    assert actor.pk is None


def test_a_link_works_once(contact):
    link = asked(contact)
    opened(link.token)

    with pytest.raises(DeskLinkOver):
        opened(link.token, desk_key="another browser" * 3)
    assert DeskSession.objects.count() == 1


def test_a_link_is_good_for_half_an_hour(contact):
    token = asked(contact).token
    assert queries.desk_link_of_token(token, at=minutes(29))
    assert queries.desk_link_of_token(token, at=minutes(30)) is None
    with pytest.raises(DeskLinkOver):
        opened(token, at=minutes(30))


@pytest.mark.parametrize("forged", ["", "x", "0" * 64, "' OR 1=1 --"])
def test_a_forged_link_opens_nothing(contact, forged):
    asked(contact)
    with pytest.raises(DeskLinkOver):
        opened(forged)


def test_what_the_database_keeps_is_not_the_token(contact):
    link = asked(contact)

    for stored in (link.token_hash, str(link.reference), link.reference.hex):
        with pytest.raises(DeskLinkOver):
            opened(stored)


def test_only_the_newest_link_is_good(contact):
    earlier, newer = asked(contact), asked(contact)

    with pytest.raises(DeskLinkOver):
        opened(earlier.token)
    assert opened(newer.token)


def test_an_open_desk_ends_after_eight_hours(contact):
    opened(asked(contact).token)

    assert queries.desk_of_key(KEY, at=minutes(8 * 60 - 1))
    assert queries.desk_of_key(KEY, at=minutes(8 * 60)) is None


def test_a_colleague_ends_every_desk_and_link_at_once(contact, first):
    opened(asked(contact).token)
    waiting = asked(contact)

    assert use_cases.end_desks(by=first, at=NOON, employer=contact.employer) == 2
    assert queries.desk_of_key(KEY, at=NOON) is None
    with pytest.raises(DeskLinkOver):
        opened(waiting.token)


def test_a_closed_employer_has_no_desk(contact, first):
    link = asked(contact)
    opened(link.token)
    use_cases.close_employer(by=first, at=NOON, employer=contact.employer, reason="giải thể")

    assert queries.desk_of_key(KEY, at=NOON) is None
    use_cases.request_desk_link(by=PUBLIC, at=NOON, email=contact.email)
    assert DeskLink.objects.count() == 1
    contact.refresh_from_db()
    with pytest.raises(EmployerClosed):
        use_cases.send_desk_link(by=first, at=NOON, contact=contact)


def test_leaving_ends_the_own_desk_alone(contact):
    mine, other = DeskSessionFactory(contact=contact), DeskSessionFactory()
    actor = queries.actor_at(mine)

    use_cases.leave_desk(by=actor, at=NOON, desk=mine)
    assert DeskSession.objects.get(pk=mine.pk).ended_at == NOON
    with pytest.raises(NotAllowed):
        use_cases.leave_desk(by=actor, at=NOON, desk=other)


def test_an_unknown_address_gets_nothing_and_the_same_answer(contact):
    assert use_cases.request_desk_link(by=PUBLIC, at=NOON, email="ai@example.vn") is None
    assert use_cases.request_desk_link(by=PUBLIC, at=NOON, email=contact.email) is None
    assert DeskLink.objects.get().contact == contact
    with pytest.raises(InvalidValue):
        use_cases.request_desk_link(by=PUBLIC, at=NOON, email="không phải thư")


def test_a_contact_of_two_employers_gets_a_link_for_each(contact):
    EmployerContactFactory(email=contact.email)

    use_cases.request_desk_link(by=PUBLIC, at=NOON, email=contact.email.upper())

    assert DeskLink.objects.count() == 2


def test_a_colleague_sends_the_link_and_a_stranger_does_not(contact, first):
    assert use_cases.send_desk_link(by=first, at=NOON, contact=contact).made_by == first
    desk = AtTheDesk(employer_id=contact.employer_id, contact_id=contact.pk)
    for user in (staff_of(OrganisationFactory()), desk, PUBLIC):
        with pytest.raises(NotAllowed):
            use_cases.send_desk_link(by=user, at=NOON, contact=contact)
    silent = EmployerContactFactory(employer=contact.employer, email="", is_main=False)
    with pytest.raises(InvalidValue):
        use_cases.send_desk_link(by=first, at=NOON, contact=silent)


def test_signed_in_people_neither_ask_nor_open(contact, first):
    with pytest.raises(NotAllowed):
        use_cases.request_desk_link(by=first, at=NOON, email=contact.email)
    with pytest.raises(NotAllowed):
        use_cases.open_desk(by=first, at=NOON, token=asked(contact).token, desk_key=KEY)


# --- the letter ----------------------------------------------------------------------------------


def test_the_letter_holds_the_link_and_goes_out_once(contact):
    link = asked(contact)

    assert letters.send_next(by=SYSTEM, at=NOON)
    assert not letters.send_next(by=SYSTEM, at=minutes(5))
    letter = mail.outbox[0]
    assert letter.to == [contact.email]
    assert f"https://nhipcau.example.vn/employers/enter/{link.token}/" in letter.body
    assert contact.employer.name in letter.body
    assert "12:30" in letter.body


def test_a_letter_is_tried_again_but_never_after_the_link_is_over(contact, monkeypatch, caplog):
    asked(contact)
    caplog.set_level(logging.CRITICAL)

    def fail(*_args):
        raise OSError("no server")

    monkeypatch.setattr(EmailBackend, "send_messages", fail)
    assert letters.send_next(by=SYSTEM, at=NOON)
    assert not letters.send_next(by=SYSTEM, at=NOON)
    assert letters.send_next(by=SYSTEM, at=minutes(1))
    monkeypatch.undo()
    assert not letters.send_next(by=SYSTEM, at=minutes(31))
    assert mail.outbox == []


def test_only_the_installation_sends(contact, first):
    for user in (first, PUBLIC):
        with pytest.raises(NotAllowed):
            letters.send_next(by=user, at=NOON)


def test_desks_and_links_are_forgotten_after_a_day(contact):
    opened(asked(contact).token)
    asked(contact)

    assert use_cases.forget_desks(by=SYSTEM, at=minutes(24 * 60)) == 0
    assert use_cases.forget_desks(by=SYSTEM, at=minutes(33 * 60)) == 3
    assert not DeskLink.objects.exists()


def test_a_desk_sees_its_own_vacancies_in_every_state(contact):
    own = VacancyFactory(employer=contact.employer, state="DRAFT")
    VacancyFactory()
    actor = AtTheDesk(employer_id=contact.employer_id, contact_id=contact.pk)

    assert list(type(own).objects.visible_to(actor)) == [own]
