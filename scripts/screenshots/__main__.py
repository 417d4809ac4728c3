"""Makes the pictures in `docs/images` anew: `make screenshots`."""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from connectors.settings import ROOT
from scripts.screenshots import visitors
from scripts.screenshots.desk import Pictured, build
from scripts.screenshots.shots import BEFORE_SIGNING_IN, CONSOLE, Shot
from tests.browser.chromium import running_chromium
from tests.browser.conftest import Served

IMAGES = ROOT / "docs" / "images"
WIDTH = 1100
COLOURS = 64
"""Enough for pages like ours, and a third of the bytes of true colour."""


def main(folder: Path = IMAGES) -> None:
    """Take every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        pictured = build(Path(data))
        # The browser ends first: the server waits for whoever is still connected.
        with Served(pictured.app) as served, running_chromium() as browser:
            address = f"http://127.0.0.1:{served.port}"
            take_console(browser, f"{address}/console", pictured, folder)
            visitors.take(
                browser, address, pictured, lambda name, part: keep(folder, name, part.screenshot())
            )
        pictured.database.close()


def take_console(browser: Browser, address: str, pictured: Pictured, folder: Path) -> None:
    """Take the pages of the console, as its admin sees them."""
    page = browser.new_context(viewport={"width": WIDTH, "height": 600}).new_page()
    for shot in BEFORE_SIGNING_IN:
        take(page, address, shot, pictured, folder)
    page.goto(f"{address}/sign-in")
    page.get_by_label("E-mail").fill("nadia@helpdesk.example.org")
    page.get_by_label("Password").fill(pictured.password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Queue").wait_for()
    for shot in CONSOLE:
        take(page, address, shot, pictured, folder)


def take(page: Page, address: str, shot: Shot, pictured: Pictured, folder: Path) -> None:
    """Take one picture."""
    page.goto(address + shot.path.format(**pictured.names))
    shot.do(page)
    tall = min(shot.tall, page.evaluate("document.documentElement.scrollHeight"))
    clip = {"x": 0, "y": 0, "width": WIDTH, "height": tall}
    keep(folder, shot.name, page.screenshot(full_page=True, clip=clip))


def keep(folder: Path, name: str, picture: bytes) -> None:
    """Write a picture with few colours, so that it stays small."""
    image = Image.open(BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(folder / f"{name}.png", optimize=True)
    print(f"{name}.png, {(folder / f'{name}.png').stat().st_size // 1000} kB")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
