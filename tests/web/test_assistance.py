"""A talk on the pages: four steps, without a script, and closed once it has ended."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhipcau.assistance.models import AssistedTalk
from nhipcau.events.models import Registration
from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.people.models import Consent, YoungPerson
from nhipcau.seekers.models import JobWish
from tests.factories import (
    AssistedTalkFactory,
    CommuneFactory,
    EventFactory,
    OrganisationFactory,
    PlanLineFactory,
    SessionFactory,
    YoungPersonFactory,
    agree,
    every_row,
    officer_of,
    reference_data,
    staff_of,
)

SITS = {"language": "NUNG", "interpreter": "FRIEND", "place": "HOME"}
FIRST = {"title": "May", "market": "HOME", "wage_from": "7.000.000", "ready": "NOW"}


@pytest.fixture
def palace(db):
    reference_data()
    return OrganisationFactory(kind=OrganisationKind.CHILDRENS_PALACE)


@pytest.fixture
def commune(palace):
    return CommuneFactory(code="06001")


@pytest.fixture
def officer(palace, commune):
    return officer_of(palace, commune)


@pytest.fixture
def client(officer):
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def person(palace, commune):
    return YoungPersonFactory(followed_by=[palace], commune=commune)


def url(name, *arguments):
    return reverse(f"workspace:assistance:{name}", args=arguments)


def sit(officer, person):
    return AssistedTalkFactory(officer=officer, young_person=person, began_at=timezone.now())


def test_a_talk_on_the_pages(client, officer, person, palace):
    starts = timezone.now() + dt.timedelta(days=20)
    event = EventFactory(
        plan_line=PlanLineFactory(lead=palace),
        starts_at=starts,
        ends_at=starts + dt.timedelta(hours=3),
        registration_closes_at=starts,
    )
    session = SessionFactory(event=event, starts_at=starts, ends_at=event.ends_at)
    begun = client.post(url("begin", person.pk), SITS)
    talk = AssistedTalk.objects.get()
    assert begun["Location"] == url("talk", talk.pk)
    assert "Nùng" in client.get(url("talk", talk.pk)).text

    refused = client.post(url("consents", talk.pk), {"agrees_participation": "on"})
    assert refused.status_code == 422
    assert not Consent.objects.exists()
    first = client.get(url("wish-step", talk.pk, "first"))
    assert first["Location"] == url("consents", talk.pk)

    yes = {"agrees_participation": "on", "agrees_job_search": "on", "evidence": "tập 3"}
    client.post(url("consents", talk.pk), yes)
    assert Consent.objects.in_force().count() == 2
    client.post(url("wish-step", talk.pk, "first"), FIRST)
    assert JobWish.objects.get().title == "May"
    client.post(url("register", talk.pk), {"session": session.pk})
    assert Registration.objects.get().young_person == person

    summary = client.get(url("summary", talk.pk)).text
    assert "7.000.000" in summary
    assert session.title in summary
    client.post(url("end", talk.pk))
    for name in ("talk", "consents", "register", "summary"):
        assert client.get(url(name, talk.pk))["Location"] == url("list")
    client.post(url("register", talk.pk), {"session": session.pk})
    assert Registration.objects.count() == 1


def test_somebody_new_begins_with_the_form_on_paper(client, commune, palace):
    form = {
        **SITS,
        "full_name": "Lý Thị Mai",
        "birth_on_0": "2",
        "birth_on_1": "3",
        "birth_on_2": "2006",
        "phone": "0912 111 222",
        "commune": commune.code,
        "consent_participation": "on",
    }
    assert client.post(url("begin-new"), form).status_code == 422
    client.post(url("begin-new"), {**form, "evidence": "tập 3, phiếu 1"})

    talk = AssistedTalk.objects.get()
    assert talk.young_person.full_name == "Lý Thị Mai"
    assert talk.young_person.consents.get().evidence == "tập 3, phiếu 1"


def test_a_child_is_asked_for_a_guardian(client, officer, palace, commune):
    child = YoungPersonFactory(followed_by=[palace], commune=commune, birth_on=dt.date(2014, 5, 4))
    talk = sit(officer, child)
    yes = {"agrees_participation": "on", "evidence": "tập 3"}

    assert "guardian_name" in client.get(url("consents", talk.pk)).text
    assert client.post(url("consents", talk.pk), yes).status_code == 422
    mother = {"guardian_name": "Lý Thị Mẹ", "guardian_phone": "0912000111"}
    client.post(url("consents", talk.pk), {**yes, **mother, "guardian_relation": "MOTHER"})
    with every_row():
        assert Consent.objects.get().guardian.full_name == "Lý Thị Mẹ"
    assert client.get(url("wish-step", talk.pk, "first"))["Location"] == url("talk", talk.pk)


@pytest.mark.parametrize("name", ["talk", "consents", "register", "summary"])
def test_anothers_talk_is_not_there(name, person, palace, commune, client):
    talk = sit(officer_of(palace, commune), person)

    assert client.get(url(name, talk.pk)).status_code == 404


def test_what_is_sensitive_is_not_asked_in_a_talk(client, officer, person):
    agree(person, "PARTICIPATION", "JOB_SEARCH", "SUPPORT")
    talk = sit(officer, person)

    assert client.get(url("wish-step", talk.pk, "needs")).status_code == 404


def test_an_officer_has_a_desk_and_few_ways_on(client, officer, person):
    talk = sit(officer, person)
    page = client.get(reverse("workspace:desk")).text

    assert url("talk", talk.pk) in page
    for closed in ("events:list", "employers:list", "plans:list", "referrals:inbox", "funnel"):
        assert reverse(f"workspace:{closed}") not in page
        assert client.get(reverse(f"workspace:{closed}")).status_code == 404
    for opened in ("people:list", "soldiers:list", "assistance:list"):
        assert reverse(f"workspace:{opened}") in page


def test_the_record_of_an_own_person_shows_no_introduction(client, person):
    client.post(reverse("workspace:people:open", args=[person.pk]))
    page = client.get(reverse("workspace:people:detail", args=[person.pk])).text

    assert url("begin", person.pk) in page
    assert reverse("workspace:referrals:choose", args=[person.pk]) not in page
    assert reverse("workspace:soldiers:enter-person", args=[person.pk]) not in page
    assert reverse("workspace:people:duplicates") not in page


def test_the_sheet_of_a_soldier_offers_the_own_commune_alone(client, commune):
    other = CommuneFactory(name="Xã Khác")
    page = client.get(reverse("workspace:soldiers:enter")).text

    assert str(commune) in page
    assert str(other) not in page


def test_an_administrator_invites_an_officer_with_a_commune(palace, commune):
    client = Client()
    client.force_login(staff_of(palace, Role.ADMINISTRATOR))
    form = {
        "organisation": palace.pk,
        "full_name": "Lương Văn Thuần",
        "email": "thuan@example.vn",
        "role": Role.COMMUNE_OFFICER,
        "idempotency_key": "a" * 32,
    }
    invite = reverse("workspace:members:invite")

    assert client.post(invite, form).status_code == 422
    assert client.post(invite, {**form, "commune": commune.pk}).status_code == 200
    assert str(commune) in client.get(reverse("workspace:members:list")).text
    assert YoungPerson.objects.count() == 0
