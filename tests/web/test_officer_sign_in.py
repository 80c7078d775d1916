"""Who comes in, and where to?"""

import pytest
from officer_house import CHEN, EDITOR, LI, LIU, PASSWORD, WANG, House

from hotline.web.sign_in import local_path


@pytest.mark.parametrize(
    ("person", "desk"), [(CHEN, "/seat"), (LIU, "/dispatch"), (LI, "/inbox"), (WANG, "/board"), (EDITOR, "/knowledge")]
)
def test_each_role_starts_at_its_own_desk(house: House, person, desk):
    landed = house.visitor().post("/sign-in", login=person.login, password=PASSWORD, next="/desk")
    assert (landed.status_code, landed.url.path) == (200, desk)


def test_a_page_asked_for_before_signing_in_is_where_one_lands_afterwards(house: House):
    number = house.dispatched()
    browser = house.visitor()
    asked = browser.get(f"/tickets/{number}")
    assert str(asked.url).endswith(f"/sign-in?next=/tickets/{number}")
    landed = browser.post("/sign-in", login="wang", password=PASSWORD, next=f"/tickets/{number}")
    assert landed.url.path == f"/tickets/{number}"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",  # browsers read a backslash as a slash
        "/\t/evil.example",  # and drop tabs
        "javascript:alert(1)",
        "",
        "/sign-out",  # an act, not a page
    ],
)
def test_signing_in_never_leads_away_from_this_site(wanted):
    assert local_path(wanted) == "/desk"


def test_a_wrong_password_keeps_the_name_and_says_so(house: House, seen):
    refused = house.visitor().post("/sign-in", login="liu", password="不对")
    assert refused.status_code == 401
    assert "账号或密码不对" in seen(refused)
    assert 'value="liu"' in refused.text


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(house: House, seen):
    browser = house.visitor()
    for _ in range(5):
        browser.post("/sign-in", login="liu", password="不对")
    locked = browser.post("/sign-in", login="liu", password=PASSWORD)
    assert "已临时锁定15分钟" in seen(locked)
    house.passes(minutes=16)
    assert browser.post("/sign-in", login="liu", password=PASSWORD).url.path == "/dispatch"


def test_a_form_without_the_token_is_refused(house: House, seen):
    browser = house.visitor()
    refused = browser.client.post("/sign-in", data={"login": "liu", "password": PASSWORD})
    assert refused.status_code == 403
    assert "页面已过期" in seen(refused)


def test_signing_out_ends_the_session(house: House):
    browser = house.signed_in(LIU)
    browser.post("/sign-out")
    assert browser.get("/dispatch").url.path == "/sign-in"


def test_a_session_ends_after_ten_hours(house: House):
    browser = house.signed_in(LIU)
    house.passes(hours=10, minutes=1)
    assert browser.get("/dispatch").url.path == "/sign-in"


def test_demonstration_accounts_are_offered_only_where_they_are_set(house: House, seen):
    assert "演示账号" not in seen(house.visitor().get("/sign-in"))
    offered = house.visitor(demo=(("liu", PASSWORD, "派单员 · 小刘"),)).get("/sign-in")
    assert "派单员 · 小刘" in seen(offered)


@pytest.mark.parametrize(
    ("person", "path"),
    [
        (LI, "/dispatch"),
        (LI, "/board"),
        (LI, "/seat"),
        (LIU, "/inbox"),
        (CHEN, "/board"),
        (EDITOR, "/tickets"),  # an editor has no business with citizens' matters
    ],
)
def test_a_page_of_another_role_stays_closed_and_says_whose_it_is(house: House, seen, person, path):
    closed = house.signed_in(person).get(path)
    assert closed.status_code == 403
    assert "这个页面由" in seen(closed) and "回我的工作台" in seen(closed)
