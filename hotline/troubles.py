"""What may be refused or fail outside the law of a ticket? Each a sentence that says what to do next."""


class Trouble(Exception):
    """Root of what storage refuses; the text is Chinese and says what to do next."""


class NoSuchTicket(Trouble):
    """There is no ticket of that number, or it is not this person's to see: one sentence for both, so that numbers
    cannot be probed."""

    def __init__(self, number: str) -> None:
        super().__init__(f"没有查到工单 {number}。请核对工单号；在别处登记的诉求，请用当时的渠道查询。")


class NoSuchConversation(Trouble):
    """There is no conversation of that id."""


class NoSuchArticle(Trouble):
    """There is no article, version or gap of that id."""


class Collision(Trouble):
    """Somebody else acted on the ticket or article first; nothing of this act was stored."""


class StorageBusy(Trouble):
    """The database is locked, full or out of reach; nothing was stored, and a later try may work."""


class FileUnreadable(Trouble):
    """An uploaded file is not the table it should be."""


class DialogueSilent(Exception):
    """The dialogue engine gave no usable answer in time: down, failing or too slow."""


class Undelivered(Exception):
    """The channel did not take the line; `final` says that another try is pointless."""

    def __init__(self, sentence: str, *, final: bool = False) -> None:
        super().__init__(sentence)
        self.final = final


class CallbackRefused(Exception):
    """What was posted is not to be believed or cannot be read; `status` is the HTTP status to refuse it with."""

    def __init__(self, reason: str, status: int = 403) -> None:
        super().__init__(reason)
        self.status = status
