"""How does the service look from WeChat? `wechat-sim` plays the platform: signs, encrypts, posts, prints the reply."""

from typing import Annotated

import typer
from rich.console import Console

from hotline.settings import read_settings
from hotline.wiring import clock, wechat_account
from integrations.wechat import simulator


def register(app: typer.Typer) -> None:
    app.command("wechat-sim", help="像微信一样签名、加密、发一条消息，并打印回复")(simulate)


def simulate(
    text: Annotated[str, typer.Argument(help="群众说的话")],
    openid: Annotated[str, typer.Option(help="演练用的微信用户")] = "oZengduDemoCitizen",
) -> None:
    settings = read_settings()
    account = wechat_account(settings)
    if account is None:
        raise typer.BadParameter("还没有设置公众号。演练可先设 HOTLINE_WECHAT_APP_ID 等四项，见 docs/settings.md。")
    said = simulator.say(f"{settings.service_url}/wechat", text, openid, account, now=clock())
    Console().print(said or "（暂无回复，稍后由客服消息送达）", highlight=False, soft_wrap=True)
