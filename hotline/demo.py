"""With whom can a newcomer sign in? Demonstration accounts, one for each kind of person and each department."""

import hashlib

from hotline.casework.office import Office
from hotline.ports import Person
from integrations.wechat.account import Account
from tickets.people import Role

PASSWORD = "Zengdu-12345"
SHOWN = (
    ("huawu", "话务员"),
    ("paidan", "派单员"),
    ("城管", "承办单位·城管"),
    ("住建", "承办单位·住建"),
    ("duban", "督办"),
    ("zhishi", "知识库管理员"),
    ("fuhe", "知识库管理员（复核）"),
    ("admin", "管理员"),
)
_STAFF = (
    ("huawu", "话务员小周", Role.OPERATOR),
    ("paidan", "派单员小陈", Role.DISPATCHER),
    ("duban", "督办员老李", Role.SUPERVISOR),
    ("zhishi", "知识库管理员小吴", Role.EDITOR),
    ("fuhe", "知识库管理员老郑", Role.EDITOR),
    ("admin", "系统管理员", Role.ADMINISTRATOR),
)


def accounts(office: Office) -> tuple[tuple[str, str, str], ...]:
    """Make the accounts that are missing; returns (login, password, who) of those shown on the sign-in page."""
    with office.store.look() as work:
        missing = [person for person in _people(office) if work.people.find(person.login) is None]
    if missing:
        password_hash = office.passwords.hashed(PASSWORD)
        with office.store.work() as work:
            for person in missing:
                work.people.add(
                    Person(
                        login=person.login,
                        name=person.name,
                        role=person.role,
                        department=person.department,
                        password_hash=password_hash,
                    )
                )
    return tuple((login, PASSWORD, who) for login, who in SHOWN)


def wechat(session_key: str) -> Account:
    """An official account for rehearsal, with keys of this installation's own."""
    token, aes = (hashlib.sha256(f"{name}:{session_key}".encode()) for name in ("token", "aes"))
    return Account(
        app_id="wx0000000000000000",
        token=token.hexdigest()[:32],
        encoding_aes_key=aes.hexdigest()[:43],
        secret="rehearsal",
    )


def _people(office: Office) -> list[Person]:
    staff = [Person(login=login, name=name, role=role) for login, name, role in _STAFF]
    officers = [
        Person(login=one.short, name=f"{one.short}经办人", role=Role.DEPARTMENT, department=one.short)
        for one in office.directory.departments
    ]
    return staff + officers
