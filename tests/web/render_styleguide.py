"""Draw every layout and component with sample data, to look at.

    PYTHONPATH=src:. python tests/web/render_styleguide.py FOLDER

writes one HTML file a page and a copy of the static files; serve the folder with
``python -m http.server`` and open it. Needs no database.
"""

import datetime as dt
import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PAGES = ("public", "event", "form", "workspace", "figures", "plain")


def configure():
    from django.conf import settings  # noqa: PLC0415

    settings.configure(
        INSTALLED_APPS=[],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [HERE, ROOT / "src/nhipcau/web/templates"],
                "OPTIONS": {
                    "libraries": {
                        "components": "nhipcau.web.templatetags.components",
                        "formats": "nhipcau.web.templatetags.formats",
                    }
                },
            }
        ],
        LANGUAGE_CODE=os.environ.get("STYLEGUIDE_LANGUAGE", "vi"),
        LOCALE_PATHS=[ROOT / "locale" / "design"],
        STATIC_URL="/static/",
        TIME_ZONE="Asia/Ho_Chi_Minh",
        USE_TZ=True,
        SECRET_KEY="styleguide",
        ROOT_URLCONF="tests.web.styleguide_urls",
    )
    import django  # noqa: PLC0415

    django.setup()


def context():
    from django.core.paginator import Paginator  # noqa: PLC0415
    from django.test import RequestFactory  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from tests.web import sample_parts  # noqa: PLC0415

    now = timezone.localtime().replace(hour=8, minute=0, second=0, microsecond=0)
    later = now + dt.timedelta(days=19)
    return {
        "request": RequestFactory().get("/lich/?loai=2"),
        "DEMO": True,
        "user": SimpleNamespace(is_authenticated=False),
        "starts": later,
        "ends": later + dt.timedelta(hours=3, minutes=30),
        "soon": now + dt.timedelta(days=1),
        "soon_ends": now + dt.timedelta(days=1, hours=2),
        "past": now - dt.timedelta(days=40),
        "page": Paginator(range(95), 10).page(3),
        **sample_parts.everything(now),
    }


def render(target):
    from django.template.loader import render_to_string  # noqa: PLC0415
    from django.utils.translation import activate  # noqa: PLC0415

    activate(os.environ.get("STYLEGUIDE_LANGUAGE", "vi"))
    target.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "src/nhipcau/web/static", target / "static", dirs_exist_ok=True)
    values = context()
    for page in PAGES:
        if page == "workspace":
            values = {**values, "user": sample_user()}
        (target / f"{page}.html").write_text(render_to_string(f"styleguide/{page}.html", values))


def sample_user():
    from tests.web.sample_parts import Person  # noqa: PLC0415

    return Person("Hoàng Thị Mẫu")


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    configure()
    render(Path(sys.argv[1]))
