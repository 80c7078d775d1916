"""What is missing or unhealthy? Each finding in plain words, with what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
from sqlalchemy.exc import SQLAlchemyError

from hotline.settings import Settings
from hotline.storage.engine import open_engine
from hotline.storage.migrate import current, head
from hotline.supervisor import engine
from hotline.troubles import StorageBusy
from hotline.web import assets
from hotline.wiring import ARTICLES, wechat_account
from knowledge_base.reader import read_library


@dataclass(frozen=True, kw_only=True)
class Finding:
    what: str
    well: bool
    words: str


def findings(settings: Settings) -> list[Finding]:
    return [*_installed(settings), _database(settings), *_running(settings)]


def _installed(settings: Settings) -> Iterator[Finding]:
    missing = assets.missing()
    words = f"缺 {'、'.join(missing)}，请运行 make assets" if missing else "齐全"
    yield Finding(what="网页资源", well=not missing, words=words)
    articles, problems = read_library(ARTICLES)
    words = f"{len(articles)} 条可用" + (f"，{len(problems)} 个问题，请运行 hotline kb check" if problems else "")
    yield Finding(what="知识库", well=bool(articles) and not problems, words=words)
    dialogue = engine(settings)
    installed, trained = dialogue.rasa.exists(), dialogue.model.exists()
    yield Finding(what="对话环境", well=installed, words="已安装" if installed else "没有 .venv-rasa，请运行 make run")
    yield Finding(
        what="对话模型",
        well=trained,
        words="与语料一致" if trained else "还没有按现在的语料训练，请运行 hotline prepare",
    )
    account = wechat_account(settings)
    yield Finding(what="微信", well=True, words="已设置公众号" if account else "未接公众号（演练账号可用 wechat-sim）")


def _database(settings: Settings) -> Finding:
    try:
        revision, newest = current(open_engine(settings.database)), head()
    except (StorageBusy, SQLAlchemyError) as problem:
        return Finding(what="数据库", well=False, words=f"连不上（{type(problem).__name__}），请检查 HOTLINE_DATABASE")
    if revision != newest:
        return Finding(
            what="数据库", well=False, words=f"版本 {revision or '空'}，应为 {newest}，请运行 hotline migrate"
        )
    return Finding(what="数据库", well=True, words=f"版本 {revision}")


def _running(settings: Settings) -> Iterator[Finding]:
    for what, url in (("服务", f"{settings.service_url}/health"), ("对话引擎", f"{settings.rasa_url}/")):
        try:
            answered = httpx.get(url, timeout=3, trust_env=False).status_code == 200
        except httpx.HTTPError:
            answered = False
        yield Finding(what=what, well=answered, words="在运行" if answered else f"没有应答（{url}），请运行 make run")
