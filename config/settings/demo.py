"""The demonstration on one's own computer: real settings, plain http, invented people."""

import os

from nhipcau.ops import provisioning
from nhipcau.ops.embedded_postgres import Server

from .base import *  # noqa: F403
from .base import DEMO_POSTGRES, VAR, database, database_from_url
from .local_secret import local_secret

DEMO = True
SECRET_KEY = local_secret(VAR / "demo")
TICKET_SECRETS = [SECRET_KEY]

# `./run demo --host ADDRESS` opens the demonstration to a local network, under any name.
DEMO_HOST = os.environ.get("NHIPCAU_DEMO_HOST", "")
ALLOWED_HOSTS = ["*"] if DEMO_HOST else ["localhost", ".localhost", "127.0.0.1", "[::1]"]

EMBEDDED_DATABASE = not os.environ.get("DATABASE_URL")
DATABASES = {
    "default": database(
        NAME="nhipcau",
        USER=provisioning.APP,
        HOST=str(Server(DEMO_POSTGRES).socket_folder),
    )
    if EMBEDDED_DATABASE
    else database_from_url()
}

STATIC_ROOT = VAR / "demo" / "static"
MEDIA_ROOT = VAR / "demo" / "media"
SMS_BACKEND = "nhipcau.shared.sms.LocalFileSms"
SMS_LOCAL_FILE = VAR / "demo" / "sms.txt"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "demo" / "mail"
MESSAGES_BY_MAIL = True

KEYS_FOLDER = VAR / "demo" / "keys"
KEYS_MADE_AT_FIRST_USE = True
