"""Which questions found no good answer? Those of the last 30 days, and why each is one, gathered by meaning."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from hotline.casework.knowledge.workbench import Workbench
from hotline.records import Gap, Question
from knowledge_base.article import Article
from knowledge_base.gaps import Asked, Cluster, Unanswered, clusters, continued, rephrased
from knowledge_base.text import normal
from knowledge_base.vectors import remembered

Kind = Literal["答不上", "反问", "没解决", "换着问"]
HELPED_WITHIN = timedelta(minutes=30)
"""A question back led somewhere when so soon an answer of the same conversation helped."""
FEWEST = 2
"""What was asked once may be chance: a gap was asked for at least so often."""


@dataclass(frozen=True, kw_only=True)
class Wanting:
    """A question and why it is here."""

    question: Question
    kind: Kind


@dataclass(frozen=True, kw_only=True)
class Found:
    """Questions that one article would answer, as they were asked."""

    cluster: Cluster
    asked: tuple[Wanting, ...]


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """Tonight's clusters, and finds again the gaps they belong to."""

    found: tuple[Found, ...]  # the most asked first
    origin: Sequence[float]  # the middle of all questions that articles answer, from where directions are measured

    def places(self, known: Sequence[Gap]) -> list[int | None]:
        """For each of `found` the place of the known gap it continues: by a wording it holds already, else by the centre if
        that is of the same vectors."""
        by_words = {wording(text): place for place, gap in enumerate(known) for text in gap.questions}
        alike = [place for place, gap in enumerate(known) if len(gap.centre) == len(self.origin)]
        clusters = [one.cluster for one in self.found]
        by_centre = continued(clusters, [known[place].centre for place in alike], origin=self.origin)
        return [
            _most_voted(cluster, by_words, None if near is None else alike[near])
            for cluster, near in zip(clusters, by_centre, strict=True)
        ]


def _most_voted(cluster: Cluster, by_words: Mapping[str, int], otherwise: int | None) -> int | None:
    votes = Counter(by_words[key] for text, _ in cluster.members if (key := wording(text)) in by_words)
    return votes.most_common(1)[0][0] if votes else otherwise


def wanting(questions: Sequence[Question]) -> list[Wanting]:
    """Each question once, for the weightiest reason; `questions` oldest first."""
    asked = [Asked(conversation=one.conversation, text=one.text, at=one.at) for one in questions]
    again = {(one.conversation, one.at, one.text) for one in rephrased(asked)}
    helped = _helped(questions)
    return [Wanting(question=one, kind=kind) for one in questions if (kind := _kind(one, helped, again))]


def _helped(questions: Iterable[Question]) -> Mapping[str, list[datetime]]:
    """When answers helped, by conversation."""
    found: dict[str, list[datetime]] = defaultdict(list)
    for one in questions:
        if one.helped:
            found[one.conversation].append(one.at)
    return found


def _kind(question: Question, helped: Mapping[str, list[datetime]], again: set) -> Kind | None:
    if question.helped is False:
        return "没解决"
    if question.outcome == "unknown":
        return "答不上"
    after = helped.get(question.conversation, ())
    if question.outcome == "clarify" and not any(timedelta(0) <= at - question.at <= HELPED_WITHIN for at in after):
        return "反问"
    rephrased_answer = question.outcome == "answer" and question.helped is None
    if rephrased_answer and (question.conversation, question.at, question.text) in again:
        return "换着问"
    return None


def gathered(bench: Workbench, found: Sequence[Wanting], articles: Iterable[Article]) -> Gathered:
    """The clusters that were asked for often enough; `articles` give the origin, there is at least one question in them."""
    by_wording: dict[str, list[Wanting]] = defaultdict(list)
    for one in found:
        by_wording[wording(one.question.text)].append(one)
    answered = [text for article in articles for text in article.questions]  # as the search remembers them
    origin = remembered(bench.vectors, answered, bench.cache).mean(axis=0)
    made = clusters(list(_unanswered(bench, by_wording)), origin=origin)
    return Gathered(
        found=tuple(
            Found(cluster=one, asked=tuple(told for text, _ in one.members for told in by_wording[wording(text)]))
            for one in made
            if one.total >= FEWEST
        ),
        origin=origin,
    )


def wording(text: str) -> str:
    """What is left of a question without punctuation: the same for the same words."""
    return normal(text).replace(" ", "")


def _unanswered(bench: Workbench, by_wording: Mapping[str, list[Wanting]]) -> Iterator[Unanswered]:
    """What has no letter in it is no question. Citizens' words are embedded anew, never remembered on disk."""
    asked = [same for words, same in by_wording.items() if words]
    vectors = bench.vectors.of([normal(same[0].question.text) for same in asked])
    for same, vector in zip(asked, vectors, strict=True):
        yield Unanswered(text=same[0].question.text, weight=len(same), vector=vector)
