"""What does the whole product need? The real service, dialogue engine and worker, a browser, and WeChat's double."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from hotline.settings import Settings, read_settings
from hotline.supervisor import Part, engine, parts
from integrations.rasa.engine import Engine
from integrations.wechat import simulator
from integrations.wechat.account import Account
from integrations.wechat.double import Platform, serving

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")
ACCOUNT = Account(app_id="wxtest0000000001", token="spring2026", encoding_aes_key="k" * 43, secret="s3cret")
OPENID = "oCitizenOfZengdu01"


def wait_until(true: Callable[[], object], what: str, seconds: float = 60) -> None:
    """Returns as soon as `true()` is; fails with the sentence when it never is."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.2)
    pytest.fail(f"没有等到：{what}")


class Product:
    """The three processes, each started and killed by name; logs stay in the data folder."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._parts = {part.name: part for part in parts(settings)}
        self._running: dict[str, subprocess.Popen] = {}

    def start(self, name: str) -> None:
        part: Part = self._parts[name]
        log = (self.settings.data / f"{name}.log").open("a")
        self._running[name] = subprocess.Popen(
            part.command, env=dict(part.environment), cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )

    def kill(self, name: str) -> None:
        """As a power cut would: no chance to tidy up."""
        process = self._running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for process in self._running.values():
            os.killpg(process.pid, signal.SIGTERM)
        for process in self._running.values():
            process.wait(timeout=20)

    def answers(self, url: str) -> bool:
        try:
            return httpx.get(url, timeout=2, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False


class Citizen:
    """Somebody who writes to the official account and reads what comes back."""

    def __init__(self, product: Product, platform: Platform) -> None:
        self._product = product
        self._platform = platform

    def says(self, text: str, message_id: str | None = None) -> str:
        """The passive reply, or, when it came too late for one, what was pushed instead."""
        before = len(self.pushed)
        url = f"{self._product.settings.service_url}/wechat"
        said = simulator.say(url, text, OPENID, ACCOUNT, now=datetime.now(UTC), message_id=message_id)
        if not said:
            wait_until(lambda: len(self.pushed) > before, f"对“{text}”的回复", seconds=30)
            return "\n".join(self.pushed[before:])
        return said

    @property
    def pushed(self) -> list[str]:
        """Notices and late replies, as customer-service messages."""
        return self._platform.texts_for(OPENID)

    def was_told(self, words: str) -> bool:
        return any(words in text for text in self.pushed)


@pytest.fixture(scope="module")
def platform() -> Iterator[tuple[Platform, str]]:
    double = Platform(ACCOUNT)
    with serving(double) as address:
        yield double, address


@pytest.fixture(scope="module")
def product(platform: tuple[Platform, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    data = tmp_path_factory.mktemp("hotline")
    settings = read_settings(_environment(data, platform[1]))
    _borrow(settings)
    running = Product(settings)
    for name in ("service", "worker", "dialogue"):
        running.start(name)
    try:
        for url in (f"{running.settings.service_url}/health", f"{running.settings.rasa_url}/"):
            wait_until(lambda url=url: running.answers(url), f"{url} 应答", seconds=150)
        yield running
    finally:
        running.stop()


def _borrow(settings: Settings) -> None:
    """The model and the vectors that `make` or an earlier run made; vectors that are missing are made by the product."""
    made = Engine(root=ROOT, environment=ROOT / ".venv-rasa", models=ROOT / "var" / "models").model
    if not engine(settings).rasa.exists() or not made.exists():
        pytest.skip("对话环境或模型还没有（make prepare），整条链路的验收没有跑。")
    engine(settings).models.mkdir()
    engine(settings).model.symlink_to(made)
    if (ROOT / "var" / "vectors").exists():
        shutil.copytree(ROOT / "var" / "vectors", settings.data / "vectors")


def _environment(data: Path, wechat_api: str) -> dict[str, str]:
    return {
        "HOTLINE_DATA": str(data),
        "HOTLINE_PORT": str(_two_free_ports()),
        "HOTLINE_WECHAT_APP_ID": ACCOUNT.app_id,
        "HOTLINE_WECHAT_TOKEN": ACCOUNT.token,
        "HOTLINE_WECHAT_AES_KEY": ACCOUNT.encoding_aes_key,
        "HOTLINE_WECHAT_SECRET": ACCOUNT.secret,
        "HOTLINE_WECHAT_API": wechat_api,
    }


def _two_free_ports() -> int:
    """A port whose neighbour is free too, since the dialogue engine takes the next one."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            try:
                second.bind(("127.0.0.1", first.getsockname()[1] + 1))
            except OSError:
                continue
            return first.getsockname()[1]


@pytest.fixture
def citizen(product: Product, platform: tuple[Platform, str]) -> Citizen:
    return Citizen(product, platform[0])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("没有 Chromium，浏览器里的步骤没有跑。")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield opened
        opened.close()


@pytest.fixture
def signed_in(product: Product, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """A page of one officer, signed in by the form as anybody would."""
    contexts = []

    def sign_in(login: str) -> Page:
        context = browser.new_context(base_url=product.settings.service_url, locale="zh-CN")
        contexts.append(context)
        page = context.new_page()
        page.goto("/sign-in")
        page.fill("#login", login)
        page.fill("#password", "Zengdu-12345")
        page.click("#sign-in button")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    yield sign_in
    for context in contexts:
        context.close()
