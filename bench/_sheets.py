"""Starts a demonstration of its own and takes its pictures. See ``sheets.py``."""

import argparse
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from html import escape
from pathlib import Path

import django
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import sync_playwright

WIDTHS = {360: 740, 768: 1024, 1280: 800}
THEMES = ("light", "dark")
LANGUAGES = ("vi", "en")
TALLEST = 3200
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main():
    parser = argparse.ArgumentParser(prog="./run bench sheets", description=__doc__)
    parser.add_argument("--only", default="", help="pages whose name holds this word")
    parser.add_argument("--quick", action="store_true", help="light and Vietnamese alone")
    asked = parser.parse_args()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    django.setup()
    with Demonstration() as url:
        folder = settings.VAR / "pictures"
        folder.mkdir(parents=True, exist_ok=True)
        take(url, folder, asked)


class Demonstration:
    """``manage.py demo`` in its own folder, on a free port; ends with this program."""

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        settings.VAR.mkdir(parents=True, exist_ok=True)
        self.log = settings.VAR / "demo.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, settings.BASE / "manage.py", "demo", "--port", str(port)],
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        while "Ready after" not in self.log.read_text():
            if self.process.poll() is not None:
                sys.exit(f"The demonstration did not start:\n{self.log.read_text()}")
            time.sleep(0.5)
        return f"http://localhost:{port}"

    def __exit__(self, *_problem):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=60)


def take(url, folder, asked):
    # These need Django's apps, and the tests' list of pages is the only one there is.
    from tests.journeys.archetypes import ARCHETYPES, cookie_of  # noqa: PLC0415

    chosen = [one for one in ARCHETYPES if asked.only in one.name]
    themes, languages = (("light",), ("vi",)) if asked.quick else (THEMES, LANGUAGES)
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        sys.exit("Pictures need chromium; install it, for example: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, chromium_sandbox=os.geteuid() != 0
        )
        for width, theme, language in itertools.product(WIDTHS, themes, languages):
            tiles = []
            for who in sorted({one.who for one in chosen}):
                context = browser.new_context(
                    base_url=url,
                    locale="vi-VN",
                    timezone_id="Asia/Ho_Chi_Minh",
                    viewport={"width": width, "height": WIDTHS[width]},
                    color_scheme=theme,
                    reduced_motion="reduce",
                )
                cookies = {"django_language": language, **cookie_of(who)}
                context.add_cookies(
                    [{"name": name, "value": value, "url": url} for name, value in cookies.items()]
                )
                page = context.new_page()
                for one in (one for one in chosen if one.who == who):
                    page.goto(reverse(one.address, kwargs=one.arguments()) + one.query)
                    one.then(page)
                    file = folder / f"{one.name}-{width}-{theme}-{language}.png"
                    # As tall as the page, so that what is fixed to the window stands at its end.
                    tall = page.evaluate("document.documentElement.scrollHeight")
                    page.set_viewport_size({"width": width, "height": min(tall, TALLEST)})
                    page.screenshot(path=file)
                    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
                    tiles.append((one, file))
                context.close()
            tiles.sort(key=lambda tile: chosen.index(tile[0]))
            sheet(browser, settings.VAR / f"sheet-{width}-{theme}-{language}.png", tiles, width)
        browser.close()


def sheet(browser, target: Path, tiles, width):
    """All pictures of one width side by side, each cut at the same height."""
    shown = {360: 240, 768: 340, 1280: 460}[width]
    figures = "".join(
        f'<figure><div><img src="{file.as_uri()}"></div>'
        f"<figcaption>{escape(one.name)}</figcaption></figure>"
        for one, file in tiles
    )
    page = browser.new_page(viewport={"width": 6 * (shown + 16) + 16, "height": 800})
    source = target.with_suffix(".html")
    tall = shown * 2 if width == 360 else shown * 3 // 2
    source.write_text(
        "<!doctype html><meta charset=utf-8><style>body{margin:8px;display:flex;flex-wrap:wrap;"
        f"background:#888;font:14px sans-serif}}figure{{margin:8px;width:{shown}px}}"
        f"div{{height:{tall}px;overflow:hidden;background:#666}}img{{display:block;width:100%}}"
        f"</style>{figures}"
    )
    page.goto(source.as_uri())
    page.screenshot(path=target, full_page=True)
    page.close()
    print(target, flush=True)
