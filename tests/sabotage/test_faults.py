"""An assertion that never failed is not counted: each fault, alone, must turn its tests red."""

import os
import queue
import shutil
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings

from tests import today

ROOT = Path(__file__).parents[2]
PARTS = (
    "src",
    "config",
    "tests",
    "provinces",
    "national",
    "privacy",
    "locale",
    "docs",
    "requirements",
)
FILES = ("pyproject.toml", "manage.py", "run", "README.md")
FAULTS = [
    fault
    for told in sorted(Path(__file__).parent.glob("*.toml"))
    for fault in tomllib.loads(told.read_text(encoding="utf-8"))["fault"]
]
CHOSEN = today.part(FAULTS, today.FAULTS)
TESTS_FAILED = 1
# Where the tests themselves run side by side, the other processors have their work already.
AT_ONCE = 1 if os.environ.get("PYTEST_XDIST_WORKER") else 2

pytestmark = pytest.mark.sabotage


def copy_of_product(target):
    """The product without its environment, to put a fault into."""
    leave = shutil.ignore_patterns("__pycache__", ".var", "journeys")
    for part in PARTS:
        if (ROOT / part).exists():
            shutil.copytree(ROOT / part, target / part, ignore=leave)
    for name in FILES:
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, target / name)
    return target


def run_tests(product, chosen):
    environment = {
        **os.environ,
        "NHIPCAU_VAR": str(settings.VAR),
        "PYTHONPATH": f"{product / 'src'}{os.pathsep}{product}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "NHIPCAU_SABOTAGE": "1",
        "NHIPCAU_TODAY": "all",
    }
    environment.pop("PYTEST_ADDOPTS", None)
    command = [sys.executable, "-m", "pytest", "-q", "-x", "--tb=no"]
    quietly = ["-p", "no:randomly", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*command, *quietly, chosen],
        cwd=product,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def what_stayed_green(fault, product):
    """Why the fault counts as not caught; empty when every named test turned red."""
    file = product / fault["file"]
    sound = file.read_text(encoding="utf-8")
    if sound.count(fault["find"]) != 1:
        return "the text of this fault is not there exactly once"
    file.write_text(sound.replace(fault["find"], fault["put"]), encoding="utf-8")
    try:
        for chosen in fault["caught_by"]:
            ended = run_tests(product, chosen)
            if ended.returncode != TESTS_FAILED:
                told = f"{ended.stdout[-1500:]}\n{ended.stderr[-500:]}"
                return f"{chosen} stayed green or broke ({ended.returncode})\n{told}"
    finally:
        file.write_text(sound, encoding="utf-8")
    return ""


@pytest.fixture(scope="session")
def verdicts(request, tmp_path_factory):
    """What became of every fault chosen for this run; two at a time, each in its own copy."""
    chosen = [
        item.callspec.params["fault"]
        for item in request.session.items
        if getattr(item, "originalname", "") == "test_the_fault_is_caught"
    ]
    copies = queue.SimpleQueue()
    for number in range(AT_ONCE):
        copies.put(copy_of_product(tmp_path_factory.mktemp("sabotage") / f"product-{number}"))

    def judge(fault):
        product = copies.get()
        try:
            return fault["name"], what_stayed_green(fault, product)
        finally:
            copies.put(product)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(pool.map(judge, chosen))


@pytest.mark.parametrize("fault", CHOSEN, ids=[fault["name"] for fault in CHOSEN])
def test_the_fault_is_caught(fault, verdicts):
    assert verdicts[fault["name"]] == ""


def test_there_are_enough_faults_and_no_name_twice():
    assert len({fault["name"] for fault in FAULTS}) == len(FAULTS) >= 60


@pytest.mark.parametrize("fault", FAULTS, ids=[fault["name"] for fault in FAULTS])
def test_the_text_of_every_fault_is_there_once(fault):
    """Cheap enough for every day: a fault that cannot be put in any more is found at once."""
    sound = (ROOT / fault["file"]).read_text(encoding="utf-8")
    assert sound.count(fault["find"]) == 1
    assert fault["put"] != fault["find"]
