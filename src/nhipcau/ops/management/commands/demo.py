import contextlib
import signal
import time
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from nhipcau.ops import provisioning
from nhipcau.ops.catalogues import compile_stale
from nhipcau.ops.embedded_postgres import AlreadyRunning, Server, ServerFailed
from nhipcau.ops.job_worker import JobWorker
from nhipcau.ops.local_cluster import create_database
from nhipcau.ops.static_files import collect_when_changed
from nhipcau.ops.web_server import PortInUse, WebServer


class Stopped(BaseException):
    """Asked to end by Ctrl-C, by `kill`, or by a closed terminal."""


def ask_to_stop(*_signal):
    raise Stopped


class Command(BaseCommand):
    help = "Start the demonstration: database, sample data and web server, all in one folder."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--host", default="", help="address to listen on; without it, this computer alone"
        )
        parser.add_argument(
            "--reset", action="store_true", help="throw the demonstration's data away first"
        )

    def handle(self, *, port, host, reset, **options):
        if not settings.DEMO:
            raise CommandError("The demonstration runs with config.settings.demo: use ./run demo")
        for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            if not (sign == signal.SIGHUP and signal.getsignal(sign) == signal.SIG_IGN):  # nohup
                signal.signal(sign, ask_to_stop)
        self.started = time.monotonic()
        self.web = WebServer(port=port, host=host)
        self.jobs = JobWorker(site_url=self.web.url)
        self.database = Server(settings.DEMO_POSTGRES) if settings.EMBEDDED_DATABASE else None
        try:
            self.prepare(reset=reset)
            self.serve()
        except Stopped:
            self.stdout.write("\nStopping ...")
        except (ServerFailed, PortInUse, provisioning.TooOld) as error:
            raise CommandError(str(error)) from error
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        finally:
            self.stop()

    # Steps

    @contextlib.contextmanager
    def step(self, text):
        self.stdout.write(f"  {text} ", ending="")
        self.stdout.flush()
        started = time.monotonic()
        try:
            yield
        except BaseException:
            self.stdout.write("")
            raise
        self.stdout.write(f"{'.' * max(3, 46 - len(text))} {time.monotonic() - started:5.1f} s")

    def prepare(self, *, reset):
        self.stdout.write("Nhịp Cầu, demonstration. All people and figures are invented.\n\n")
        if self.database:
            self.hold(self.database)
        self.web.check_free()
        if reset:
            self.reset()
        if server := self.database:
            with self.step("Starting the database"):
                server.start(on_new_cluster=lambda: create_database(server))
        provisioning.check_version(connection)
        with self.step("Compiling the translations"):
            compile_stale(Path(settings.BASE) / "locale")
        self.migrate()
        self.load_sample()
        with self.step("Collecting styles and pictures"):
            collect_when_changed()

    def hold(self, server):
        try:
            server.hold()
        except AlreadyRunning as holder:
            address = self.address_file.read_text() if self.address_file.exists() else ""
            raise CommandError(
                f"The demonstration in this folder is already running (process {holder})"
                + (f": {address}" if address else ".")
                + "\nUse that one, or stop it first with Ctrl-C."
            ) from holder

    def reset(self):
        if not self.database:
            raise CommandError(
                "--reset only throws away the demonstration's own database. DATABASE_URL names "
                "another one: empty that one yourself."
            )
        with self.step("Throwing the old demonstration away, as --reset asks"):
            self.database.reset()

    def act_as(self, role):
        """The owner migrates; everything else has the rights of the site."""
        if self.database:
            connection.close()
            connection.settings_dict["USER"] = role

    def migrate(self):
        self.act_as(provisioning.OWNER)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            with self.step("Building the tables"):
                call_command("migrate", interactive=False, verbosity=0)
        with self.step("Giving the site its rights"), transaction.atomic():
            done = provisioning.provision(connection)
        for warning in done.warnings:
            self.stderr.write(f"  Note: {warning}")
        self.act_as(provisioning.APP)

    def load_sample(self):
        if "load_sample" not in get_commands():
            return
        if apps.get_model("programmes", "Programme")._default_manager.exists():
            # A newer version may count on figures that the province did not have before.
            call_command("load_province", str(settings.PROVINCE_DIR), stdout=Quiet())
            return
        # All or nothing: half a sample would be taken for a whole one at the next start.
        with self.step("Loading the sample year"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = 0")
                cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            call_command("load_sample", stdout=Quiet())

    # The running demonstration

    @property
    def address_file(self):
        return settings.DEMO_POSTGRES.parent / "address"

    def serve(self):
        with self.step("Starting the web server"):
            self.web.start()
            self.web.wait_until_ready()
        self.jobs.start()
        connection.close()
        self.address_file.write_text(self.web.url)
        self.stdout.write(
            f"\nReady after {time.monotonic() - self.started:.1f} s. "
            f"Open  {self.style.SUCCESS(self.web.url)}\n"
        )
        if self.web.host:
            self.stdout.write(
                "Everyone in this network can open the demonstration. Passkeys and the camera "
                "need http://localhost or https.\n"
            )
        if "print_sign_in_links" in get_commands():
            try:
                call_command("print_sign_in_links", base_url=self.web.url, stdout=self.stdout)
            except CommandError as error:
                self.stderr.write(f"No sign-in links: {error}")
            connection.close()
        self.stdout.write("\nCtrl-C stops the demonstration.")
        self.stdout.flush()
        while self.web.is_running():
            if self.database and not self.database.is_running():
                raise ServerFailed(f"The database ended unexpectedly; see {self.database.log}")
            if not self.jobs.is_running():
                raise PortInUse("The job worker ended unexpectedly; its messages are above.")
            time.sleep(0.5)
        raise CommandError("The web server ended unexpectedly.")

    def stop(self):
        for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(sign, signal.SIG_IGN)
        with contextlib.suppress(OperationalError):
            connection.close()
        self.jobs.stop()
        self.web.stop()
        if self.database and self.database.process:
            self.database.stop()
            self.address_file.unlink(missing_ok=True)


class Quiet:
    """Swallows a command's own progress lines."""

    def write(self, *_args, **_options):
        return None

    def flush(self):
        return None
