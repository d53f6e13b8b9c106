"""For `./run bench`: real settings on a database of its own, filled with invented people."""

import os

from nhipcau.ops import provisioning
from nhipcau.ops.embedded_postgres import Server

from .base import *  # noqa: F403
from .base import VAR, database

SECRET_KEY = "only-for-measuring-" + "x" * 40
TICKET_SECRETS = [SECRET_KEY]
ALLOWED_HOSTS = ["testserver", "127.0.0.1"]

# The measured server runs beside the measuring program, on the same database, as the plain role.
BENCH_POSTGRES = VAR / "bench" / os.environ.get("NHIPCAU_BENCH_DATABASE", "postgres")
DATABASES = {
    "default": database(
        NAME="nhipcau",
        USER=os.environ.get("NHIPCAU_BENCH_ROLE", provisioning.OWNER),
        HOST=str(Server(BENCH_POSTGRES).socket_folder),
    )
}
STATIC_ROOT = VAR / "bench" / "static"
MEDIA_ROOT = VAR / "bench" / "media"

KEYS_FOLDER = BENCH_POSTGRES.parent / "keys"
KEYS_MADE_AT_FIRST_USE = True
