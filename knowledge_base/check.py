"""May these articles be published? Every rule an editor must keep, all breaches at once, with file and line."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from urllib.parse import urlsplit

from knowledge_base.article import KINDS, SCOPES, Article
from knowledge_base.claims import About, claims
from knowledge_base.reader import Problem, line_of
from knowledge_base.text import content_words, normal

NEAR_BODIES = 0.35
"""Two bodies are near when, of all five-character pieces that stand in either (letters and digits only), more than this
share stands in both (Jaccard). Five characters are longer than nearly every word, so only common phrasing counts."""

NEW_WORDS = 4
"""A short answers when it has at least so many content words that neither title nor questions have, empty talk not
counted. Sentences that dodge the question have at most three; the poorest of the first 684 shorts had eleven."""

_BODY_CHARACTERS = range(250, 901)
_SHORT_CHARACTERS = range(15, 121)
_BOILERPLATE_FROM, _BOILERPLATE_IN = 20, 5
_EMPTY_TALK = frozenset(
    "具体 有关 相关 规定 按规定 政策 要求 标准 流程 手续 办理手续 材料 携带 部门 单位 机关 窗口 电话 热线 12345热线 "
    "咨询 询问 拨打 联系 了解 详情 关于 介绍 本条 反映 办理 处理 解决 按照 根据 依照 依法 按 及时 尽快 积极 认真 "
    "高度重视 请 由 将 以 前往 当地 实际 为准 情况 具体情况 即可".split()
)
_EVASIVE = re.compile(r"^(?:详见|请见|见下|请看|点击)|(?:详见|请看|请见|见)(?:下文|正文|全文|下方|附件)|详情请咨询")

Fault = tuple[Article, str, str]  # article, field, sentence


def check(
    articles: Sequence[Article],
    *,
    folder: Path,
    departments: Collection[str],
    categories: Collection[str],
    today: date,
) -> list[Problem]:
    """Every breach in `articles` as read from `folder`; departments by short name, categories by folder name."""
    faults = [fault for article in articles for fault in _alone(article, departments, categories, today)]
    for rule in (_same_ids, _same_titles, _same_questions, _near_bodies, _boilerplate):
        faults += rule(articles)
    return sorted(_located(fault, folder) for fault in faults)


def faults_beside(
    article: Article,
    others: Sequence[Article],
    *,
    departments: Collection[str],
    categories: Collection[str],
    today: date,
) -> list[tuple[str, str]]:
    """What one article that stands in no file breaks by itself or beside the others, as (field, sentence)."""
    faults = list(_alone(article, departments, categories, today))
    for rule in (_same_ids, _same_titles, _same_questions, _boilerplate):
        faults += rule([*others, article])
    for other in others:
        faults += _near_bodies([other, article])
    return [(field, sentence) for faulty, field, sentence in faults if faulty is article]


def _located(fault: Fault, folder: Path) -> Problem:
    article, field, sentence = fault
    line = line_of((folder / article.file).read_text(encoding="utf-8"), field) if article.file else 1
    return Problem(file=article.file or article.id, line=line, text=sentence)


def _alone(article: Article, departments: Collection[str], categories: Collection[str], today: date) -> Iterator[Fault]:
    """What one article breaks by itself."""
    for rule in (_identity, _questions, _keywords, _lengths, _dates(today), _proof(today)):
        yield from ((article, field, sentence) for field, sentence in rule(article))
    if article.department not in departments:
        yield article, "department", f"承办单位“{article.department}”不在单位名录里。"
    if article.main_category not in categories:
        yield article, "category", f"类目“{article.main_category}”不在类目表里。"


def _identity(article: Article) -> Iterator[tuple[str, str]]:
    if not re.fullmatch(r"KB-\d{4,}", article.id):
        yield "id", f"编号“{article.id}”不合式样，应如 KB-0001。"
    if article.kind not in KINDS:
        yield "kind", f"材料性质“{article.kind}”不在 {'、'.join(KINDS)} 之内。"
    if article.scope not in SCOPES:
        yield "scope", f"适用区域“{article.scope}”不在 {'、'.join(SCOPES)} 之内。"
    if not re.fullmatch(r"[^/]+/[^/]+", article.category):
        yield "category", f"类目“{article.category}”应写成“大类/小类”。"
    if article.file and article.file.partition("/")[0] != article.main_category:
        yield "category", f"类目“{article.main_category}”与所在文件夹不一致。"


def _questions(article: Article) -> Iterator[tuple[str, str]]:
    if len(article.questions) < 6:
        yield "questions", f"相似问法只有 {len(article.questions)} 条，至少要 6 条。"
    title = {word for word in content_words(article.title) if len(word) > 1}
    apart = sum(title.isdisjoint(content_words(question)) for question in article.questions)
    if apart < 2:
        yield "questions", f"与标题没有共同词语的问法只有 {apart} 条，至少要 2 条。"


def _keywords(article: Article) -> Iterator[tuple[str, str]]:
    for keyword in article.keywords:
        if len(keyword) > 20:
            yield "keywords", f"关键词“{keyword}”超过 20 字。"
        if keyword == article.title:
            yield "keywords", f"关键词“{keyword}”与标题相同。"


def _lengths(article: Article) -> Iterator[tuple[str, str]]:
    if len(article.title) > 40:
        yield "title", f"标题 {len(article.title)} 字，最多 40 字。"
    if len(article.short) not in _SHORT_CHARACTERS:
        yield "short", f"短答 {len(article.short)} 字，应在 15 至 120 字之间。"
    if _EVASIVE.search(article.short):
        yield "short", "短答没有作答，只是让人去看别处。"
    elif len(_news(article)) < NEW_WORDS:
        yield "short", "短答没有作答，除了标题和问法里的话几乎没说别的。"
    length = len("".join(article.body.split()))
    if length not in _BODY_CHARACTERS:
        yield "body", f"正文 {length} 字，应在 250 至 900 字之间。"


def _news(article: Article) -> set[str]:
    """What the short says beyond the question."""
    asked = content_words(" ".join((article.title, *article.questions)))
    return set(content_words(article.short)) - set(asked) - _EMPTY_TALK


def _dates(today: date) -> Callable[[Article], Iterator[tuple[str, str]]]:
    def rule(article: Article) -> Iterator[tuple[str, str]]:
        if article.expires is not None and article.expires < today:
            yield "expires", f"已于 {article.expires} 过期。"
        if article.expires is not None and article.expires < article.effective:
            yield "expires", "失效日早于生效日。"
        if article.review_due < today:
            yield "review_due", f"应于 {article.review_due} 复审，已逾期。"
        if article.confirmed > today:
            yield "confirmed", f"核对日 {article.confirmed} 还没有到。"

    return rule


def _proof(today: date) -> Callable[[Article], Iterator[tuple[str, str]]]:
    def rule(article: Article) -> Iterator[tuple[str, str]]:
        claimed = [f"{about}“{shown}”" for about, shown in _claimed(article).items()]
        if not article.sources:
            yield from (("sources", f"{what}没有来源。") for what in claimed)
        if not article.basis and article.kind != "生活服务":
            yield "basis", "没有写明依据。"
        for source in article.sources:
            if not re.match(r"https?://[^\s/]+", source.url):
                yield "sources", f"来源“{source.title}”的网址“{source.url}”不完整。"
            elif claimed and _home_page(source.url):
                yield "sources", f"来源“{source.title}”只写到网站首页，{claimed[0]}要写到具体页面。"
            if source.looked_up > today:
                yield "sources", f"来源“{source.title}”的查阅日 {source.looked_up} 还没有到。"

    return rule


def _home_page(url: str) -> bool:
    """Whether the address names a site and no page of it."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query and not parts.fragment


def _claimed(article: Article) -> dict[About, str]:
    """The first telephone, fee and limit, as written."""
    first: dict[About, str] = {}
    for claim in claims(article):
        if claim.about is not About.PAPER:
            first.setdefault(claim.about, claim.shown)
    return first


def _same_ids(articles: Sequence[Article]) -> list[Fault]:
    return _repeated(((article, article.id) for article in articles), "id", "编号")


def _same_titles(articles: Sequence[Article]) -> list[Fault]:
    return _repeated(((article, article.title) for article in articles), "title", "标题")


def _same_questions(articles: Sequence[Article]) -> list[Fault]:
    asked = ((article, question) for article in articles for question in article.questions)
    return _repeated(asked, "questions", "问法")


def _repeated(pairs: Iterator[tuple[Article, str]], field: str, name: str) -> list[Fault]:
    first: dict[str, Article] = {}
    faults = []
    for article, text in pairs:
        key = normal(text).replace(" ", "")
        if key in first:
            faults.append((article, field, f"{name}“{text}”与 {first[key].id} 重复。"))
        first.setdefault(key, article)
    return faults


def _near_bodies(articles: Sequence[Article]) -> list[Fault]:
    """Counts shared pieces by piece, so that only pairs that share something cost anything."""
    pieces = [_pieces(article.body) for article in articles]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, found in enumerate(pieces):
        for piece in found:
            holders[piece].append(number)
    shared = Counter(pair for numbers in holders.values() for pair in combinations(numbers, 2))
    faults = []
    for (one, other), count in shared.items():
        likeness = count / (len(pieces[one]) + len(pieces[other]) - count)
        if likeness > NEAR_BODIES:
            faults.append((articles[other], "body", f"正文与 {articles[one].id} 有 {likeness:.0%} 相同。"))
    return faults


def _pieces(body: str) -> set[str]:
    text = normal(body).replace(" ", "")
    return {text[at : at + 5] for at in range(len(text) - 4)}


def _boilerplate(articles: Sequence[Article]) -> list[Fault]:
    holders: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        for sentence in set(_sentences(article.body)):
            holders[sentence].append(article)
    return [
        (article, "body", f"句子“{sentence}”在 {len(found)} 条里一字不差地出现。")
        for sentence, found in holders.items()
        if len(found) > _BOILERPLATE_IN
        for article in found
    ]


def _sentences(body: str) -> Iterator[str]:
    for sentence in re.split(r"[。！？；\n]", body):
        if len(sentence.strip()) >= _BOILERPLATE_FROM:
            yield sentence.strip()
