"""What people type about an employer, brought into one form or refused with what to do."""

import re
import unicodedata

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from nhipcau.shared.errors import InvalidValue

# Anybody may have an address or a page there: that two employers do says nothing.
PUBLIC_DOMAINS = frozenset(
    {
        *("gmail.com", "googlemail.com", "google.com", "yahoo.com", "yahoo.com.vn", "ymail.com"),
        *("outlook.com", "outlook.com.vn", "hotmail.com", "live.com", "msn.com", "icloud.com"),
        *("me.com", "mac.com", "aol.com", "proton.me", "protonmail.com", "zoho.com", "mail.com"),
        *("mail.ru", "yandex.com", "qq.com", "163.com", "126.com", "naver.com", "gmx.com"),
        *("vnn.vn", "fpt.vn", "hn.vnn.vn", "facebook.com", "fb.com", "zalo.me", "youtube.com"),
        *("tiktok.com", "blogspot.com", "wordpress.com", "weebly.com", "wixsite.com", "bit.ly"),
        *("shopee.vn", "lazada.vn", "github.io", "business.site", "linkedin.com"),
    }
)
SECOND_LEVEL = frozenset({"com", "net", "org", "gov", "edu", "biz", "info", "co", "ac", "name"})
_HOST = re.compile(r"^(?=.{4,120}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}$")


def clean_line(typed: str, *, longest: int, field: str, missing: str = "") -> str:
    """One line in NFC with single spaces. ``missing``: what to say when it is empty."""
    text = " ".join(unicodedata.normalize("NFC", typed).split())
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text):
        raise InvalidValue(
            _("There are signs here that cannot be read. Please type it again by hand."),
            field=field,
        )
    if len(text) > longest:
        raise InvalidValue(
            _("This has %(length)d characters; at most %(most)d fit. Please shorten it.")
            % {"length": len(text), "most": longest},
            field=field,
        )
    if missing and not any(sign.isalnum() for sign in text):
        raise InvalidValue(missing, field=field)
    return text


def clean_phone(typed: str, *, field: str = "phone") -> str:
    """A Vietnamese number in E.164, fixed line or mobile; empty stays empty.

    Raises:
        InvalidValue: no Vietnamese number can be read.
    """
    if not typed.strip():
        return ""
    try:
        number = phonenumbers.parse(typed.strip(), "VN")
    except phonenumbers.NumberParseException:
        number = None
    if (
        number is None
        or number.country_code != 84
        or any(sign.isalpha() for sign in typed)
        or not phonenumbers.is_valid_number(number)
    ):
        raise InvalidValue(
            _(
                "This is not a Vietnamese phone number. Please write it with the area code, for"
                " example %(example)s."
            )
            % {"example": "0205 3812 345"},
            field=field,
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def clean_email(typed: str, *, field: str = "email") -> str:
    """An address in small letters; empty stays empty."""
    email = typed.strip().lower()
    if not email:
        return ""
    try:
        validate_email(email)
    except ValidationError:
        email = ""
    if not email or len(email) > 254:
        raise InvalidValue(
            _("Please write the whole e-mail address, for example %(example)s.")
            % {"example": "tuyendung@congty.vn"},
            field=field,
        )
    return email


def clean_website(typed: str, *, field: str = "website") -> str:
    """Host and path without the scheme; empty stays empty."""
    text = typed.strip().lower().removeprefix("https://").removeprefix("http://")
    text = text.rstrip("/")
    if not text:
        return ""
    host = text.split("/")[0].split(":")[0]
    if not _HOST.match(host) or len(text) > 120 or any(sign in text for sign in " <>\"'"):
        raise InvalidValue(
            _("This is not an address of a website. For example: %(example)s.")
            % {"example": "congty.vn"},
            field=field,
        )
    return text


def clean_account(typed: str, *, field: str = "bank_account") -> str:
    """The number of a bank account, without spaces and hyphens; empty stays empty."""
    account = "".join(sign for sign in typed.upper() if sign not in " .-")
    if not account:
        return ""
    is_plain = account.isascii() and account.isalnum() and any(one.isdigit() for one in account)
    if not is_plain or not 6 <= len(account) <= 24:
        raise InvalidValue(
            _("An account number has 6 to 24 digits or letters. Please check it."), field=field
        )
    return account


def evidence_domains(*told: str) -> list[str]:
    """The domains of mail addresses and websites that belong to somebody."""
    found = {
        _registered(one.rpartition("@")[2].split("/")[0].split(":")[0]) for one in told if one
    }
    return sorted(found - PUBLIC_DOMAINS - {""})


def _registered(host: str) -> str:
    """``mail.congty.com.vn`` → ``congty.com.vn``."""
    parts = host.split(".")
    if host in PUBLIC_DOMAINS:
        return host
    kept = 3 if len(parts) > 2 and parts[-2] in SECOND_LEVEL else 2
    return ".".join(parts[-kept:])
