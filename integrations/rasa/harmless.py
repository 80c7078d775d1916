"""What does a dialogue look like without Rasa, for tests and for newcomers?"""

from __future__ import annotations

from collections.abc import Mapping

from integrations.rasa.contract import DialogueSilent, Said, plain


class ScriptedDialogue:
    """Replies by a script of words → messages; it is silent about everything else."""

    def __init__(self, script: Mapping[str, list[Said]]) -> None:
        self._script = script
        self.heard: list[tuple[str, str]] = []

    def say(self, conversation: str, text: str, timeout: float) -> list[Said]:
        self.heard.append((conversation, plain(text)))
        said = self._script.get(plain(text))
        if not said:
            raise DialogueSilent("The script has no reply to this.")
        return said
