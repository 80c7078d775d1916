"""Whom does the operator call next, and what did the citizen say?"""

from officer_house import CHEN, LIU, House

from tickets.lifecycle import Act


def test_an_empty_list_says_what_would_appear(house: House, seen):
    assert "办结后诉求人还没有评价的工单会出现在这里" in seen(house.signed_in(CHEN).get("/seat/follow-ups"))


def test_who_waited_longest_stands_first_and_who_has_rated_is_not_called(house: House):
    first = house.reviewed(what="烈山大道井盖松动")
    house.passes(days=1)
    second = house.reviewed(what="北郊市场污水横流")
    rated = house.dissatisfied(what="夜市油烟直排")
    page = house.signed_in(CHEN).get("/seat/follow-ups").text
    assert page.index(first) < page.index(second) and rated not in page


def test_a_call_that_reached_nobody_is_counted_and_the_ticket_stays(house: House, seen):
    number = house.reviewed()
    browser = house.signed_in(CHEN)
    opened = seen(browser.get(f"/seat/follow-ups?open={number}"))
    assert "已回访 0 次没有联系上" in opened and "菜摊今天下午已经清走" in opened
    fields = {"reached": "no", "why": "无人接听", "back": "/seat/follow-ups"}
    landed = browser.post(f"/tickets/{number}", act="回访", seen=house.version(number), **fields)
    assert landed.url.path == "/seat/follow-ups" and f"回访成功 {number}" in seen(landed)
    assert house.ticket(number).judgement.attempts == 1 and house.status(number) == "待评价"


def test_a_dissatisfied_answer_goes_to_the_centre(house: House, seen):
    number = house.reviewed()
    fields = {"reached": "yes", "level": "2", "solved": "no", "why": "第二天又摆出来了"}
    house.signed_in(CHEN).post(f"/tickets/{number}", act="回访", seen=house.version(number), **fields)
    assert house.acts(number)[-2:] == ["回访", "评价"]
    assert "不满意 ，问题没有解决：第二天又摆出来了" in seen(house.signed_in(LIU).get(f"/dispatch/{number}"))


def test_the_number_to_call_is_shown_once_it_was_asked_for_and_that_is_recorded(house: House):
    number = house.reviewed()
    browser = house.signed_in(CHEN)
    assert "13886881234" not in browser.get(f"/seat/follow-ups?open={number}").text
    shown = browser.post(f"/tickets/{number}", act="查阅联系方式", why="电话回访", back="/seat/follow-ups")
    assert "13886881234" in shown.text and 'name="act" value="回访"' in shown.text
    assert 'name="back" value="/seat/follow-ups"' in shown.text  # the call leads back to the list
    assert house.acts(number)[-1] == "查阅联系方式"


def test_a_ticket_a_caller_names_opens_for_what_the_caller_wants(house: House):
    number = house.dispatched()
    opened = house.signed_in(CHEN).get(f"/seat/ticket?number= {number.lower()} ")
    assert opened.url.path == f"/tickets/{number}"
    for act in (Act.SUPPLEMENT, Act.URGE, Act.WITHDRAW):
        assert f'name="act" value="{act}"' in opened.text


def test_a_number_that_is_not_there_is_told_and_can_be_mended(house: House, seen):
    missing = house.signed_in(CHEN).get("/seat/ticket?number=ZD2026112399999")
    assert missing.status_code == 404 and "没有查到工单" in seen(missing)
    assert 'value="ZD2026112399999"' in missing.text
