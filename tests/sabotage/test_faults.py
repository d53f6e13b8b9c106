"""An assertion that never failed is not counted: each fault, alone, must turn its tests red."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).parents[2]
PARTS = ("src", "config", "tests", "provinces", "privacy", "locale", "docs", "requirements")
FILES = ("pyproject.toml", "manage.py", "run", "README.md")
FAULTS = tomllib.loads((Path(__file__).parent / "faults.toml").read_text())["fault"]
TESTS_FAILED = 1

pytestmark = pytest.mark.sabotage


@pytest.fixture(scope="session")
def product(tmp_path_factory):
    """A copy of the product, without the environment, that the faults are put into."""
    copy = tmp_path_factory.mktemp("sabotage") / "product"
    leave = shutil.ignore_patterns("__pycache__", ".var")
    for part in PARTS:
        if (ROOT / part).exists():
            shutil.copytree(ROOT / part, copy / part, ignore=leave)
    for name in FILES:
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, copy / name)
    return copy


def run_tests(product, chosen):
    environment = {
        **os.environ,
        "NHIPCAU_VAR": str(settings.VAR),
        "PYTHONPATH": f"{product / 'src'}{os.pathsep}{product}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    environment.pop("PYTEST_ADDOPTS", None)
    command = [sys.executable, "-m", "pytest", "-q", "-x", "--tb=no"]
    quietly = ["-p", "no:randomly", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*command, *quietly, *chosen],
        cwd=product,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize("fault", FAULTS, ids=[fault["name"] for fault in FAULTS])
def test_the_fault_is_caught(fault, product):
    file = product / fault["file"]
    sound = file.read_text(encoding="utf-8")
    assert sound.count(fault["find"]) == 1, "the text of this fault is not there exactly once"

    file.write_text(sound.replace(fault["find"], fault["put"]), encoding="utf-8")
    try:
        for chosen in fault["caught_by"]:
            ended = run_tests(product, [chosen])
            assert ended.returncode == TESTS_FAILED, (
                f"{chosen} stayed green or broke\n{ended.stdout[-1500:]}\n{ended.stderr[-500:]}"
            )
    finally:
        file.write_text(sound, encoding="utf-8")


def test_there_are_enough_faults_and_no_name_twice():
    assert len({fault["name"] for fault in FAULTS}) == len(FAULTS) >= 15
