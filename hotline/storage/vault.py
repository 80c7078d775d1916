"""Where is the reporter's contact? Sealed, so that the database file alone does not give it away."""

from cryptography.fernet import Fernet


class Vault:
    """Seals and unseals a contact with one key; neither prints it."""

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(key)

    def seal(self, contact: str) -> bytes | None:
        return self._fernet.encrypt(contact.encode()) if contact else None

    def unseal(self, sealed: bytes | None) -> str:
        return self._fernet.decrypt(bytes(sealed)).decode() if sealed else ""

    def __repr__(self) -> str:
        return "Vault(…)"
