"""For the tests. pytest-django reads settings before any conftest, so the server starts here."""

import atexit
import os
import shutil

from nhipcau.ops import provisioning
from nhipcau.ops.embedded_postgres import first_free
from nhipcau.ops.local_cluster import create_database

from .base import *  # noqa: F403
from .base import VAR, database, database_from_url

SECRET_KEY = "only-for-tests-" + "x" * 40
TICKET_SECRETS = [SECRET_KEY]
ALLOWED_HOSTS = ["localhost", "testserver", "127.0.0.1"]
DEMO = False

EMBEDDED_DATABASE = not os.environ.get("DATABASE_URL")
if EMBEDDED_DATABASE:
    _server = first_free(VAR / "test", durable=False)
    _server.start(on_new_cluster=lambda: create_database(_server, owner_may_create_databases=True))
    atexit.register(_server.release)
    atexit.register(_server.stop)
    DATABASES = {
        "default": database(
            NAME="nhipcau",
            USER=provisioning.OWNER,
            HOST=str(_server.socket_folder),
            CONN_MAX_AGE=0,
        )
    }
else:
    DATABASES = {"default": {**database_from_url(), "CONN_MAX_AGE": 0}}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = VAR / "test" / "static"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SMS_BACKEND = "nhipcau.shared.sms.MemorySms"

# What one test loads, the next must not see.
REFERENCE_SECONDS = 0
MESSAGES_BY_MAIL = True
SITE_URL = "https://nhipcau.example.vn"

# Two runs side by side have people of the same number, and keys of their own.
KEYS_FOLDER = VAR / "test" / "keys" / str(os.getpid())
KEYS_MADE_AT_FIRST_USE = True
atexit.register(shutil.rmtree, KEYS_FOLDER, ignore_errors=True)
