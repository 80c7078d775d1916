"""How is the district doing? Every figure stands on its tickets."""

import json
import re
from html import unescape

import pytest
from officer_house import CHEN, EDITOR, LIU, WANG, ZHANG, House

from tickets.lifecycle import Act


def test_an_empty_district_has_no_rates_and_says_so(house: House, seen):
    words = seen(house.signed_in(WANG).get("/board"))
    assert "按时签收率 — 0 / 0，本期没有可计的工单" in words and "100%" not in words.replace("不算 100%", "")
    assert "没有超期的工单" in words and "本期还没有工单" in words


def test_today_stands_in_one_line(house: House, seen):
    house.filed()
    house.dispatched(what="广场舞音响太大，整晚不停")
    house.returned(what="小区电梯坏了三天没有人修")
    house.signed(what="菜市场门口垃圾没人收，臭得很")
    house.completed(what="路口红绿灯不亮，车都乱走")
    words = seen(house.signed_in(WANG).get("/board"))
    assert "5 今日受理 1 待派单 1 待签收 1 退单待裁定 1 办理中 1 待审核" in words


def test_what_waits_for_a_ruling_has_its_own_count(house: House, seen):
    number = house.asked_for_time()
    house.act(number, Act.SUPERVISE, WANG, "请今天内说明进展")
    words = seen(house.signed_in(WANG).get("/board"))
    assert "延期待批 1 件" in words and "剔除待批 0 件" in words and "督办待回复 1 件" in words


def test_rates_show_what_they_are_made_of(house: House, seen):
    house.signed()
    house.dispatched(what="广场舞音响太大，整晚不停")
    house.passes(days=2)
    words = seen(house.signed_in(WANG).get("/board"))
    assert "按时签收率 50.00% 1 / 2 · 1 件没有按时签收" in words


def test_extensions_never_hide_in_the_rate_without_them(house: House, seen):
    number = house.asked_for_time()
    house.act(number, Act.GRANT_EXTENSION, LIU, "同意", amount=5)
    house.passes(days=16)  # ten working days are over, fifteen are not
    house.act(number, Act.REPLY, ZHANG, "停车位已经重新划好了。")
    house.act(number, Act.COMPLETE, ZHANG)
    words = seen(house.signed_in(WANG).get("/board?from=2026-11-01&to=2026-12-31"))
    assert "按时办结率 100% 1 / 1" in words and "按时办结率（不含延期） 0.00% 0 / 1" in words


def test_the_five_levels_the_unrated_and_the_silently_satisfied_stand_apart(house: House, seen):
    for level, what in ((5, "小区电梯坏了三天没有人修"), (4, "路口红绿灯不亮，车都乱走"), (1, "菜市场门口垃圾没人收")):
        house.act(house.reviewed(what=what), Act.RATE, CHEN, "", level=level)
    words = seen(house.signed_in(WANG).get("/board"))
    assert "非常满意 1 件 33.3% 满意 1 件 33.3% 基本满意 0 件 0.0% 不满意 0 件 0.0% 非常不满意 1 件 33.3%" in words
    assert "未评价 0 件 默认满意 0 件" in words
    assert "满意总率 66.67% 2 / 3 · 1 件评价不满意" in words


def test_what_is_carried_over_and_what_is_left_out_are_printed(house: House, seen):
    house.signed()
    house.passes(days=1)
    house.act(house.filed("我要告邻居欠我两万块钱"), Act.DECLINE, LIU, "属于诉讼事项，请到法院起诉", channel="诉讼")
    house.act(house.filed("路口红绿灯不亮，车都乱走"), Act.WITHDRAW, CHEN, "已经修好了")
    words = seen(house.signed_in(WANG).get("/board?from=2026-11-24&to=2026-11-24"))
    assert "1 件 上期结转 ＋ 2 件 本期受理 ＝ 2 件 本期办结 ＋ 1 件 期末在办" in words
    assert "不予受理 1 件 已移交 0 件 已撤回 1 件 已并单 0 件 剔除（签收） 0 件" in words


def test_departments_stand_in_the_order_of_the_directory_not_of_a_rate(house: House, seen):
    house.dispatched()
    house.dispatched("教育", what="学校门口放学堵车")
    house.passes(days=2)
    words = seen(house.signed_in(WANG).get("/board"))
    school, stalls = "曾都区教育局 1 1 超期 1 0.00% 0 / 1", "曾都区城市管理执法局 1 1 超期 1 0.00% 0 / 1"
    assert words.index(school) < words.index(stalls)
    assert "不排名次" in words


@pytest.mark.parametrize(
    ("by", "line"),
    [("street", "北郊街道 1 1 0"), ("category", "城市管理 1 1 0"), ("channel", "微信 1 1 0")],
)
def test_the_address_chooses_the_groups(house: House, seen, by, line):
    house.act(
        house.filed(), Act.DISPATCH, LIU, "占道归城管", department="城管", kind="投诉", urgency="普通",
        category="城市管理/占道经营",
    )  # fmt: skip
    assert line in seen(house.signed_in(WANG).get(f"/board?by={by}"))


def test_one_group_can_be_looked_at_alone(house: House, seen):
    house.signed()
    house.dispatched("教育", what="学校门口放学堵车")
    house.passes(days=2)
    words = seen(house.signed_in(WANG).get("/board?by=department&group=城管"))
    assert "2026-11-25 · 曾都区城市管理执法局 看全区" in words and "按时签收率 100% 1 / 1" in words


def test_a_group_that_does_not_exist_has_no_rates(house: House, seen):
    house.signed()
    assert "按时签收率 — 0 / 0" in seen(house.signed_in(WANG).get("/board?group=没有的单位"))


def test_the_chart_tells_the_same_numbers_as_the_table(house: House):
    house.dispatched()
    house.passes(days=2)
    house.dispatched(what="广场舞音响太大，整晚不停")
    page = house.signed_in(WANG).get("/board").text
    chart = json.loads(unescape(unescape(re.search(r'data-chart="([^"]+)"', page)[1])))
    assert chart == {"names": ["城管"], "late": [1], "running": [1]}


def test_the_period_lives_in_the_address_and_the_days_before_stand_beside_it(house: House, seen):
    house.signed()
    house.passes(days=1)
    words = seen(house.signed_in(WANG).get("/board?from=2026-11-24&to=2026-11-24"))
    assert "2026-11-24 至 2026-11-24" in words and "上一期为 2026-11-23 至 2026-11-23" in words
    assert "按时签收率 — 0 / 0，本期没有可计的工单 上一期 100% 1 / 1" in words


@pytest.mark.parametrize("query", ["from=2026-11-24&to=2026-11-01", "from=昨天", "to=2026-11-01", "from=0001-01-01"])
def test_a_period_that_cannot_be_is_told_and_replaced_by_this_month(house: House, seen, query):
    words = seen(house.signed_in(WANG).get(f"/board?{query}"))
    assert "起止日期不对" in words and "2026-11-01 至 2026-11-23" in words


def test_today_is_today_in_china_also_after_midnight(house: House, seen):
    house.passes(hours=14)  # 23:00
    house.filed()
    house.passes(hours=2)
    house.filed("医保断缴了怎么补")
    assert "1 今日受理" in seen(house.signed_in(WANG).get("/board"))


def test_a_supervisor_urges_from_the_list_of_the_late(house: House):
    late = house.dispatched()
    house.passes(days=2)
    browser = house.signed_in(WANG)
    assert late in browser.get("/board").text
    browser.post(f"/tickets/{late}", act="催办", seen=house.version(late), why="已经超期，请马上签收")
    assert house.acts(late)[-1] == "催办"
    assert "已经超期，请马上签收" in house.signed_in(ZHANG).get(f"/tickets/{late}").text


def test_an_editor_sees_the_figures_without_links_to_tickets(house: House, seen):
    house.signed()
    answer = house.signed_in(EDITOR).get("/board")
    assert "按时签收率 100% 1 / 1" in seen(answer)
    assert 'href="/tickets?' not in answer.text


def test_a_dispatcher_may_look(house: House):
    assert house.signed_in(LIU).get("/board").status_code == 200


def test_a_department_may_not(house: House):
    assert house.signed_in(ZHANG).get("/board").status_code == 403
