import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from nhipcau.accounts.models import SignInLink
from nhipcau.organisations.models import Role
from tests.factories import OrganisationFactory, RegistrationFactory, staff_of

pytestmark = pytest.mark.django_db


def test_one_link_for_each_role_of_each_unit_and_one_for_a_young_person(settings, capsys, client):
    settings.DEMO = True
    palace, centre = OrganisationFactory(), OrganisationFactory()
    for unit, role in ((palace, Role.LEADER), (palace, Role.COORDINATOR), (centre, Role.LEADER)):
        staff_of(unit, role)
    staff_of(palace, Role.COORDINATOR)
    RegistrationFactory()

    call_command("print_sign_in_links", base_url="http://localhost:8123")

    links = re.findall(r"http://localhost:8123(/\S+)", capsys.readouterr().out)
    assert len(links) == SignInLink.objects.count() == 4
    assert client.post(links[0]).status_code == 302
    assert client.get(reverse("account:profile")).status_code == 200


def test_outside_the_demonstration_there_are_no_links(settings):
    settings.DEMO = False
    staff_of(OrganisationFactory())

    with pytest.raises(CommandError):
        call_command("print_sign_in_links")
