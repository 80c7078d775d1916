import pytest

from knowledge_base.claims import About, claims
from tests.knowledge_base.small_library import an_article


def claimed(sentence: str) -> list[tuple[str, set]]:
    """Unit and values of every claim of an article that says this alone."""
    return [(claim.unit, set(claim.values)) for claim in claims(an_article(short=sentence, body=""))]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("丢失补领工本费40元", [("元", {40})]),
        ("拒不改正的处五千元以上2万元以下罚款", [("元", {5_000, 20_000})]),
        ("个人罚3万至30万元", [("元", {30_000, 300_000})]),
        ("一等奖3至5万元", [("元", {30_000, 50_000})]),  # 3 is 3万 here
        ("可罚5000至2万元", [("元", {5_000, 20_000})]),  # but 5000 is not 5000万
        ("首套契税1%，二套2％", [("%", {1}), ("%", {2})]),
        ("全程不收费", [("元", {0})]),
        ("受理之日起20日内发证", [("日", {20})]),
        ("最长拘留十五天", [("日", {15})]),
        ("二十四小时内登记", [("小时", {24})]),
        ("7个工作日内答复", [("工作日", {7})]),  # a working day is no day
        ("试用期最长6个月", [("月", {6})]),
        ("时效3年", [("月", {36})]),
        ("打12333或027-59761003", [("电话", {"12333", "02759761003"})]),
        ("带身份证、户口本", [("身份证", {"要"}), ("户口簿", {"要"})]),
        ("不用户口本", [("户口簿", {"不要"})]),
        ("户口本已经不需要", [("户口簿", {"不要"})]),
        ("要不要租赁合同由各地定", []),  # a question says nothing
        ("2026年11月23日起施行", []),  # a date is no limit
        ("1月1日到6月30日报税", []),
        ("真高120米以下、新增114种", []),  # nor are these telephones
        ("第10年上线检测", []),
    ],
)
def test_values_are_read_as_they_are_written(sentence: str, found: list) -> None:
    assert claimed(sentence) == found


def test_a_claim_keeps_its_sentence_and_what_stands_in_it() -> None:
    (claim,) = claims(an_article(short="", body="**多久**　受理以后，一般20日内发证。急用可办临时身份证。"))
    assert (claim.article, claim.about, claim.shown) == ("KB-0511", About.LIMIT, "20日")
    assert (claim.clause, claim.sentence) == ("一般20日内发证", "**多久**　受理以后，一般20日内发证")
