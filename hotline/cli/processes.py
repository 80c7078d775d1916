"""How is the service started, and is it well? `serve`, `work`, `up`, `migrate`, `doctor`."""

import typer
import uvicorn
from rich.console import Console

from hotline.casework.knowledge.gaps import Nightly
from hotline.casework.knowledge.gate import foresee
from hotline.casework.knowledge.live import following
from hotline.casework.watching import round_of_work
from hotline.doctor import findings
from hotline.logs import begin_logging
from hotline.settings import Settings, read_settings
from hotline.storage.engine import open_engine
from hotline.storage.migrate import current, migrate
from hotline.supervisor import engine, free_port, run_everything
from hotline.wiring import (
    build_app,
    build_bench,
    build_lookout,
    build_messengers,
    build_office,
    build_search,
    build_vectors,
    clock,
    today,
)
from hotline.worker import consume, open_queue
from integrations.rasa.engine import Engine, TrainingFailed, ensure_model

console = Console()


def register(app: typer.Typer) -> None:
    for name, command, words in (
        ("serve", serve, "启动服务（网页、微信回调、对话动作）"),
        ("work", work, "启动后台（时限预警、通知发送、补答）"),
        ("up", up, "在一个监管进程下启动服务、对话引擎和后台"),
        ("prepare", prepare, "训练对话模型、计算句向量（没有改动就跳过）"),
        ("migrate", migrate_database, "建立或升级数据库"),
        ("doctor", doctor, "检查缺什么、哪里不健康"),
    ):
        app.command(name, help=words)(command)


def serve() -> None:
    settings = _begin()
    free_port(settings.text("HOTLINE_HOST"), settings.port)
    application = build_app(settings)
    host, port = settings.text("HOTLINE_HOST"), settings.port
    uvicorn.run(application, host=host, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=5)


def work() -> None:
    settings = _begin()
    office, messengers = build_office(settings), build_messengers(settings)
    nightly = Nightly(office=office)
    with following(office.search, today):
        consume(open_queue(settings), lambda: (round_of_work(office, messengers, clock()), nightly(clock())))


def up() -> None:
    raise typer.Exit(run_everything(read_settings()))


def prepare() -> None:
    """What takes long and is kept: done once here, so that service and worker start quickly."""
    settings = read_settings()
    dialogue = engine(settings)
    if not dialogue.model.exists():
        with console.status("训练对话模型，约需一分钟……"):
            _trained(dialogue)
    with console.status("计算句向量，首次约需几分钟……"):
        vectors = build_vectors(settings)
        foresee(build_bench(settings, vectors), build_search(settings, vectors))
        build_lookout(settings, vectors)
    console.print("句向量就绪")
    console.print(f"对话模型就绪：{dialogue.model.name}", highlight=False, soft_wrap=True)


def _trained(dialogue: Engine) -> None:
    try:
        ensure_model(dialogue)
    except TrainingFailed as failed:
        console.print(f"训练没有成功，最后的输出是：\n{failed}", style="red", highlight=False, soft_wrap=True)
        raise typer.Exit(1) from failed


def migrate_database() -> None:
    engine = open_engine(read_settings().database)
    migrate(engine)
    console.print(f"数据库已是版本 {current(engine)}")


def doctor() -> None:
    found = findings(read_settings())
    for finding in found:
        console.print(
            f"{'正常' if finding.well else '异常'}　{finding.what}：{finding.words}", highlight=False, soft_wrap=True
        )
    raise typer.Exit(0 if all(finding.well for finding in found) else 1)


def _begin() -> Settings:
    settings = read_settings()
    begin_logging(settings.text("HOTLINE_LOG_LEVEL"))
    return settings
