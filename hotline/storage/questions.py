"""What did citizens ask the knowledge base, and where was it found wanting?"""

from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, select, update

from hotline.records import Gap, Question
from hotline.storage.shelf_tables import gaps, questions
from hotline.troubles import NoSuchArticle

_OPEN, _CLOSED = ("待处理", "编写中"), ("已补上", "不补")
_NEWEST_ANSWER = (
    select(questions.c.id)
    .where(
        questions.c.conversation == bindparam("conversation"),
        questions.c.outcome == "answer",
        questions.c.at >= bindparam("since"),
    )
    .order_by(questions.c.at.desc(), questions.c.id.desc())
    .limit(1)
)


class SqlQuestions:
    """`hotline.shelf.Questions` over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, question: Question) -> None:
        row = {
            "conversation": question.conversation,
            "text": question.text,
            "at": question.at,
            "outcome": question.outcome,
            "shown": list(question.shown),
            "version": question.version,
            "probability": question.probability,
            "helped": question.helped,
        }
        self._connection.execute(questions.insert(), row)

    def judge(self, conversation: str, helped: bool, since: datetime) -> bool:
        newest = self._connection.scalar(_NEWEST_ANSWER, {"conversation": conversation, "since": since})
        unjudged = (questions.c.id == newest) & questions.c.helped.is_(None)
        return self._connection.execute(update(questions).where(unjudged).values(helped=helped)).rowcount == 1

    def asked(self, start: datetime, end: datetime, limit: int = 10_000) -> list[Question]:
        within = select(questions).where(questions.c.at >= start, questions.c.at < end)
        newest = within.order_by(questions.c.at.desc(), questions.c.id.desc()).limit(limit)
        return [_question(row) for row in reversed(self._connection.execute(newest).all())]

    def gaps(self, *, closed: bool = False) -> list[Gap]:
        if closed:
            wanted = select(gaps).where(gaps.c.status.in_(_CLOSED)).order_by(gaps.c.closed_at.desc(), gaps.c.id.desc())
        else:
            wanted = select(gaps).where(gaps.c.status.in_(_OPEN)).order_by(gaps.c.total.desc(), gaps.c.id)
        return [_gap(row) for row in self._connection.execute(wanted)]

    def gap(self, gap_id: int) -> Gap:
        row = self._connection.execute(select(gaps).where(gaps.c.id == gap_id)).first()
        if row is None:
            raise _no_such_gap(gap_id)
        return _gap(row)

    def keep_gap(self, gap: Gap) -> int:
        row = {name: value for name, value in vars(gap).items() if name != "id"}
        row |= {"questions": list(gap.questions), "kinds": dict(gap.kinds), "centre": list(gap.centre)}
        if not gap.id:
            return self._connection.execute(gaps.insert().returning(gaps.c.id), row).scalar_one()
        if not self._connection.execute(update(gaps).where(gaps.c.id == gap.id).values(row)).rowcount:
            raise _no_such_gap(gap.id)
        return gap.id


def _no_such_gap(gap_id: int) -> NoSuchArticle:
    return NoSuchArticle(f"没有编号 {gap_id} 的知识缺口，请刷新缺口清单再看。")


def _question(row: Row) -> Question:
    return Question(**{**row._mapping, "shown": tuple(row.shown)})


def _gap(row: Row) -> Gap:
    return Gap(**{**row._mapping, "questions": tuple(row.questions), "centre": tuple(row.centre)})
