"""What nations tell each other, and what the agreement lets through.

In: drafts of messages, the agreement in force, the state of the links.
Out: messages released, coarsened, delayed or lost; refusals with their reason; a register of notices.

Public: ``agreement.Agreement``; ``message`` (every message kind and the envelope); ``release.release``;
``link.Link``; ``inbound.receive``.
"""
