import re
import subprocess
import sys

import pytest
from django.conf import settings

PIN = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.MULTILINE)


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, settings.BASE / "run", *arguments],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", **environment},
    )


def pins(name):
    return dict(PIN.findall((settings.BASE / "requirements" / f"{name}.txt").read_text()))


def test_without_a_command_it_explains_itself():
    done = run()

    assert done.returncode == 0
    assert "./run demo" in done.stdout
    assert "./run test" in done.stdout


def test_an_unknown_command_is_named():
    done = run("dmeo")

    assert done.returncode != 0
    assert "'dmeo'" in done.stderr


def test_a_folder_that_cannot_be_made_is_explained(tmp_path):
    (tmp_path / "file").write_text("")

    done = run("demo", NHIPCAU_VAR=str(tmp_path / "file" / "var"))

    assert done.returncode != 0
    assert "What failed:" in done.stderr
    assert "What to do:" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_tests_run_on_what_the_service_runs_on():
    assert pins("base").items() <= pins("test").items()


@pytest.mark.parametrize("name", ["base", "test", "tool"])
def test_every_package_is_pinned_with_hashes_and_names_no_address(name):
    text = (settings.BASE / "requirements" / f"{name}.txt").read_text()
    packages = re.split(r"\n(?=\S)", text.strip())

    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in text
