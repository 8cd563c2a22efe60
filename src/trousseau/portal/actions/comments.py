"""Comments on what is shared and on ideas: by the client, to whom an answer is promised, and by us."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.plans.actions.writing import words
from trousseau.portal.access import Window
from trousseau.portal.actions import answering
from trousseau.portal.models import Comment, Said, Space
from trousseau.portal.queries.threads import Thread


def comment(window: Window, thread: Thread, text: str) -> Comment:
    """Say something about what is shared, as somebody of the client; the thread was found through the window."""
    member = answering.member_of(window)
    with transaction.atomic():
        made = _said(member.user, member.space, thread, text, ours=False)
        answering.promised(member, Said.COMMENT, thread.key, made.text)
    return made


def reply(user: User, space: Space, thread: Thread, text: str) -> Comment:
    """Answer in the thread: whoever waited for an answer in it has one."""
    answering.demand(user, space.account)
    with transaction.atomic():
        made = _said(user, space, thread, text, ours=True)
        answering.answered(user, space, Said.COMMENT, thread.key, made.text)
    return made


def _said(user: User, space: Space, thread: Thread, text: str, *, ours: bool) -> Comment:
    said = words("text", text, 2000, _("Write what you want to say."))
    made = Comment.objects.create(space=space, kind=thread.kind, item=thread.item, text=said, author=user, ours=ours)
    audit.record(user, "comment.made", space.account, after={"on": thread.title, "text": said})
    return made
