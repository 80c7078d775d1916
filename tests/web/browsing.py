"""How does a test look at the pages as people do? The service on a free port, and a person's own desk in Chromium."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from officer_house import PASSWORD
from playwright.sync_api import Browser, Page, sync_playwright

from hotline.ports import Person

CHROMIUM = Path("/usr/bin/chromium")


@contextmanager
def a_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of the service on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def a_desk(browser: Browser, address: str, person: Person, *, at: str, scripts: bool = True, width: int = 1280) -> Page:
    """A person signed in, in a fresh browser, on the page `at`."""
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/sign-in?next={at}")
    page.fill("#login", person.login)
    page.fill("#password", PASSWORD)
    page.click("#sign-in button")
    page.wait_for_selector(".top")
    return page
