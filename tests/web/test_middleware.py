"""Closed by default; a page that is read writes nothing; staff who walk away are signed out."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from nhipcau.accounts.models import User
from nhipcau.organisations.models import Role
from nhipcau.web.middleware import ReadOnlyGetMiddleware, WriteInReadOnlyRequest
from tests.factories import (
    OrganisationFactory,
    UserFactory,
    YouthUserFactory,
    reference_data,
    staff_of,
)
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name",
    ["workspace:desk", "workspace:events:list", "account:profile", "public:my-registrations"],
)
def test_a_page_without_any_mark_is_closed(client, name):
    response = client.get(reverse(name))

    assert response.status_code == 302
    assert response["Location"].startswith("/account/")


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_page_that_is_only_read_cannot_write(method):
    user = UserFactory()

    def page(request):
        User.objects.filter(pk=user.pk).update(full_name="changed")
        return HttpResponse()

    with pytest.raises(WriteInReadOnlyRequest):
        ReadOnlyGetMiddleware(page)(getattr(RequestFactory(), method)("/"))


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO shared_ratewindow DEFAULT VALUES",
        "  delete from shared_ratewindow",
        "TRUNCATE shared_ratewindow",
        "WITH gone AS (DELETE FROM shared_ratewindow RETURNING 1) SELECT * FROM gone",
    ],
)
def test_no_statement_that_writes_slips_through(statement):
    def page(request):
        with connection.cursor() as cursor:
            cursor.execute(statement)
        return HttpResponse()

    with pytest.raises(WriteInReadOnlyRequest):
        ReadOnlyGetMiddleware(page)(RequestFactory().get("/"))


def test_a_form_that_is_sent_may_write():
    user = UserFactory()

    def page(request):
        User.objects.filter(pk=user.pk).update(full_name="Tên mới")
        return HttpResponse()

    ReadOnlyGetMiddleware(page)(RequestFactory().post("/"))

    user.refresh_from_db()
    assert user.full_name == "Tên mới"


def test_staff_are_signed_out_after_half_an_hour_without_a_request(client):
    sign_in(client, staff_of(OrganisationFactory()))
    assert client.get(reverse("workspace:desk")).status_code == 200

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=31)):
        response = client.get(reverse("workspace:desk"))

    assert response.status_code == 302
    assert client.get(reverse("workspace:desk")).status_code == 302


def test_staff_who_keep_working_stay_signed_in(client):
    sign_in(client, staff_of(OrganisationFactory()))
    start = timezone.now()

    for minutes in (0, 20, 40, 60):
        with time_machine.travel(start + dt.timedelta(minutes=minutes)):
            assert client.get(reverse("workspace:desk")).status_code == 200


@pytest.mark.parametrize("who", ["youth", "no unit"])
def test_the_workspace_is_for_members_of_a_unit(client, who):
    sign_in(client, YouthUserFactory() if who == "youth" else UserFactory())

    assert client.get(reverse("workspace:events:list")).status_code == 404
    assert client.get(reverse("workspace:desk")).status_code == 200


def test_a_young_person_has_no_password_page(client):
    sign_in(client, YouthUserFactory())

    assert client.get(reverse("account_set_password")).status_code == 404


def test_a_disabled_account_is_out_at_once(client):
    user = staff_of(OrganisationFactory(), Role.COUNSELLOR)
    sign_in(client, user)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.get(reverse("workspace:desk")).status_code == 302


def test_reference_data_is_enough_for_the_front_door(client):
    reference_data()

    assert client.get(reverse("public:home")).status_code == 200
