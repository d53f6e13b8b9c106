"""Members: invited by a link, ended by a question."""

import datetime as dt

import pytest

from nhipcau.organisations.models import Invitation, Membership, Role
from nhipcau.organisations.use_cases import accept_invitation
from nhipcau.shared.actors import PUBLIC
from tests.factories import (
    NOON,
    MembershipFactory,
    ProgrammeFactory,
    YouthUserFactory,
    centre_of,
    palace_of,
    staff_of,
)
from tests.sign_in import sign_in
from tests.web.workspace_pages import page, staff

pytestmark = pytest.mark.django_db
OTHERS = sorted(set(Role) - {Role.ADMINISTRATOR})


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture
def programme():
    return ProgrammeFactory()


def answers(programme, **other):
    return {
        "organisation": palace_of(programme).pk,
        "full_name": "Hoàng Thị Lan",
        "email": "Lan@Example.vn",
        "role": Role.COUNSELLOR,
        "idempotency_key": "k1",
        **other,
    }


def invited(programme, unit=palace_of):
    return Invitation.objects.create(
        organisation=unit(programme),
        role=Role.COUNSELLOR,
        full_name="Hoàng Thị Lan",
        email="lan@example.vn",
        token_hash=f"hash-{Invitation.objects.count()}",
        created_at=NOON,
        expires_at=NOON + dt.timedelta(days=7),
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_members_and_invitations(
    client, programme, django_assert_num_queries, count
):
    for _number in range(count):
        MembershipFactory(organisation=palace_of(programme))
        invited(programme)
    MembershipFactory(organisation=centre_of(programme))
    staff(client, programme, Role.ADMINISTRATOR)

    with django_assert_num_queries(6):
        shown = client.get(page("members:list")).content.decode()

    assert shown.count('<th scope="row">') == 2 * count + 1


def test_an_invitation_shows_a_link_that_works_and_the_same_form_makes_no_second(
    client, programme
):
    staff(client, programme, Role.ADMINISTRATOR)

    first = client.post(page("members:invite"), answers(programme))
    again = client.post(page("members:invite"), answers(programme))

    link = first.context["link"]
    assert again.context["link"] == link
    assert Invitation.objects.get().email == "lan@example.vn"
    assert link not in client.get(page("members:list")).content.decode()
    user = accept_invitation(by=PUBLIC, at=NOON, token=link.rstrip("/").rsplit("/", 1)[-1])
    assert Membership.objects.get(user=user).role == Role.COUNSELLOR


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("full_name", ""),
        ("full_name", "Lan 7"),
        ("full_name", "x" * 150),
        ("email", "lan"),
        ("email", "x" * 250 + "@example.vn"),
        ("role", "KING"),
        ("organisation", "99999999999999999999"),
        ("idempotency_key", ""),
    ],
)
def test_a_bad_answer_comes_back_with_what_was_typed(client, programme, name, typed):
    staff(client, programme, Role.ADMINISTRATOR)

    response = client.post(page("members:invite"), answers(programme, **{name: typed}))

    assert response.status_code == 422
    assert 'id="form-errors"' in response.content.decode()
    assert "Lan" in response.content.decode()
    assert not Invitation.objects.exists()


def test_an_administrator_invites_for_the_own_unit_alone(client, programme):
    staff(client, programme, Role.ADMINISTRATOR)

    other = answers(programme, organisation=centre_of(programme).pk)

    assert client.post(page("members:invite"), other).status_code == 422
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", OTHERS)
def test_other_roles_find_no_members(client, programme, role):
    invitation = invited(programme)
    membership = MembershipFactory(organisation=palace_of(programme))
    staff(client, programme, role)

    assert client.get(page("members:list")).status_code == 404
    for address in (
        page("members:invite"),
        page("members:withdraw-invitation", invitation.pk),
        page("members:end-membership", membership.pk),
        page("members:reset-sign-in", membership.pk),
        page("members:deactivate", membership.pk),
    ):
        assert client.post(address, answers(programme)).status_code == 404
    membership.refresh_from_db()
    assert membership.ended_at is None


def test_an_invitation_is_withdrawn_and_of_another_unit_it_is_not_there(client, programme):
    own, other = invited(programme), invited(programme, centre_of)
    staff(client, programme, Role.ADMINISTRATOR)

    assert client.post(page("members:withdraw-invitation", own.pk)).status_code == 302
    assert client.post(page("members:withdraw-invitation", other.pk)).status_code == 404
    own.refresh_from_db()
    assert own.withdrawn_at


def test_a_role_ends_after_a_question_but_not_the_last_administrator(client, programme):
    member = MembershipFactory(organisation=palace_of(programme))
    other = MembershipFactory(organisation=centre_of(programme))
    user = staff(client, programme, Role.ADMINISTRATOR)
    address = page("members:end-membership", member.pk)

    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    assert client.post(page("members:end-membership", other.pk)).status_code == 404
    last = Membership.objects.get(user=user)
    assert client.post(page("members:end-membership", last.pk)).status_code == 422
    staff_of(palace_of(programme), Role.ADMINISTRATOR)
    assert client.post(page("members:end-membership", last.pk)).url == page("desk")
    assert client.get(page("members:list")).status_code == 404


def test_a_sign_in_is_reset_after_a_question_and_asks_for_an_invitation(client, programme):
    member = MembershipFactory(organisation=palace_of(programme))
    staff(client, programme, Role.ADMINISTRATOR)
    address = page("members:reset-sign-in", member.pk)

    asked = client.get(address)
    done = client.post(address)

    assert page("members:invite") in asked.content.decode().partition("<form")[2]
    assert (asked.status_code, done.url) == (200, page("members:invite"))
    member.user.refresh_from_db()
    assert member.user.session_epoch == 1
    assert not member.user.has_usable_password()


def test_a_colleague_leaves_after_a_question(client, programme):
    member = MembershipFactory(organisation=palace_of(programme))
    staff(client, programme, Role.ADMINISTRATOR)
    address = page("members:deactivate", member.pk)

    assert address in client.get(page("members:list")).content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address).url == page("members:list")
    member.refresh_from_db()
    member.user.refresh_from_db()
    assert member.ended_at
    assert not member.user.is_active
    assert client.post(address).status_code == 404


@pytest.mark.parametrize("name", ["members:reset-sign-in", "members:deactivate"])
def test_of_another_unit_and_of_oneself_nothing_is_taken(client, programme, name):
    other = MembershipFactory(organisation=centre_of(programme))
    own = staff(client, programme, Role.ADMINISTRATOR).memberships.get()

    for membership in (other, own):
        address = page(name, membership.pk)
        assert client.get(address).status_code == client.post(address).status_code == 404
        membership.user.refresh_from_db()
        assert membership.user.is_active
        assert membership.user.session_epoch == 0


def test_a_young_person_finds_no_members(client, programme):
    sign_in(client, YouthUserFactory())

    assert client.get(page("members:list")).status_code == 404
    assert client.post(page("members:invite"), answers(programme)).status_code == 404
