"""What every installation has in common. The environment is read in this package alone."""

import os
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from nhipcau.ops import logs

env = environ.Env()

BASE = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("NHIPCAU_VAR") or BASE / ".var").absolute()
PROVINCE_DIR = BASE / "provinces" / "lang-son"
NATIONAL_DIR = BASE / "national"

DEBUG = False
DEMO = False
DEMO_POSTGRES = VAR / "demo" / "postgres"
EMBEDDED_DATABASE = False

# --- parts ---------------------------------------------------------------------------------------

INSTALLED_APPS = [
    # Ours first: our templates and static files win over those of the libraries.
    "nhipcau.shared",
    "nhipcau.accounts",
    "nhipcau.organisations",
    "nhipcau.people",
    "nhipcau.messaging",
    "nhipcau.programmes",
    "nhipcau.employers",
    "nhipcau.vacancies",
    "nhipcau.seekers",
    "nhipcau.events",
    "nhipcau.rosters",
    "nhipcau.gate",
    "nhipcau.appointments",
    "nhipcau.inventory",
    "nhipcau.matching",
    "nhipcau.counselling",
    "nhipcau.referrals",
    "nhipcau.placements",
    "nhipcau.schools",
    "nhipcau.soldiers",
    "nhipcau.fairs",
    "nhipcau.careerdays",
    "nhipcau.feedback",
    "nhipcau.assistance",
    "nhipcau.rights",
    "nhipcau.coordination",
    "nhipcau.concerns",
    "nhipcau.reporting",
    "nhipcau.ops",
    "nhipcau.web",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "procrastinate.contrib.django",
    # Its docs page would call another site; ours does not, and these files stay at hand.
    "ninja",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Outside everything that may answer, so that no answer goes without its headers.
    "csp.middleware.CSPMiddleware",
    "nhipcau.web.middleware.PrivateByDefaultMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # After the user is known: the account may say in which language.
    "nhipcau.web.language.VietnameseFirstMiddleware",
    "nhipcau.web.middleware.ClosedByDefaultMiddleware",
    "nhipcau.web.middleware.IdleStaffMiddleware",
    "nhipcau.web.account.middleware.SecondFactorMiddleware",
    "nhipcau.web.middleware.MembersOnlyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "nhipcau.web.middleware.ReadOnlyGetMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nhipcau.web.context.surroundings",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# --- database ------------------------------------------------------------------------------------

STATEMENT_TIMEOUT_MS = env.int("NHIPCAU_STATEMENT_TIMEOUT_MS", default=10_000)
LOCK_TIMEOUT_MS = env.int("NHIPCAU_LOCK_TIMEOUT_MS", default=5_000)
IDLE_IN_TRANSACTION_TIMEOUT_MS = 15_000


def database(**where):
    """One PostgreSQL connection with the limits that every page lives by."""
    return {
        "ENGINE": "nhipcau.shared.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {
            "options": (
                f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={LOCK_TIMEOUT_MS}"
                f" -c idle_in_transaction_session_timeout={IDLE_IN_TRANSACTION_TIMEOUT_MS}"
            ),
            "application_name": "nhipcau",
        },
        **where,
    }


def database_from_url(variable="DATABASE_URL"):
    given = env.db_url(variable, engine="nhipcau.shared.postgresql")
    options = given.pop("OPTIONS", {})
    made = database(**given)
    made["OPTIONS"].update(options)
    return made


# For how long a process may answer from memory what hardly ever changes: shared/keeping.py.
REFERENCE_SECONDS = env.int("REFERENCE_SECONDS", default=20)

# Budgets of sign-in and used one-time codes must hold across processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "nhipcau_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Who was erased, in numbers: on another disk than the database, and not part of its backups.
TOMBSTONES = Path(env.str("TOMBSTONES", default=str(VAR / "tombstones.jsonl")))

# --- language and time ---------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = sorted(path for path in (BASE / "locale").glob("*") if path.is_dir())
USE_I18N = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# --- signing in ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account:sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

_validators = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_validators}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_validators}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_validators}.CommonPasswordValidator"},
    {"NAME": f"{_validators}.NumericPasswordValidator"},
]

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "nhipcau.web.account.adapters.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
MFA_ADAPTER = "nhipcau.web.account.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Nhịp Cầu"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "add_webauthn": "nhipcau.web.account.forms.AddPasskeyForm",
    "login_webauthn": "nhipcau.web.account.forms.SignInPasskeyForm",
    "authenticate_webauthn": "nhipcau.web.account.forms.SecondStepPasskeyForm",
    "reauthenticate_webauthn": "nhipcau.web.account.forms.ConfirmPasskeyForm",
}

# What QR tickets are signed with. A new one is added at the end; the earlier stay for old tickets.
TICKET_SECRETS = env.list("TICKET_SECRETS", default=[])

# Keys of what is sealed: a folder that only the site may enter, backed up apart from the database.
# Not made by itself in a real installation: `manage.py make_keys` makes it, once.
KEYS_FOLDER = os.environ.get("NHIPCAU_KEYS") or VAR / "keys"
KEYS_MADE_AT_FIRST_USE = False

# How many proxies of our own stand before the site and write X-Forwarded-For.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
# The key of an employer's open desk: see nhipcau.web.employers.keys.
DESK_COOKIE_NAME = "desk"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# A dotted path of a class with `send(to, text)`: see nhipcau.shared.sms.
SMS_BACKEND = env.str("SMS_BACKEND", default="nhipcau.shared.sms.NoGateway")

# --- messages ------------------------------------------------------------------------------------

# How a phone is told, one after the other: see nhipcau.messaging.channels.
PHONE_CHANNELS = env.list(
    "PHONE_CHANNELS", default=["nhipcau.messaging.channels.text.TextMessage"]
)
SMS_URL = env.str("SMS_URL", default="")
SMS_SECRET = env.str("SMS_SECRET", default="")
SMS_BRAND = env.str("SMS_BRAND", default="NhipCau")
ZALO_URL = env.str("ZALO_URL", default="")
ZALO_SECRET = env.str("ZALO_SECRET", default="")
ZALO_TOKEN = env.str("ZALO_TOKEN", default="")
ZALO_TEMPLATE = env.str("ZALO_TEMPLATE", default="")
MAIL_CHANNEL = "nhipcau.messaging.channels.mail.Mail"
MESSAGES_BY_MAIL = bool(env.str("EMAIL_URL", default=""))
EMAIL_TIMEOUT = 15
# The site's own address, as it stands in messages; without a slash at the end.
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")

# --- what a browser is told ----------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# --- files ---------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR / "media"

# --- mail and logs -------------------------------------------------------------------------------

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="nhipcau@localhost")

LOGGING_CONFIG = "nhipcau.ops.logs.configure"
LOGGING = logs.settings(level=env.str("LOG_LEVEL", default="INFO"))
