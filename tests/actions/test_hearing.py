"""The form understands plain words: a correction, a matter, a time, "stop"."""

import pytest

from actions.hearing import (
    Correction,
    correction_in,
    is_a_question,
    matter_in,
    says_no,
    says_yes,
    submits,
    time_in,
    wants_a_person,
    wants_to_stop,
)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("改地点", "where", ""),
        ("改一下地址", "where", ""),
        ("地址改成西城街道草店子社区5号楼", "where", "西城街道草店子社区5号楼"),
        ("地点应该是汉东路", "where", "汉东路"),
        ("时间不对 是昨天晚上", "when", "昨天晚上"),
        ("电话改成13900001111", "contact", "13900001111"),
        ("把电话换成匿名", "contact", "匿名"),
        ("我要改一下联系方式", "contact", ""),
        ("号码写错了一位", "contact", ""),
        ("内容改成电梯坏了", "what", "电梯坏了"),
    ],
)
def test_a_correction_names_its_field_and_perhaps_the_new_words(text, field, value):
    assert correction_in(text) == Correction(field=field, value=value)


@pytest.mark.parametrize("text", ["草店子社区5号楼", "昨天晚上", "改成东城街道", "电话没人接", "地方很偏", "确认提交"])
def test_an_answer_is_not_a_correction(text):
    assert correction_in(text) is None


@pytest.mark.parametrize("text", ["我要投诉", "我想反映个问题", "登记诉求", "帮我登记一下", "我要提个意见。"])
def test_saying_that_there_is_a_matter_is_not_the_matter(text):
    assert matter_in(text) is None


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("路灯坏了", "路灯坏了"),
        ("登记诉求：路灯坏了三天了", "路灯坏了三天了"),  # the button behind an unanswered question
        ("我要投诉物业乱收费", "我要投诉物业乱收费"),
    ],
)
def test_the_matter_keeps_the_citizens_words(text, matter):
    assert matter_in(text) == matter


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("草店子社区路灯坏了三天了", "三天了"),
        ("昨天晚上十点半工地还在施工", "昨天晚上十点半"),
        ("楼下烧烤天天搞到半夜", "天天"),
        ("上个星期就报过", "上个星期"),
        ("11月20号开始停水", "11月20号"),
        ("井盖不见了", None),
    ],
)
def test_a_time_already_told_is_not_asked_again(text, time):
    assert time_in(text) == time


@pytest.mark.parametrize("text", ["取消", "算了不报了", "那就取消吧", "不填了", "取消登记吧", "退出", "不报了"])
def test_the_citizen_may_stop_at_any_time(text):
    assert wants_to_stop(text)


@pytest.mark.parametrize("text", ["停水了", "取消了我的低保", "停电三天", "退出小区的路堵了"])
def test_a_matter_is_not_taken_for_a_stop(text):
    assert not wants_to_stop(text)


def test_a_person_is_asked_for_in_so_many_words():
    assert all(map(wants_a_person, ["转人工", "人工", "帮我转人工客服", "找个真人来"]))
    assert not any(map(wants_a_person, ["12345人工服务态度差", "转人工一直没有接", "人工湖边路灯坏了"]))


def test_yes_no_and_submit_are_told_apart():
    assert says_yes("就在那里") and says_yes("对的") and not says_yes("对面的楼")
    assert says_no("不是那里") and says_no("不对") and not says_no("不知道")
    assert submits("确认提交") and submits("没问题") and not submits("提交了没有用")


@pytest.mark.parametrize("text", ["医保在哪里办", "这要多久", "能不能退", "邻居吵能管不", "罚不罚", "该谁赔"])
def test_a_question_is_seen_by_its_words(text):
    assert is_a_question(text)


@pytest.mark.parametrize("text", ["草店子社区3号楼", "路灯坏了三天了", "物业不管事"])
def test_a_statement_is_no_question(text):
    assert not is_a_question(text)
