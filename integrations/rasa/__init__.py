"""How does the service talk with the dialogue engine, and what does it do when the engine is silent?"""

from integrations.rasa.contract import Choice, Dialogue, DialogueSilent, Said
from integrations.rasa.harmless import ScriptedDialogue
from integrations.rasa.rest import RestDialogue

__all__ = ["Choice", "Dialogue", "DialogueSilent", "RestDialogue", "Said", "ScriptedDialogue"]
