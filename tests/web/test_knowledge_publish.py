"""What will change for citizens? Losses come first, and nothing that loses an answer goes out without a reason."""

from dataclasses import replace

import pytest
from library_house import LAMP, LAMP_OUT, ZHAO, ZHENG, drafted, life_of, reviewing, rival
from officer_house import CHEN, EDITOR, WANG, ZHANG, House

from knowledge_base.life import Standing
from tests.casework.knowledge.one_shelf import SNOW


def test_the_page_comes_at_once_and_fetches_the_rehearsal(library: House, seen):
    article = reviewing(library)
    answer = library.signed_in(ZHENG).get(f"/knowledge/{article}/publish")
    assert f'hx-get="/knowledge/{article}/rehearsal" hx-trigger="load"' in answer.text
    assert f'href="/knowledge/{article}/publish?run=1"' in answer.text  # without scripts
    assert "复核无误" not in answer.text


def test_without_a_loss_one_press_publishes(library: House, seen):
    article = reviewing(library)
    browser = library.signed_in(ZHENG)
    words = seen(browser.get(f"/knowledge/{article}/rehearsal"))
    assert "没有任何问题的答案会变坏" in words and "用了 1 个标准问题" in words and "复核无误，发布" in words
    done = browser.post(f"/knowledge/{article}/publish", seen=3)
    assert "复核发布成功" in seen(done) and "核对了标准问题 1 个" in seen(done)
    assert life_of(library, article).standing is Standing.PUBLISHED


def test_a_loss_is_told_first_and_stops_the_publication(library: House, seen):
    article = reviewing(library, rival(LAMP_OUT))
    browser = library.signed_in(ZHENG)
    words = seen(browser.get(f"/knowledge/{article}/publish?run=1"))
    assert "1 个问题变坏" in words and f"✕ 变坏 标准问题 {LAMP_OUT} 原来： 路灯报修" in words
    assert "复核无误，发布" not in words and "仍然发布" in words
    refused = browser.post(f"/knowledge/{article}/publish", seen=3)
    assert refused.status_code == 400 and "✕ 变坏" in seen(refused)
    assert life_of(library, article).standing is Standing.NEVER


def test_a_loss_is_overruled_with_a_reason_that_stays_on_record(library: House, seen):
    article = reviewing(library, rival(LAMP_OUT))
    browser = library.signed_in(ZHENG)
    assert browser.post(f"/knowledge/{article}/publish", seen=3, overrule="1", why=" ").status_code == 400
    assert browser.post(f"/knowledge/{article}/publish", seen=3, why="只有理由，没有说要越过").status_code == 400
    done = seen(browser.post(f"/knowledge/{article}/publish", seen=3, overrule="1", why="路灯改由住建管"))
    assert "复核发布成功" in done and "路灯改由住建管" in done and f"变坏：“{LAMP_OUT}”" in done
    assert life_of(library, article).standing is Standing.PUBLISHED


def test_the_author_sees_the_rehearsal_but_is_not_the_second_person(library: House, seen):
    article = reviewing(library)
    browser = library.signed_in(EDITOR)
    assert "起草人不能复核发布自己的稿子" in seen(browser.get(f"/knowledge/{article}/rehearsal"))
    refused = browser.post(f"/knowledge/{article}/publish", seen=3)
    assert refused.status_code == 400 and "起草人不能复核发布自己的稿子" in seen(refused)
    assert life_of(library, article).standing is Standing.NEVER


def test_what_was_published_meanwhile_is_not_published_twice(library: House):
    article = reviewing(library)
    library.signed_in(ZHENG).post(f"/knowledge/{article}/publish", seen=3)
    assert library.signed_in(ZHAO).post(f"/knowledge/{article}/publish", seen=3).status_code in (400, 409)
    assert life_of(library, article).revision == 4


def test_a_draft_has_nothing_to_publish_yet(library: House, seen):
    article = drafted(library)
    assert "现在不能发布：草稿" in seen(library.signed_in(ZHENG).get(f"/knowledge/{article}/rehearsal"))
    assert library.signed_in(ZHENG).post(f"/knowledge/{article}/publish", seen=1).status_code == 400


def test_taking_down_is_rehearsed_too(library: House, seen):
    words = seen(library.signed_in(ZHENG).get(f"/knowledge/{LAMP}/publish?withdraw=1&run=1"))
    assert "下架前看一看" in words and f"✕ 变坏 标准问题 {LAMP_OUT}" in words and "确认下架" in words


def test_nothing_published_means_nothing_to_take_down(library: House, seen):
    article = drafted(library, replace(SNOW, title="还没发布的"))
    words = seen(library.signed_in(ZHENG).get(f"/knowledge/{article}/rehearsal?withdraw=1"))
    assert "没有核对" in words and "确认下架" not in words


@pytest.mark.parametrize("person", [ZHANG, WANG, CHEN], ids=lambda person: str(person.role))
def test_others_do_not_publish(library: House, person):
    article = reviewing(library)
    browser = library.signed_in(person)
    assert browser.get(f"/knowledge/{article}/publish").status_code == 403
    assert browser.get(f"/knowledge/{article}/rehearsal").status_code == 403
    assert browser.post(f"/knowledge/{article}/publish", seen=3).status_code == 403


def test_publishing_without_the_forms_token_is_refused(library: House):
    article = reviewing(library)
    assert library.signed_in(ZHENG).client.post(f"/knowledge/{article}/publish", data={"seen": 3}).status_code == 403
    assert life_of(library, article).standing is Standing.NEVER
