"""What is held on those who have an account, and what libraries note of what they do."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from common.personal import Fate, Person, register_personal_field, register_store

from .models import User

WITH_ACCOUNT = {
    "accounts.User_groups": ["user"],
    "accounts.User_user_permissions": ["user"],
    "common.CreditedImage": ["uploaded_by_user"],
    "wagtail_localize.StringTranslation": ["last_translated_by"],
    "wagtail_localize.SegmentOverride": ["last_translated_by"],
    "wagtailusers.UserProfile": ["user"],
    "wagtaildocs.Document": ["uploaded_by_user"],
    "wagtailimages.Image": ["uploaded_by_user"],
    "wagtailadmin.EditingSession": ["user"],
    "wagtailadmin.FormState": ["user"],
    "wagtailcore.APIToken": ["user"],
    # Who did it is then a number that leads to nobody.
    "wagtailcore.ModelLogEntry": ["user"],
    "wagtailcore.PageLogEntry": ["user"],
    "wagtailcore.Revision": ["user"],
    "wagtailcore.UploadedFile": ["uploaded_by_user"],
    "wagtailcore.WorkflowState": ["requested_by"],
    "wagtailcore.TaskState": ["finished_by"],
    "wagtailcore.Page": ["locked_by", "owner"],
    "wagtailcore.Comment": ["user", "resolved_by"],
    "wagtailcore.CommentReply": ["user"],
    "wagtailcore.PageSubscription": ["user"],
}
OF_A_COMMENT = ("page_id", "text", "created_at")
OF_A_LOG = ("action", "label", "timestamp")
SHOWN = {
    "wagtailcore.Comment": OF_A_COMMENT,
    "wagtailcore.CommentReply": ("comment_id", "text", "created_at"),
    "wagtailcore.PageLogEntry": OF_A_LOG,
    "wagtailcore.ModelLogEntry": OF_A_LOG,
    "wagtailcore.Revision": ("object_id", "object_str", "created_at"),
    "wagtailusers.UserProfile": ("preferred_language", "current_time_zone", "avatar"),
}
OF_AN_ACCOUNT = ("email", "first_name", "last_name", "is_active", "date_joined", "last_login")


class SessionStore:
    """The sessions of someone who is signed in, and the picture of their profile."""

    def held(self, person: Person) -> Iterator[dict[str, Any]]:
        """Yield when each session ends."""
        for session in _sessions(person):
            yield {"signed in until": session.expire_date}

    def erase(self, person: Person) -> Iterator[str]:
        """Sign the person out, and delete the file of their picture."""
        sessions = _sessions(person)
        if sessions:
            Session.objects.filter(pk__in=[session.pk for session in sessions]).delete()
            yield f"sessions: {len(sessions)} deleted"
        profile = getattr(person.user, "wagtail_userprofile", None)
        if profile and profile.avatar:
            # Not before it is sure: a file does not come back.
            transaction.on_commit(partial(profile.avatar.storage.delete, profile.avatar.name))
            yield "picture of the profile: deleted"


class LogStore:
    """The site's history names the account by its address where it was made or changed."""

    def held(self, person: Person) -> Iterator[dict[str, Any]]:
        """Yield what was done to the account."""
        yield from _logs_about(person).values("action", "label", "timestamp")

    def erase(self, person: Person) -> Iterator[str]:
        """Take the address out of the history."""
        count = _logs_about(person).exclude(label="").update(label="", data={})
        if count:
            yield f"history of the account: emptied in {count}"


def register() -> None:
    """Tell the registry what is held here."""
    register_store("sessions", SessionStore())
    register_store("history of the account", LogStore())
    for model, names in WITH_ACCOUNT.items():
        for name in names:
            register_personal_field(model, name, Fate.WITH_ACCOUNT, SHOWN.get(model, ()))
    register_personal_field("accounts.User", "email", Fate.DELETE_ROW, OF_AN_ACCOUNT)


def _sessions(person: Person) -> list[Session]:
    """Return the open sessions of a person: who they are of is written inside."""
    if person.user is None:
        return []
    rows = Session.objects.filter(expire_date__gt=timezone.now())
    key = str(person.user.pk)
    return [row for row in rows.iterator() if row.get_decoded().get("_auth_user_id") == key]


def _logs_about(person: Person) -> Any:
    if person.user is None:
        return ModelLogEntry.objects.none()
    users = ContentType.objects.get_for_model(User)
    return ModelLogEntry.objects.filter(content_type=users, object_id=str(person.user.pk))
