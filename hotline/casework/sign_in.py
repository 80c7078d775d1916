"""Who may come in? Passwords checked slowly, and an account that closes for a while after repeated failures."""

from datetime import datetime, timedelta

from hotline.casework.office import Office
from hotline.ports import Person
from hotline.troubles import Trouble

TRIES = 5
LOCKED_FOR = timedelta(minutes=15)


class SignInRefused(Trouble):
    """Wrong name or password, or the account is locked; the sentence does not say which name exists."""


def sign_in(office: Office, login: str, password: str, now: datetime) -> Person:
    with office.store.look() as work:
        person = work.people.find(login.strip())
    if person and person.locked_until and person.locked_until > now:
        raise SignInRefused("连续输错次数过多，账号已临时锁定15分钟。请稍后再试，或联系管理员。")
    matches = office.passwords.matches(person.password_hash if person else "", password)
    if person and matches:
        _remember(office, person, 0, None)
        return person
    if person:
        failed = person.failed + 1
        _remember(office, person, failed % TRIES, now + LOCKED_FOR if failed >= TRIES else None)
    raise SignInRefused("账号或密码不对。连续输错5次会锁定15分钟。")


def _remember(office: Office, person: Person, failed: int, locked_until: datetime | None) -> None:
    if (failed, locked_until) != (person.failed, person.locked_until):
        with office.store.work() as work:
            work.people.remember_failure(person.login, failed, locked_until)
