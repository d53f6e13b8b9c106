"""Contacts and branches of an employer, and the link of its desk."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nhipcau.employers import rules, use_cases
from nhipcau.employers.models import Branch, EmployerContact
from nhipcau.web.employers.forms import BranchForm, ContactForm, contact_of
from nhipcau.web.workspace.employers import employer_crumbs, visible_employer
from nhipcau.web.workspace.sending import form_page, press, send, sent


def _back(employer):
    return reverse("workspace:employers:detail", args=[employer.pk])


def _kept_contact(request, pk):
    contacts = EmployerContact.objects.visible_to(request.user).active()
    contact = get_object_or_404(contacts.select_related("employer__centre"), pk=pk)
    if not rules.may_keep(request.user, contact.employer):
        raise Http404
    return contact


@require_http_methods(["GET", "POST"])
def add_contact(request, pk):
    employer = visible_employer(request, pk, may=rules.may_keep)
    form = ContactForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.add_contact, employer=employer, contact=form.details())
        if form.is_done:
            messages.success(request, _("The contact is kept."))
            return redirect(_back(employer))
    return form_page(
        request,
        form,
        title=_("Add a contact"),
        kicker=employer.name,
        submit=_("Keep"),
        back=_back(employer),
        crumbs=employer_crumbs(employer, _("Add a contact")),
    )


@require_http_methods(["GET", "POST"])
def change_contact(request, pk):
    contact = _kept_contact(request, pk)
    employer = contact.employer
    form = ContactForm(sent(request), initial=contact_of(contact))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.change_contact, contact=contact, details=form.details())
        if form.is_done:
            messages.success(request, _("The contact is kept."))
            return redirect(_back(employer))
    return form_page(
        request,
        form,
        title=_("Change a contact"),
        kicker=employer.name,
        consequences=[_("A new e-mail address ends a desk that was opened with the old one.")],
        submit=_("Keep"),
        back=_back(employer),
        crumbs=employer_crumbs(employer, _("Change a contact")),
    )


@require_POST
def end_contact(request, pk):
    contact = _kept_contact(request, pk)
    press(request, use_cases.end_contact, contact=contact, said=_("The contact is ended."))
    return redirect(_back(contact.employer))


@require_POST
def send_link(request, pk):
    contact = _kept_contact(request, pk)
    said = _("A link is on its way to this contact. It works once, for half an hour.")
    press(request, use_cases.send_desk_link, contact=contact, said=said)
    return redirect(_back(contact.employer))


@require_POST
def end_desks(request, pk):
    employer = visible_employer(request, pk, may=rules.may_keep)
    press(
        request,
        use_cases.end_desks,
        employer=employer,
        said=_("Its desk is closed everywhere, and no link on its way works any more."),
    )
    return redirect(_back(employer))


@require_http_methods(["GET", "POST"])
def add_branch(request, pk):
    employer = visible_employer(request, pk, may=rules.may_keep)
    form = BranchForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.add_branch, employer=employer, branch=form.details())
        if form.is_done:
            messages.success(request, _("The branch is kept."))
            return redirect(_back(employer))
    return form_page(
        request,
        form,
        title=_("Add a branch"),
        kicker=employer.name,
        submit=_("Keep"),
        back=_back(employer),
        crumbs=employer_crumbs(employer, _("Add a branch")),
    )


@require_POST
def end_branch(request, pk):
    branches = Branch.objects.visible_to(request.user).active()
    branch = get_object_or_404(branches.select_related("employer__centre"), pk=pk)
    if not rules.may_keep(request.user, branch.employer):
        raise Http404
    press(request, use_cases.end_branch, branch=branch, said=_("The branch is ended."))
    return redirect(_back(branch.employer))
