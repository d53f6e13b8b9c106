"""For work on the code: `./run manage ...`. The demonstration's database, as its owner."""

import os

from nhipcau.ops import provisioning
from nhipcau.ops.embedded_postgres import Server

from .base import *  # noqa: F403
from .base import DEMO_POSTGRES, STORAGES, VAR, database, database_from_url
from .local_secret import local_secret

DEBUG = True
DEMO = True
SECRET_KEY = local_secret(VAR / "demo")
TICKET_SECRETS = [SECRET_KEY]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

DATABASES = {
    "default": database_from_url()
    if os.environ.get("DATABASE_URL")
    else database(
        NAME="nhipcau",
        USER=provisioning.OWNER,
        HOST=str(Server(DEMO_POSTGRES).socket_folder),
    )
}

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SMS_BACKEND = "nhipcau.shared.sms.LocalFileSms"
SMS_LOCAL_FILE = VAR / "demo" / "sms.txt"

KEYS_FOLDER = VAR / "demo" / "keys"
KEYS_MADE_AT_FIRST_USE = True
