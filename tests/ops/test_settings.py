import importlib
import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

REAL = {
    "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    "SECRET_KEY": "0123456789abcdef" * 4,
    "ALLOWED_HOSTS": "nhipcau.example.vn",
    "DATABASE_URL": "postgres://site@db.example.vn/nhipcau",
}


def in_production(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{settings.BASE / 'src'}{os.pathsep}{settings.BASE}",
            **environment,
        },
    )


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_a_real_installation_does_not_start_without(missing):
    environment = {key: value for key, value in REAL.items() if key != missing}

    done = in_production("from django.conf import settings; settings.DEBUG", **environment)

    assert done.returncode != 0
    assert missing in done.stderr


def test_a_real_installation_passes_django_s_own_deployment_checks():
    done = in_production(
        "import django; django.setup(); from django.core.management import call_command;"
        "call_command('check', deploy=True, fail_level='WARNING')",
        **REAL,
    )

    assert done.returncode == 0, done.stderr


def test_cookies_of_a_real_installation_are_bound_to_its_host():
    code = (
        "import json; from django.conf import settings as s\n"
        "print(json.dumps([[getattr(s, f'{c}_COOKIE_{p}')"
        " for p in ('NAME', 'SECURE', 'HTTPONLY', 'SAMESITE', 'PATH', 'DOMAIN')]"
        " for c in ('SESSION', 'CSRF', 'LANGUAGE')]))"
    )

    cookies = json.loads(in_production(code, **REAL).stdout)

    for name, *rest in cookies:
        assert name.startswith("__Host-")
        assert rest == [True, True, "Lax", "/", None]


def test_no_directive_of_the_content_policy_is_unsafe():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    sources = {str(source) for values in directives.values() for source in values}

    assert not [source for source in sources if "unsafe" in source or "*" in source]
    for closed in ("default-src", "object-src", "base-uri", "frame-ancestors"):
        assert directives[closed] == ["'none'"]


def test_only_the_demonstration_is_one():
    base = importlib.import_module("config.settings.base")

    assert base.DEMO is False
    assert base.DEBUG is False


def test_the_secret_of_the_demonstration_is_made_once_and_private(tmp_path):
    local = importlib.import_module("config.settings.local_secret")

    made = local.local_secret(tmp_path)

    assert len(made) >= 50
    assert local.local_secret(tmp_path) == made
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
