"""Which articles do these tests speak about? Five matters of 曾都区, written small."""

from dataclasses import replace
from datetime import date

from knowledge_base.article import Article, Basis, Source

TODAY = date(2026, 11, 23)


def an_article(**changes: object) -> Article:
    """The noise article, with whatever a rule needs changed."""
    return replace(NOISE, **changes)


def _article(number: int, title: str, category: str, department: str, short: str, *questions: str) -> Article:
    return Article(
        id=f"KB-{number:04d}",
        title=title,
        category=category,
        kind="热点问答",
        questions=questions,
        keywords=(category.split("/")[1],),
        department=department,
        scope="随州市",
        audience="个人",
        effective=date(2026, 1, 1),
        expires=None,
        review_due=date(2027, 6, 30),
        basis=(Basis(law="中华人民共和国噪声污染防治法", article="第八十一条"),),
        sources=(Source(title="随州市人民政府", url="https://www.suizhou.gov.cn/a.html", looked_up=TODAY),),
        confirmed=TODAY,
        short=short,
        body=f"**怎么办**　{short}" + _padding(title),
    )


def _padding(title: str) -> str:
    """Enough words of its own to make a body of proper length."""
    return "".join(f"{title}之{step}。" for step in range(1, 300 // len(title)))


NOISE = _article(
    511,
    "广场舞、音响扰民找谁管",
    "生态环境/噪声",
    "公安",
    "生活噪声归公安机关管。正在吵，可打110；想让部门跟进，可在这里登记。",
    "楼下跳广场舞音响开太大了咋办",
    "隔壁半夜唱歌吵得睡不着",
    "邻居装修中午也在钻",
    "店门口大喇叭一直放广告受不了",
    "楼上狗叫一整晚没法休息",
    "劝了好几次不听还在吵",
)
STREET_LIGHT = _article(
    475,
    "路灯不亮、井盖破了怎么报修",
    "城市管理与市政公用/市政设施",
    "城管",
    "市政路上的灯和井盖，在这里登记，说清路名和灯杆号；小区内找物业。",
    "门口那条街晚上黑灯瞎火的",
    "马路上的盖子没了太危险",
    "灯杆倒了一个多月没人修",
    "村里的太阳能灯坏了归谁",
    "下水道口敞着小孩差点掉下去",
    "主干道一整排都不亮",
)
ID_CARD = _article(
    1,
    "身份证丢了怎么补办",
    "公安户政/身份证",
    "公安",
    "本人到任一派出所户籍窗口补领，工本费40元，一般20日内取证。",
    "证件掉了要去哪里重新做",
    "钱包被偷了里面的身份证咋弄",
    "补一张身份证多少钱",
    "外地人能在随州补身份证吗",
    "身份证过期了怎么换",
    "多久能拿到新的",
)
FUND = _article(
    165,
    "租房怎么提取公积金",
    "住房公积金/提取",
    "公积金",
    "无房职工凭身份证可网上提取公积金付房租，每年提一次。",
    "没买房能把公积金取出来交房租吗",
    "公积金一年能取几次",
    "租房子提公积金要带合同不",
    "手机上怎么提公积金",
    "单位交的那个钱能不能拿出来",
    "公积金提取多久到账",
)
MARRIAGE = _article(
    261,
    "结婚登记要带什么",
    "民政/婚姻登记",
    "民政",
    "带双方身份证和照片，本人到场，不用户口本，不收费，全国任一登记机关都能办。",
    "领证要不要户口本",
    "扯结婚证去哪里",
    "在外地打工能在当地领证吗",
    "打结婚证要钱不",
    "两个人都要到场吗",
    "民政局周末上班领证吗",
)
LIBRARY = (NOISE, STREET_LIGHT, ID_CARD, FUND, MARRIAGE)
