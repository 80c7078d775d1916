"""What may an officer see of the reporter? Masks that never let the middle digits through."""

import re

_LONG_DIGITS = re.compile(r"(?<!\d)(?<!ZD)(?:1\d{2}[ -]\d{4}[ -]\d{4}|\d{7,})(?!\d)")


def masked(contact: str) -> str:
    """A telephone number or name with its middle hidden: 138****5678, 王**."""
    text = contact.strip()
    if sum(character.isdigit() for character in text) >= 7:
        return f"{text[:3]}****{text[-4:]}" if len(text) >= 11 else f"{text[:2]}****{text[-2:]}"
    return text[:1] + "**" if text else ""


def without_numbers(text: str) -> str:
    """The text with every run of seven or more digits masked, also a mobile number written 138 7288 0019, but not a
    ticket's own number: what may be logged or shown to a department."""
    return _LONG_DIGITS.sub(lambda found: masked(found.group()), text)
