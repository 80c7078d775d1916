"""Who needs a person now?"""

from officer_house import CHEN, House

from hotline.casework import seat
from hotline.casework.watching import deliver
from tickets.people import Actor, Role


def _alert(house: House, kind: str, words: str, conversation: str = "") -> None:
    with house.office.store.work() as work:
        work.alerts.raise_(kind, conversation, words, house.clock.now)


def _said(house: House, conversation: str) -> list[str]:
    deliver(house.office, {}, house.clock.now)
    with house.office.store.look() as work:
        return [line.text for line in work.conversations.since(conversation, 0)]


def test_an_empty_seat_says_what_would_appear(house: House, seen):
    words = seen(house.signed_in(CHEN).get("/seat"))
    assert "没有人在等" in words and "还没有打开对话" in words


def test_danger_stands_first_and_in_the_title_and_interrupts_a_screen_reader(house: House, seen):
    talk = house.conversation()
    _alert(house, "转人工", "想问医保断缴怎么补", talk)
    house.passes(seconds=75)
    _alert(house, "危险：轻生自伤", "我站在白云湖大桥上", house.conversation("桥上的人"))
    house.passes(seconds=30)
    page = house.signed_in(CHEN).get("/seat")
    assert "<title>【危险 1】" in page.text
    assert page.text.index("我站在白云湖大桥上") < page.text.index("想问医保断缴怎么补")
    assert 'aria-live="assertive"' in page.text
    assert "有 1 起危险，请马上接！" in seen(page) and "已等 30 秒" in seen(page)


def test_the_poll_brings_the_title_along(house: House):
    _alert(house, "危险：火灾", "着火了", house.conversation())
    assert "<title>【危险 1】" in house.signed_in(CHEN).get("/seat/waiting").text


def test_taking_opens_the_conversation_and_it_becomes_mine(house: House, seen):
    talk = house.conversation()
    with house.office.store.work() as work:
        work.conversations.take(talk, "m1", "我要找人工", house.clock.now)
    _alert(house, "转人工", "医保断缴", talk)
    [alert] = seat.waiting(house.office)
    opened = house.signed_in(CHEN).post("/seat", alert=alert.id, conversation=talk)
    assert opened.url.path == f"/seat/{talk}"
    assert "我要找人工" in seen(opened) and "我接的对话 1" in seen(opened)


def test_an_alert_a_colleague_took_first_is_told(house: House, seen):
    _alert(house, "转人工", "医保断缴", house.conversation())
    [alert] = seat.waiting(house.office)
    seat.take(house.office, alert.id, Actor(role=Role.OPERATOR, name="小王"), house.clock.now)
    refused = house.signed_in(CHEN).post("/seat", alert=alert.id)
    assert refused.status_code == 409 and "刚刚被别的同事接走了" in seen(refused)


def test_words_posted_twice_with_one_key_reach_the_citizen_once(house: House):
    talk = house.conversation()
    browser = house.signed_in(CHEN)
    for _ in range(2):
        browser.post(f"/seat/{talk}", key="一次", words="您好，我来帮您查。")
    assert _said(house, talk) == ["【话务员】您好，我来帮您查。"]


def test_nothing_written_is_told_and_nothing_sent(house: House, seen):
    talk = house.conversation()
    refused = house.signed_in(CHEN).post(f"/seat/{talk}", key="空", words="  ")
    assert "还没有写要发送的内容" in seen(refused)
    assert _said(house, talk) == []


def test_the_poll_shows_what_was_delivered_meanwhile(house: House, seen):
    talk = house.conversation()
    browser = house.signed_in(CHEN)
    browser.post(f"/seat/{talk}", key="一次", words="您好，我来帮您查。")
    deliver(house.office, {}, house.clock.now)
    assert "话务员 09:00 您好，我来帮您查。" in seen(browser.get(f"/seat/{talk}/lines"))


def test_knowledge_is_found_beside_the_conversation_and_goes_into_the_reply(house: House, seen):
    talk = house.conversation()
    browser = house.signed_in(CHEN)
    found = browser.get(f"/seat/knowledge?q=身份证掉了&open={talk}")
    assert "身份证到期换领、丢失补办怎么办" in seen(found) and "居民身份证法" in seen(found)
    inserted = browser.get(f"/seat/{talk}?q=身份证掉了&insert=KB-0001")
    assert "本人到派出所户籍窗口办。丢失补领40元。</textarea>" in inserted.text


def test_a_question_without_an_article_says_what_to_do(house: House, seen):
    assert "替群众登记诉求" in seen(house.signed_in(CHEN).get("/seat/knowledge?q=外星人"))


def test_a_phone_call_becomes_a_ticket_once_however_often_it_is_posted(house: House, seen):
    call = {"key": "来电-1", "what": "烈山大道井盖松动，车一过就响", "where": "烈山大道", "contact": "13997801111"}
    browser = house.signed_in(CHEN)
    first, again = browser.post("/seat/call", **call), browser.post("/seat/call", **call)
    number = str(first.url).split("filed=")[1]
    assert str(again.url).endswith(number) and f"请告诉来电人工单号： {number}" in seen(first)
    with house.office.store.look() as work:
        assert (work.tickets.row(number).channel, work.tickets.appeal(number).contact) == ("电话", "13997801111")


def test_a_call_refused_comes_back_as_it_was_typed(house: House, seen):
    refused = house.signed_in(CHEN).post("/seat/call", key="来电-2", what="井盖", where="烈山大道", confidential="1")
    assert "请把要反映的事情说清楚一些" in seen(refused)
    assert 'value="烈山大道"' in refused.text and 'name="confidential" value="1" checked' in refused.text
    assert 'value="来电-2"' in refused.text


def test_an_alert_about_a_ticket_leads_to_it(house: House):
    number = house.dispatched()
    _alert(house, "超期", f"{number} 签收时限已过")
    assert f'href="/tickets/{number}"' in house.signed_in(CHEN).get("/seat").text


def test_a_conversation_that_is_not_there_is_told(house: House, seen):
    missing = house.signed_in(CHEN).get("/seat/nothing")
    assert missing.status_code == 404 and "没有这个会话" in seen(missing)
