import secrets

from allauth.mfa.webauthn.forms import (
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
    SignupWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _


def new_request_token():
    return secrets.token_urlsafe(32)


class PhoneForm(forms.Form):
    phone = forms.CharField(
        label=_("Your mobile number"),
        help_text=_("The one you gave when you registered, for example 0912 345 678."),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "type": "tel"}),
        error_messages={"required": _("Please write your mobile number.")},
    )
    request_token = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The six digits from the message"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": 8}
        ),
        error_messages={"required": _("Please write the six digits.")},
    )


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("vi", "Tiếng Việt"), ("en", "English")],
        widget=forms.RadioSelect,
    )


class CarefulCredential:
    """What a browser sends as a passkey may be any text: a wrong form is a wrong passkey."""

    def _checked(self, check):
        try:
            return check()
        except (AttributeError, KeyError, TypeError, ValueError, forms.ValidationError) as refused:
            raise forms.ValidationError(
                _("The passkey was not accepted. Please try again.")
            ) from refused


class AddPasskeyForm(CarefulCredential, SignupWebAuthnForm):
    """A passkey that signs in alone: the device asks for finger, face or PIN."""

    name = forms.CharField(
        label=_("Name of this passkey"),
        help_text=_("So that you know it again, for example: office computer."),
        max_length=60,
        required=False,
    )

    def clean(self):
        self.cleaned_data["passwordless"] = True
        return self._checked(super().clean)


class SignInPasskeyForm(CarefulCredential, LoginWebAuthnForm):
    def clean_credential(self):
        return self._checked(super().clean_credential)


class SecondStepPasskeyForm(CarefulCredential, AuthenticateWebAuthnForm):
    def clean_credential(self):
        return self._checked(super().clean_credential)


class ConfirmPasskeyForm(CarefulCredential, ReauthenticateWebAuthnForm):
    def clean_credential(self):
        return self._checked(super().clean_credential)
