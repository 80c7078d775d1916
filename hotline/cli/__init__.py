"""What can be done from a terminal? One command with a sub-command per question."""

import typer
from rich.console import Console

from hotline.cli import answers, figures, knowledge, processes, rules, shelf, shelving, wechat
from hotline.logs import begin_logging
from hotline.settings import SettingsError
from hotline.supervisor import PortTaken
from hotline.troubles import Trouble
from integrations.wechat.errors import WeChatError
from tickets.errors import TicketError

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="曾都区12345热线助手", pretty_exceptions_enable=False
)
for room in (answers, rules, figures, wechat, processes):
    room.register(app)
for room in (shelf, shelving):
    room.register(knowledge.app)
app.add_typer(knowledge.app, name="kb")


@app.callback()
def begin() -> None:
    """Standard output belongs to answers: whatever is logged goes to standard error."""
    begin_logging("warning")


def main() -> None:
    """The `hotline` command; every refusal is one sentence and exit status 1."""
    try:
        app()
    except (SettingsError, PortTaken, Trouble, TicketError, WeChatError, OSError) as refusal:
        Console(stderr=True).print(str(refusal), style="red")
        raise SystemExit(1) from refusal
