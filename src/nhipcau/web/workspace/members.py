"""Members of the units that an administrator is responsible for."""

from functools import partial
from itertools import groupby

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.organisations import rules, use_cases
from nhipcau.organisations.models import Invitation, Membership, Organisation, Role
from nhipcau.organisations.queries import communes
from nhipcau.organisations.rules import administered_units
from nhipcau.shared.throttle import keyed_hash
from nhipcau.web.answers import NothingToAsk
from nhipcau.web.keys import key_of
from nhipcau.web.workspace.sending import form_page, press, send, sent


def _units(request):
    """The units whose members this colleague looks after; others find nothing here."""
    units = list(
        Organisation.objects.visible_to(request.user)
        .filter(pk__in=administered_units(request.user))
        .order_by("name_vi")
    )
    if not units:
        raise Http404
    return units


def members_crumb():
    return _("Members"), reverse("workspace:members:list")


@require_GET
def member_list(request):
    units = _units(request)
    memberships = (
        Membership.objects.visible_to(request.user)
        .active()
        .filter(organisation__in=units)
        .select_related("user", "organisation", "commune")
        .order_by("organisation__name_vi", "role", "user__full_name", "pk")
    )
    order = list(Role.values)
    by_unit = [
        {
            "unit": unit,
            "members": sorted(group, key=lambda one: (order.index(one.role), one.user.full_name)),
        }
        for unit, group in groupby(memberships, key=lambda one: one.organisation)
    ]
    page = {
        "by_unit": by_unit,
        "invitations": Invitation.objects.visible_to(request.user)
        .open(timezone.now())
        .select_related("organisation", "commune")
        .order_by("expires_at"),
    }
    return render(request, "workspace/members/list.html", page)


class InviteForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Which unit"),
        queryset=None,
        empty_label=None,
        error_messages={
            "required": gettext_lazy("Please choose the unit."),
            "invalid_choice": gettext_lazy("Please choose one of your own units."),
        },
    )
    full_name = forms.CharField(
        label=gettext_lazy("Full name"),
        max_length=300,
        error_messages={"required": gettext_lazy("Please write the full name.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail at work"),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Please write the e-mail address."),
            "invalid": gettext_lazy(
                "Please write a whole e-mail address, such as ten@langson.gov.vn."
            ),
        },
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=Role.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Please choose the role."),
            "invalid_choice": gettext_lazy("Please choose a role from the list."),
        },
    )
    commune = forms.ModelChoiceField(
        label=gettext_lazy("Commune of the officer"),
        help_text=gettext_lazy("Only for an officer of a commune, who sees its people alone."),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("none"),
    )

    def __init__(self, *args, units, user, **options):
        super().__init__(*args, **options)
        self.fields["commune"].queryset = communes()
        self.fields["organisation"].queryset = Organisation.objects.visible_to(user).filter(
            pk__in=[unit.pk for unit in units]
        )
        if len(units) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.fields["organisation"].initial = units[0].pk


@require_http_methods(["GET", "POST"])
def invite(request):
    """Make a link for a new colleague; it is shown once, here, and goes by no mail yet."""
    units = _units(request)
    form = InviteForm(sent(request), units=units, user=request.user)
    if request.method == "POST" and form.is_valid():
        key = key_of(request)
        if not key:
            form.add_error(None, _("Please open this form again and send it."))
        else:
            # The same form sent twice gives the same link, not a second invitation.
            token = keyed_hash(f"invitation:{key}")
            invitation = send(request, form, use_cases.invite, token=token, **form.cleaned_data)
            if form.is_done:
                link = reverse("account:accept-invitation", args=[token])
                page = {
                    "invitation": invitation,
                    "link": request.build_absolute_uri(link),
                    "crumbs": [members_crumb(), (_("Invitation"), "")],
                }
                return render(request, "workspace/members/invited.html", page)
    return form_page(
        request,
        form,
        title=_("Invite a colleague"),
        lead=_("The colleague opens the link, sets up the own sign-in and has the role at once."),
        submit=_("Make the link"),
        back=reverse("workspace:members:list"),
        crumbs=[members_crumb(), (_("Invite a colleague"), "")],
    )


@require_POST
def withdraw_invitation(request, pk):
    _units(request)
    invitation = get_object_or_404(
        Invitation.objects.visible_to(request.user).select_related("organisation"), pk=pk
    )
    press(
        request,
        use_cases.withdraw_invitation,
        invitation=invitation,
        said=_("The invitation is withdrawn; its link no longer works."),
    )
    return redirect("workspace:members:list")


def _own_membership(request, pk):
    return get_object_or_404(
        Membership.objects.visible_to(request.user)
        .active()
        .filter(organisation__in=_units(request))
        .select_related("user", "organisation"),
        pk=pk,
    )


def _colleague(request, pk):
    """The membership of somebody else: the own sign-in is kept in the own profile."""
    membership = _own_membership(request, pk)
    if not rules.may_deactivate(request.user, membership.user):
        raise Http404
    return membership


@require_http_methods(["GET", "POST"])
def reset_sign_in(request, pk):
    """A colleague lost phone and passkey: nothing signs in until a new invitation."""
    membership = _colleague(request, pk)
    user = membership.user
    return _take_away(
        request,
        membership,
        partial(use_cases.reset_sign_in, user=user),
        title=_("Reset this sign-in?"),
        lead=f"{user.full_name} · {user.email}",
        consequences=[
            _("Password, passkeys and codes of the colleague work no longer."),
            _("Every device of the colleague is signed out at once."),
            _("Roles and histories stay as they are."),
            _("Afterwards you must send a new invitation to the same e-mail address."),
        ],
        submit=_("Reset the sign-in"),
        said=_("The sign-in of %(name)s is reset. Please send a new invitation now.")
        % {"name": user.full_name},
        crumb=_("Reset a sign-in"),
        landing="workspace:members:invite",
        template="workspace/members/reset_sign_in.html",
    )


@require_http_methods(["GET", "POST"])
def deactivate(request, pk):
    """A colleague leaves the unit: all roles in it end at once."""
    membership = _colleague(request, pk)
    user = membership.user
    return _take_away(
        request,
        membership,
        partial(use_cases.deactivate_member, user=user),
        title=_("Has this colleague left?"),
        lead=f"{user.full_name} · {user.email}",
        consequences=[
            _("All roles of the colleague in your unit end."),
            _("Every device of the colleague is signed out at once."),
            _("Without a role in another unit the colleague can no longer sign in."),
            _("What the colleague did stays in the histories, under the own name."),
        ],
        submit=_("End all roles"),
        said=_("The colleague has left; every device is signed out."),
        crumb=_("A colleague leaves"),
    )


@require_http_methods(["GET", "POST"])
def end_membership(request, pk):
    """A colleague leaves a role."""
    membership = _own_membership(request, pk)
    if not rules.may_manage_members(request.user, membership.organisation):
        raise Http404
    is_own = membership.user_id == request.user.pk
    own = [_("This is your own role: you will no longer look after the members.")]
    return _take_away(
        request,
        membership,
        partial(use_cases.end_membership, membership=membership),
        title=_("End this role?"),
        lead=f"{membership.user.full_name} · {membership.get_role_display()}",
        consequences=[
            _("From this moment on the pages of this role are closed to the colleague."),
            _("What the colleague did stays in the histories, under the own name."),
            *(own if is_own else ()),
        ],
        submit=_("End the role"),
        said=_("The role has ended."),
        crumb=_("End a role"),
        landing="workspace:desk" if is_own else "workspace:members:list",
    )


def _take_away(
    request, membership, use_case, *, said, crumb, landing="workspace:members:list", **page
):
    """Ask once more, saying what will happen; then the use case, and the page of ``landing``."""
    form = NothingToAsk(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_case)
        if form.is_done:
            messages.success(request, said)
            return redirect(landing)
    return form_page(
        request,
        form,
        kicker=str(membership.organisation),
        danger=True,
        back=reverse("workspace:members:list"),
        crumbs=[members_crumb(), (crumb, "")],
        **page,
    )
