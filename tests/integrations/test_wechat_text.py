"""Are long answers paged without loss, and are choices shown and understood by their numbers?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.wechat.choices import render
from integrations.wechat.paging import PAGE_BYTES, fits, pages

chinese = st.text(st.sampled_from("曾都区路灯坏了。！？，；\n ”a1?.😀"), max_size=1500)


class TestPaging:
    @given(st.one_of(chinese, st.text(max_size=400)), st.integers(4, 200))
    def test_nothing_is_lost_and_every_page_fits(self, text, limit):
        cut = pages(text, limit=limit)
        assert "".join(cut) == text.strip()
        assert all(0 < len(page.encode()) <= limit for page in cut)

    @given(chinese)
    def test_the_usual_page_is_what_wechat_takes(self, text):
        assert all(fits(page) for page in pages(text))

    def test_a_text_of_exactly_one_page_stays_whole(self):
        text = "灯" * 682 + "ab"
        assert len(text.encode()) == PAGE_BYTES
        assert pages(text) == [text]

    def test_a_cut_falls_after_a_sentence(self):
        assert pages("请带身份证。到政务大厅三楼办理。", limit=36) == ["请带身份证。", "到政务大厅三楼办理。"]

    def test_a_closing_quote_stays_with_its_sentence(self):
        assert pages("他说：“灯坏了。”请来修一修吧。", limit=27) == ["他说：“灯坏了。”", "请来修一修吧。"]

    def test_a_sentence_longer_than_a_page_is_cut_after_a_clause(self):
        assert pages("带身份证，带户口簿，带照片", limit=30) == ["带身份证，带户口簿，", "带照片"]

    def test_a_clause_longer_than_a_page_is_cut_between_characters(self):
        assert pages("灯灯灯灯😀😀", limit=10) == ["灯灯灯", "灯😀", "😀"]

    @pytest.mark.parametrize("limit", [14, 34])  # the page would end after "https:" and after "a?b"
    def test_no_page_ends_at_a_mark_inside_an_address(self, limit):
        assert pages("详见 https://zengdu.example/a?b=1 页面", limit=limit)[0] == "详见 "

    @pytest.mark.parametrize("empty", ["", " \n\t"])
    def test_an_empty_text_has_no_pages(self, empty):
        assert pages(empty) == []

    def test_a_page_too_small_for_a_character_is_refused(self):
        with pytest.raises(ValueError, match="4 个字节"):
            pages("灯", limit=3)


class TestChoices:
    questions = ("居民医保怎么缴费", "异地就医怎么备案", "转人工")

    def test_choices_are_numbered_lines(self):
        assert render("您想问的是：", self.questions) == (
            "您想问的是：\n\n回复数字：\n1 居民医保怎么缴费\n2 异地就医怎么备案\n3 转人工"
        )

    def test_without_choices_the_text_stands_alone(self):
        assert render("您好。", ()) == "您好。"
