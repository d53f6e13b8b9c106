import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhipcau.accounts import use_cases
from nhipcau.accounts.models import User
from nhipcau.organisations import use_cases as organisation_use_cases
from nhipcau.organisations.models import Invitation, Membership, Role
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.models import AuditEvent
from nhipcau.web.account.sessions import SECOND_FACTOR
from tests.factories import OrganisationFactory, UserFactory, staff_of

pytestmark = pytest.mark.django_db

PASSWORD = "bốn từ không liên quan"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PROFILE, SECURE = reverse("account:profile"), reverse("account:secure")


@pytest.fixture(autouse=True)
def _fresh_budgets():
    cache.clear()


def digits(secret=SECRET):
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


@pytest.fixture
def colleague():
    user = staff_of(OrganisationFactory())
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def colleague_with_app(colleague):
    TOTP.activate(colleague, SECRET)
    return colleague


def give_password(client, user, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def invite(**more):
    token = "t" * 43
    values = {"organisation": OrganisationFactory(), "role": Role.COUNSELLOR, "token": token}
    values |= {"full_name": "Vi Thị Mẫu", "email": "vi.thi.mau@example.vn", **more}
    values = {"by": SYSTEM, "at": timezone.now(), **values}
    organisation_use_cases.invite(**values)
    return reverse("account:accept-invitation", args=[token])


def actions():
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_password_and_app_sign_in_with_a_new_session_id(client, colleague_with_app):
    step = give_password(client, colleague_with_app)
    assert step.url == reverse("mfa_authenticate")
    assert client.get(PROFILE).status_code == 302
    before = client.session.session_key

    client.post(reverse("mfa_authenticate"), {"code": digits()})

    assert client.session.session_key != before
    assert client.get(PROFILE).status_code == 200
    assert "user.signed_in" in actions()


def test_the_digits_of_the_app_are_good_once(client, colleague_with_app):
    give_password(client, colleague_with_app)
    code = digits()
    client.post(reverse("mfa_authenticate"), {"code": code})
    other = Client()
    give_password(other, colleague_with_app)

    answer = other.post(reverse("mfa_authenticate"), {"code": code})

    assert answer.status_code == 200
    assert "_auth_user_id" not in other.session


def test_a_password_alone_opens_nothing_but_the_setting_up(client, colleague):
    give_password(client, colleague)

    assert client.get(PROFILE).url == SECURE
    assert client.get(SECURE).status_code == 200
    for name in ("account_change_password", "mfa_view_recovery_codes", "mfa_index"):
        assert client.get(reverse(name)).url == SECURE
    assert client.post(reverse("account:sign-out")).url == reverse("account:sign-in")


def test_wrong_passwords_and_unknown_addresses_look_alike_and_leave_no_trace_of_who(
    client, colleague
):
    known = give_password(client, colleague, "sai mật khẩu")
    unknown = client.post(
        reverse("account_login"), {"login": "x" + colleague.email, "password": "sai mật khẩu"}
    )

    assert known.status_code == unknown.status_code == 200
    assert sorted(known.headers) == sorted(unknown.headers)
    assert len(unknown.content) - len(known.content) == 1  # the address that was typed
    failed = AuditEvent.objects.filter(action="user.sign_in_failed")
    assert {(one.about_id, one.by_id) for one in failed} == {(None, None)}


def test_an_account_is_not_guessed_from_many_addresses(colleague):
    def give_from(number, password):
        client = Client(REMOTE_ADDR=f"10.0.0.{number}")
        cache.clear()  # only our own budget is looked at
        return give_password(client, colleague, password)

    for number in range(20):
        give_from(number, "sai mật khẩu")

    assert give_from(99, PASSWORD).status_code == 200


def test_allauths_own_limit_holds_from_one_address(client, colleague):
    for _try in range(6):
        answer = give_password(client, colleague, "sai mật khẩu")

    assert "năm phút" in answer.content.decode()
    assert give_password(client, colleague).status_code == 200


def test_there_is_no_sign_up(client):
    assert client.get("/account/signup/").status_code == 404


def test_a_closed_account_does_not_sign_in(client, colleague_with_app):
    User.objects.filter(pk=colleague_with_app.pk).update(is_active=False)

    give_password(client, colleague_with_app)

    assert "_auth_user_id" not in client.session


def test_closing_an_account_ends_an_open_session_with_the_next_request(client):
    unit = OrganisationFactory()
    colleague, administrator = staff_of(unit), staff_of(unit, Role.ADMINISTRATOR)
    client.force_login(colleague)
    assert client.get(PROFILE).status_code == 200

    organisation_use_cases.deactivate_member(by=administrator, at=timezone.now(), user=colleague)

    assert client.get(PROFILE).url.startswith(reverse("account:sign-in"))


def test_staff_are_signed_out_after_twelve_hours_even_when_busy(client, colleague):
    client.force_login(colleague)
    session = client.session
    session["signed_in_at"] -= 12 * 3600 + 1
    session.save()

    assert client.get(PROFILE).url == reverse("account:sign-in")


def test_an_invitation_leads_to_password_and_app(client, django_capture_on_commit_callbacks):
    url = invite()
    page = client.get(url)
    assert "Vi Thị Mẫu" in page.content.decode()
    assert not User.objects.filter(email="vi.thi.mau@example.vn").exists()

    assert client.post(url).url == SECURE
    assert client.get(reverse("mfa_activate_totp")).url == reverse("account_set_password")
    passwords = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post(reverse("account_set_password"), passwords).url == SECURE
    form = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"data-totp-secret>(\w+)<", form).group(1)
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(reverse("mfa_activate_totp"), {"code": digits(secret)})

    assert done.url == reverse("mfa_view_recovery_codes")
    assert client.get(PROFILE).status_code == 200
    factor = Authenticator.objects.get(type="totp")
    assert secret not in str(factor.data)
    assert {"invitation.accepted", "user.password_changed", "factor.added"} <= set(actions())


@pytest.mark.parametrize(
    ("change", "status"),
    [("used", 410), ("withdrawn", 410), ("expired", 410), ("unknown", 404)],
)
def test_an_invitation_that_is_over_says_so(client, change, status):
    url = invite()
    if change == "unknown":
        url = reverse("account:accept-invitation", args=["u" * 43])
    else:
        column = {"used": "accepted_at", "withdrawn": "withdrawn_at", "expired": "expires_at"}
        Invitation.objects.update(**{column[change]: timezone.now()})

    for answer in (client.get(url), client.post(url)):
        assert answer.status_code == status
        assert "Liên kết này" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_an_invitation_does_not_go_round_the_second_factor_of_an_old_colleague(
    client, colleague_with_app
):
    url = invite(email=colleague_with_app.email)

    assert client.post(url).url == reverse("account_login")

    assert "_auth_user_id" not in client.session
    assert Membership.objects.active().filter(user=colleague_with_app).count() == 2


@pytest.mark.parametrize("has_left", [False, True])
def test_another_units_invitation_never_signs_in_as_a_colleague_without_second_factor(
    client, has_left
):
    """Its administrator holds the link: it must not open what the colleague does elsewhere."""
    victim = staff_of(OrganisationFactory())
    if has_left:
        victim.memberships.update(ended_at=timezone.now())
    other = OrganisationFactory()
    attacker = staff_of(other, Role.ADMINISTRATOR)
    url = invite(by=attacker, organisation=other, email=victim.email.upper())

    answer = client.post(url, follow=True)

    assert answer.redirect_chain == [(reverse("account_login"), 302)]
    assert "quản trị của chính đơn vị bạn" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert client.get(SECURE).url.startswith(reverse("account:sign-in"))
    assert other.memberships.get(user=victim).role == Role.COUNSELLOR


def test_the_only_unit_of_a_colleague_sets_up_the_sign_in_anew(client):
    unit = OrganisationFactory()
    colleague, administrator = staff_of(unit), staff_of(unit, Role.ADMINISTRATOR)
    organisation_use_cases.reset_sign_in(by=administrator, at=timezone.now(), user=colleague)

    url = invite(by=administrator, organisation=unit, email=colleague.email)

    assert client.post(url).url == SECURE
    assert client.session["_auth_user_id"] == str(colleague.pk)


def test_the_last_second_factor_cannot_be_removed(client, colleague_with_app):
    give_password(client, colleague_with_app)
    client.post(reverse("mfa_authenticate"), {"code": digits()})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(type="totp").exists()


def test_changing_how_one_signs_in_asks_again_who_it_is(client, colleague_with_app):
    give_password(client, colleague_with_app)
    client.post(reverse("mfa_authenticate"), {"code": digits()})

    answer = client.get(reverse("mfa_add_webauthn"))

    assert answer.url.startswith(reverse("account_reauthenticate"))


def test_a_factor_that_goes_takes_the_mark_of_the_session_with_it(client, colleague_with_app):
    client.force_login(colleague_with_app)
    Authenticator.objects.filter(user=colleague_with_app).delete()
    session = client.session
    assert session[SECOND_FACTOR] == colleague_with_app.pk

    organisation = colleague_with_app.memberships.get().organisation
    organisation_use_cases.reset_sign_in(
        by=staff_of(organisation, Role.ADMINISTRATOR), at=timezone.now(), user=colleague_with_app
    )

    assert client.get(PROFILE).url.startswith(reverse("account:sign-in"))


@pytest.mark.parametrize("sent", ["", "{}", "[]", "5", '"x"', '{"rawId": 1}', '{"response": []}'])
@pytest.mark.parametrize("name", ["mfa_login_webauthn", "mfa_add_webauthn"])
def test_a_broken_passkey_is_refused_and_breaks_nothing(client, colleague, name, sent):
    if name == "mfa_add_webauthn":
        client.force_login(colleague)
        client.get(reverse(name))
    else:
        client.get(reverse(name), headers={"accept": "application/json"})

    answer = client.post(reverse(name), {"credential": sent})

    assert answer.status_code in (200, 302)
    assert not Authenticator.objects.exists()


def test_a_demo_link_signs_in_once_and_only_by_a_press_of_the_button(client, colleague, settings):
    settings.DEMO = True
    use_cases.make_sign_in_link(by=SYSTEM, at=timezone.now(), token="d" * 32, user=colleague)
    url = reverse("account:demo-link", args=["d" * 32])

    assert client.get(url).status_code == client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    assert client.get(PROFILE).status_code == 200
    assert Client().post(url).status_code == 410


def test_a_demo_session_is_worth_nothing_where_there_is_no_demonstration(
    client, colleague, settings
):
    settings.DEMO = True
    use_cases.make_sign_in_link(by=SYSTEM, at=timezone.now(), token="d" * 32, user=colleague)
    url = reverse("account:demo-link", args=["d" * 32])
    client.post(url)
    settings.DEMO = False

    assert client.get(PROFILE).url == SECURE
    assert Client().get(url).status_code == 404
    assert Client().post(url).status_code == 404


def test_the_language_of_the_account_is_chosen_on_the_profile(client, colleague):
    client.force_login(colleague)

    answer = client.post(PROFILE, {"language": "en"}, follow=True)

    assert "My account" in answer.content.decode()
    colleague.refresh_from_db()
    assert colleague.language == "en"


def test_the_choice_page_leads_a_signed_in_person_on(client):
    client.force_login(UserFactory())

    assert client.get(reverse("account:sign-in")).status_code == 302
