"""What somebody reads who meets Liaison for the first time."""

from handlers.blocks import Message, context, section
from handlers.text import joined, said


def welcome() -> Message:
    """Three things to try."""
    text = said("Hello, I am Liaison. I keep what clients ask for from getting lost. Three things to try:")
    things = [
        said("1. Log what a client asks: `/request Acme: reprint of the brochure by fri 4pm`"),
        said("2. Have somebody reminded: `/nudge me in 2h to call Acme`"),
        said("3. See what is on your plate: `/liaison my day`, or the *Home* tab above."),
    ]
    more = said("Each command answers `help`. In threads mention me: `@Liaison status` under a card.")
    return Message(text, [section(joined([text, *things])), context(more)])
