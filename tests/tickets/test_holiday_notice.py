"""Does a pasted holiday notice become exactly the days it names, and is everything wrong with it told in a sentence?"""

import csv
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.calendar import DayRule
from tickets.holiday_notice import HolidayNotice, NoticeUnreadable, from_rows, read_notice

KNOWN = Path(__file__).parents[2] / "../shared/data/chinesecalendar_2004_2026.csv"

NOTICE_2025 = """国务院办公厅关于2025年
部分节假日安排的通知
国办发明电〔2024〕12号

全体公民放假的假日增加2天，国庆节自10月1日起放假调休7天，现将2025年元旦、春节等放假调休日期的具体安排通知如下。

一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。

国务院办公厅
2024年11月12日
相关阅读：2025年高速免费时间，1月28日至2月4日放假期间通行。
"""
ITEMS_2026 = {
    "元旦": "1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。",
    "春节": "2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。",
    "清明节": "4月4日（周六）至6日（周一）放假，共3天。",
    "劳动节": "5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。",
    "端午节": "6月19日（周五）至21日（周日）放假，共3天。",
    "中秋节": "9月25日（周五）至27日（周日）放假，共3天。",
    "国庆节": "10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。",
}
TITLE_2026 = "国务院办公厅关于2026年部分节假日安排的通知"


def notice_2026(title: str = TITLE_2026, **changed: str) -> str:
    """The notice of 2026 with some of its items told otherwise; an empty item is left out."""
    items = {**ITEMS_2026, **changed}
    return "\n".join(
        [
            title,
            *(
                f"{mark}、{name}：{items[name]}"
                for mark, name in zip("一二三四五六七", items, strict=True)
                if items[name]
            ),
        ]
    )


def told(day: str, name: str, text: str) -> bool | None:
    """What the notice of 2026 with the item `name` told as `text` says of a day: working, off, or nothing."""
    rule = read_notice(notice_2026(**{name: text})).days.get(date.fromisoformat(day))
    return rule.working if rule else None


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(NoticeUnreadable) as refused:
        read_notice(text)
    assert str(refused.value) == "\n".join(refused.value.problems)
    return refused.value.problems


@pytest.fixture(scope="module")
def known() -> dict[date, bool]:
    """Whether one works, for every day that a real notice names."""
    if not KNOWN.exists():
        pytest.skip("没有放假通知的对照表 shared/data/chinesecalendar_2004_2026.csv：通知与其日期没有核对。")
    with KNOWN.open(encoding="utf-8") as rows:
        return {date.fromisoformat(row["date"]): row["kind"] == "makeup_workday" for row in csv.DictReader(rows)}


@pytest.mark.parametrize(("year", "text"), [(2025, NOTICE_2025), (2026, notice_2026())])
def test_the_notice_of_a_year_gives_exactly_the_days_of_that_year(
    known: dict[date, bool], year: int, text: str
) -> None:
    notice = read_notice(text)
    assert {day: rule.working for day, rule in notice.days.items()} == {
        day: working for day, working in known.items() if day.year == year
    }


def test_a_notice_gives_its_year_title_and_document() -> None:
    notice = read_notice(NOTICE_2025)
    assert (notice.year, notice.document) == (2025, "国办发明电〔2024〕12号")
    assert notice.title == "国务院办公厅关于2025年部分节假日安排的通知"
    assert notice.name == notice.document
    assert read_notice(notice_2026()).name == "2026年放假安排"


def test_a_day_bears_the_name_of_its_festival() -> None:
    days = read_notice(NOTICE_2025).days
    assert days[date(2025, 1, 26)] == DayRule(working=True, name="春节")
    assert days[date(2025, 10, 6)] == DayRule(working=False, name="国庆节、中秋节")


@pytest.mark.parametrize(
    "pasted",
    [
        notice_2026().replace("\n", ""),  # one paragraph
        notice_2026().replace("放假", "放\n假").replace("（", "("),  # broken lines of a PDF, narrow brackets
        notice_2026().translate(
            str.maketrans("0123456789：，", "０１２３４５６７８９:,")
        ),  # wide figures, narrow marks
        notice_2026().replace("周", "星期").replace("至", " 至 "),
        notice_2026().replace("\n一、元旦", "\n　　一、元旦").replace("至3日", "—3日"),
        notice_2026().replace("一、元旦", "一、2026年元旦"),
        notice_2026(
            title="经国务院批准，现将2026年元旦、春节、清明节放假调休日期的具体安排通知如下。"
        ),  # the title was not pasted
    ],
)
def test_the_way_it_was_pasted_does_not_matter(pasted: str) -> None:
    assert read_notice(pasted) == read_notice(notice_2026())


@pytest.mark.parametrize(
    ("name", "text", "off", "working", "nothing"),
    [
        ("元旦", "1月1日放假，与周末连休。", ["2026-01-01"], [], ["2026-01-02"]),  # 2016, 2018, 2024
        ("元旦", "1月1日放假，1月2日（星期五）补休。", ["2026-01-01", "2026-01-02"], [], ["2026-01-03"]),  # 2017
        ("元旦", "2026年1月1日放假，共1天。", ["2026-01-01"], [], ["2026-01-02"]),  # 2020
        ("劳动节", "5月1日放假。", ["2026-05-01"], [], ["2026-05-02"]),  # 2019
        ("劳动节", "4月29日至5月1日放假调休，共3天。4月26日（星期天）上班。", ["2026-04-30"], ["2026-04-26"], ["2026-05-02"]),
        ("中秋节", "9月25日至27日放假公休，共3天。", ["2026-09-26"], [], []),  # 2011
        ("端午节", "6月19日至21日放假调休，共3天。6月27日（星期六）、28日（星期日）上班。", [], ["2026-06-28"], []),  # 2010
        (
            "元旦",  # 2019
            "2025年12月30日至2026年1月1日放假调休，共3天。2025年12月27日（星期六）上班。",
            ["2025-12-30", "2025-12-31", "2026-01-01"],
            ["2025-12-27"],
            ["2026-01-02"],
        ),
        ("元旦", "12月31日至1月2日放假，共3天。", ["2025-12-31", "2026-01-02"], [], ["2026-12-31"]),
        (
            "春节",  # 2024: advice is no arrangement
            "2月15日至23日放假调休，共9天。2月14日（周六）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月13日）休息。",
            ["2026-02-15"],
            ["2026-02-14"],
            ["2026-02-13"],
        ),
    ],
)  # fmt: skip
def test_the_wordings_of_the_notices_since_2010_are_understood(
    name: str, text: str, off: list[str], working: list[str], nothing: list[str]
) -> None:
    assert [told(day, name, text) for day in off] == [False] * len(off)
    assert [told(day, name, text) for day in working] == [True] * len(working)
    assert [told(day, name, text) for day in nothing] == [None] * len(nothing)


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("清明节", "4月4日（周六）至6日（周一）放假，共4天。", "“清明节”一条：写的是4天，按日期数是3天。"),
        ("元旦", "1月1日至2日放假1天。", "“元旦”一条：写的是1天，按日期数是2天。"),
        ("清明节", "4月4日（周五）至6日放假，共3天。", "“清明节”一条：2026年4月4日是周六，括号里写的是“周五”。"),
        ("清明节", "4月4日至6日（星期二）放假。", "“清明节”一条：2026年4月6日是周一，括号里写的是“星期二”。"),
        ("清明节", "4月4日至6日放假。4月8日上班。", "“清明节”一条：2026年4月8日是周三，不是周末，用不着调休上班。"),
        ("清明节", "4月4日至6日放假大约三天。", "“清明节”一条：读不懂“4月4日至6日放假大约三天”。"),
        ("清明节", "4月4日至4月31日放假。", "“清明节”一条：没有“4月31日”这一天。"),
        ("清明节", "4月6日至4日放假。", "“清明节”一条：“4月6日至4日”的起止日期不对。"),
        ("清明节", "4日至6日放假。", "“清明节”一条：“4日”没有写月份。"),
        ("清明节", "另行通知。", "“清明节”一条没有读到放假日期。"),
        ("清明节", "2024年4月4日至6日放假。", "“清明节”一条：2024年4月4日不在2026年，请核对年份。"),
        ("清明节", "9999年12月31日放假。", "“清明节”一条：9999年12月31日不在2026年，请核对年份。"),
        ("清明节", "4月4日至6日放假。4月5日上班。", "2026年4月5日写了两次：“清明节”一条（放假）和“清明节”一条（上班）。"),
        ("中秋节", "10月1日放假。", "2026年10月1日写了两次：“中秋节”一条（放假）和“国庆节”一条（放假）。"),
        ("清明节", "", "没有读到清明的安排：要写全一年的七个节日；只调整个别节日的通知，请改好全年日期表再导入。"),
    ],
)  # fmt: skip
def test_everything_wrong_with_a_notice_is_a_sentence(name: str, text: str, problem: str) -> None:
    assert problem in problems(notice_2026(**{name: text}))


def test_the_problems_of_all_items_are_told_at_once() -> None:
    found = problems(notice_2026(元旦="1月1日（周五）放假。", 春节="2月15日至23日放假，共7天。", 国庆节="放假七天。"))
    assert found == (
        "“元旦”一条：2026年1月1日是周四，括号里写的是“周五”。",
        "“春节”一条：写的是7天，按日期数是9天。",
        "“国庆节”一条：读不懂“放假七天”。",
    )


def test_a_notice_without_a_year_is_refused() -> None:
    assert problems(notice_2026(title=""))[0].startswith("没有读到年份")


def test_a_title_and_a_text_of_different_years_are_refused() -> None:
    text = notice_2026(title=f"{TITLE_2026}\n经国务院批准，现将2025年元旦、春节放假安排通知如下。")
    assert problems(text) == ("标题和正文的年份不一致，写了2025、2026年，请只粘贴一份通知。",)


def test_a_notice_that_only_moves_one_festival_is_refused_before_it_wipes_out_the_others() -> None:
    moved = f"{TITLE_2026}\n一、2026年5月1日至4日放假调休，共4天。4月26日（星期日）上班。"
    assert "没有读到元旦、春节、清明、劳动、端午、中秋、国庆的安排" in problems(moved)[0]


@given(st.text(alphabet="一二三、：，。（）0123456789年月日至周放假调休上班共天补鼓励元旦春节 \n", max_size=60))
def test_no_text_does_worse_than_being_refused(scrawl: str) -> None:
    for text in (scrawl, notice_2026(春节=scrawl), f"{TITLE_2026}{scrawl}"):
        try:
            assert isinstance(read_notice(text), HolidayNotice)
        except NoticeUnreadable as refused:
            assert all(problem.endswith("。") for problem in refused.problems)


ROWS_2026 = [(day, rule.working, rule.name) for day, rule in read_notice(notice_2026()).days.items()]


def test_a_table_of_the_same_days_is_the_same_notice() -> None:
    notice = from_rows(ROWS_2026, title="2026年日期表", document="国办发明电〔2025〕7号")
    assert notice.days == read_notice(notice_2026()).days
    assert (notice.year, notice.title, notice.document) == (2026, "2026年日期表", "国办发明电〔2025〕7号")


@pytest.mark.parametrize(
    "written", ["{:%Y-%m-%d}", "{0.year}/{0.month}/{0.day}", "{0.year}年{0.month}月{0.day}日", "{:%Y%m%d}"]
)
@pytest.mark.parametrize(("yes", "no"), [("是", "否"), ("上班", "放假"), ("班", "休"), (1, 0), ("TRUE", "FALSE")])
def test_a_table_may_be_written_by_hand(written: str, yes: object, no: object) -> None:
    rows = [(written.format(day), yes if working else no, f" {name} ") for day, working, name in ROWS_2026]
    table = [("日期", "是否上班", "节日"), *rows, (None, None, None), ()]
    assert from_rows(table).days == read_notice(notice_2026()).days


def test_a_spreadsheet_gives_days_as_instants() -> None:
    rows = [(datetime.combine(day, datetime.min.time()), working, name) for day, working, name in ROWS_2026]
    assert from_rows(rows).days == read_notice(notice_2026()).days


def test_all_bad_rows_of_a_table_are_told_at_once() -> None:
    rows = [
        *ROWS_2026,
        ("2026-02-30", "否", "春节"),
        ("2026-03-02", "也许", "春节"),
        ("2026-03-03", "否", ""),
        ("2026-03-04", "是", "春节"),
        ("2023-03-05", "否", "春节"),
        ("2026-10-01", "是", "国庆节"),
    ]
    with pytest.raises(NoticeUnreadable) as refused:
        from_rows(rows)
    first = len(ROWS_2026) + 1
    assert set(refused.value.problems) == {
        f"第{first}行：日期“2026-02-30”读不懂，应写成2027-01-01。",
        f"第{first + 1}行：是否上班“也许”读不懂，应写“是”或“否”。",
        f"第{first + 2}行：没有写节日名称。",
        f"第{first + 3}行：2026年3月4日是周三，不是周末，用不着调休上班。",
        f"第{first + 4}行：2023年3月5日不在2026年，请核对年份。",
        f"第{first + 5}行：2026年10月1日是周四，不是周末，用不着调休上班。",
        f"2026年10月1日写了两次：第{[day for day, *_ in ROWS_2026].index(date(2026, 10, 1)) + 1}行（放假）和第{first + 5}行（上班）。",
    }


@pytest.mark.parametrize(
    "rows", [[], [("日期", "是否上班", "节日")], [("不知道", "不知道", "")], [("9999-12-31", "否", "元旦")]]
)
def test_a_table_without_a_single_day_is_refused(rows: list[tuple[str, ...]]) -> None:
    with pytest.raises(NoticeUnreadable, match="表格里没有一行可以使用"):
        from_rows(rows)


def test_a_table_that_forgets_a_festival_is_refused() -> None:
    with pytest.raises(NoticeUnreadable, match="没有读到端午的安排"):
        from_rows([row for row in ROWS_2026 if row[2] != "端午节"])
