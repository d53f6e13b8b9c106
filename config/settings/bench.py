"""For `./run bench`: real settings on a database of its own, filled with invented people."""

from nhipcau.ops import provisioning
from nhipcau.ops.embedded_postgres import Server

from .base import *  # noqa: F403
from .base import VAR, database

SECRET_KEY = "only-for-measuring-" + "x" * 40
TICKET_SECRETS = [SECRET_KEY]
ALLOWED_HOSTS = ["testserver", "127.0.0.1"]

BENCH_POSTGRES = VAR / "bench" / "postgres"
DATABASES = {
    "default": database(
        NAME="nhipcau",
        USER=provisioning.OWNER,
        HOST=str(Server(BENCH_POSTGRES).socket_folder),
    )
}
STATIC_ROOT = VAR / "bench" / "static"
MEDIA_ROOT = VAR / "bench" / "media"
