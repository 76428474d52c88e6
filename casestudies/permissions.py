"""Which pages a person may change, and which they may know of, in the admin.

Wagtail's rules, by groups and by place in the tree, with three more: authors write the cases that
name them, tutors those of their promotions, and who may only add pages sees no draft of others.
"""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from wagtail.models import Page, PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from accounts.roles import TRANSLATE

REVIEW = "casestudies.review_promotion"
# What lets a group see the drafts of others, where it has it.
WIDE = frozenset({"change", "publish", "lock", "unlock", "bulk_delete"})


class CasePagePermissionPolicy(PagePermissionPolicy):
    """Wagtail's policy for pages, aware of authors, tutors and drafts."""

    def user_has_any_permission(self, user: Any, actions: Collection[str]) -> bool:
        if super().user_has_any_permission(user, actions):
            return True
        return "change" in actions and bool(_tutors_roots(user))

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Collection[str], instance: Page
    ) -> bool:
        if super().user_has_any_permission_for_instance(user, actions, instance):
            return True
        return "change" in actions and instance.pk in shared_ids(user)

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Collection[str]
    ) -> PageQuerySet:
        pages = super().instances_user_has_any_permission_for(user, actions)
        if "change" in actions and not user.is_superuser:
            pages |= self.model._default_manager.filter(pk__in=_shared_pages(user).values("pk"))
        return pages

    def instances_with_direct_explore_permission(self, user: Any) -> Any:
        pages = super().instances_with_direct_explore_permission(user)
        if user.is_superuser:
            return pages
        if pages and user.has_perm(TRANSLATE):
            # What is to be translated is elsewhere than its translations.
            return [Page.get_first_root_node()]
        return [*pages, *_tutors_roots(user)]

    def explorable_instances(self, user: Any) -> PageQuerySet:
        pages = self._base_queryset_for_user(user)
        if pages is not None:
            return pages
        root = self.explorable_root_instance(user)
        if root is None:
            return self.model._default_manager.none()
        with_published = is_limited(user) or user.has_perm(TRANSLATE)
        pages = self._known(user, with_published=with_published)
        return pages.filter(path__startswith=root.path)

    def visible_instances(self, user: Any) -> PageQuerySet:
        """Return the pages that a person may know of: theirs, those on the way, the published."""
        pages = self._base_queryset_for_user(user)
        return self._known(user, with_published=True) if pages is None else pages

    def _known(self, user: Any, *, with_published: bool) -> PageQuerySet:
        every_page = self.model._default_manager
        pages = self.instances_user_has_any_permission_for(user, WIDE)
        for page in self.instances_with_direct_explore_permission(user):
            pages |= every_page.ancestor_of(page, inclusive=True)
        if with_published:
            # Lists show the title of the draft: one that is being renamed is left out.
            pages |= every_page.live().public().filter(draft_title=F("title"))
        return pages


class CasePermissionTester(PagePermissionTester):
    """What a person may do with a case study."""

    def can_edit(self) -> bool:
        if super().can_edit():
            return True
        return bool(self.user.is_active and self.page.pk in shared_ids(self.user))

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        if not self.user.is_active or self.user.is_superuser or "change" in self.permissions:
            return bool(super().can_delete(ignore_bulk))
        # Told from the page alone: Wagtail asks the database for each row of a list.
        is_own = "add" in self.permissions and self.page.owner_id == self.user.pk
        was_published = self.page.live or self.page.first_published_at is not None
        return is_own and self.page.is_leaf() and not was_published


def page_policy() -> CasePagePermissionPolicy:
    """Return the policy in force for pages."""
    policy: CasePagePermissionPolicy = policy_registry.get_by_type(Page)
    return policy


def sees_everything(user: Any) -> bool:
    """Tell whether no page is hidden from a person."""
    return user.is_superuser or any(page.depth == 1 for page in _wide_roots(user))


def is_limited(user: Any) -> bool:
    """Tell whether a person has no right on the pages of others but those shared with them."""
    return not user.is_superuser and not _wide_roots(user)


def languages_of(user: Any) -> set[int]:
    """Return the locales of the pages that a person's groups let them publish or change."""
    return {page.locale_id for page in _wide_roots(user)}


def shared_ids(user: Any) -> set[int]:
    """Return the cases that a person may write without owning them, asked once a request."""
    if not hasattr(user, "shared_case_ids"):
        user.shared_case_ids = set(_shared_pages(user).values_list("pk", flat=True))
    ids: set[int] = user.shared_case_ids
    return ids


def tutored_ids(user: Any) -> set[int]:
    """Return the cases of the promotions that a person tutors, asked once a request."""
    if user.is_anonymous or not user.has_perm(REVIEW):
        return set()
    if not hasattr(user, "tutored_case_ids"):
        user.tutored_case_ids = set(
            Page.objects.filter(_tutored(user)).values_list("pk", flat=True)
        )
    ids: set[int] = user.tutored_case_ids
    return ids


def _wide_roots(user: Any) -> list[Page]:
    """Return the pages below which a person's groups let them work on those of others."""
    policy = page_policy()
    return [
        row.page
        for row in policy.get_cached_permissions_for_user(user)
        if row.permission.codename.removesuffix("_page") in WIDE
    ]


def _shared_pages(user: Any) -> PageQuerySet:
    """Return the cases that name a person as an author where they may add some, and tutored ones."""
    if not user.is_active or user.is_anonymous:
        return Page.objects.none()
    places = Q(pk=None)
    for row in page_policy().get_cached_permissions_for_user(user):
        if row.permission.codename == Page.PERMISSION_CODENAMES.ADD:
            places |= Q(path__startswith=row.page.path)
    shared = Q(places, casestudypage__writers__contributor__user=user)
    if user.has_perm(REVIEW):
        shared |= _tutored(user)
    return Page.objects.filter(shared).distinct()


def _tutored(user: Any) -> Q:
    """Return the condition that a case is by a member of a promotion that a person tutors."""
    keys = user.tutored_promotions.values("promotion__translation_key")
    is_by_author = Q(casestudypage__writers__contributor__promotion__translation_key__in=keys)
    is_by_owner = Q(owner__contributor__promotion__translation_key__in=keys)
    is_theirs = is_by_author | Q(is_by_owner, casestudypage__isnull=False)
    return Q(locale__language_code=settings.LANGUAGE_CODE) & is_theirs


def _tutors_roots(user: Any) -> list[Page]:
    """Return the lists of cases, in the site's first language, for those who review promotions."""
    if user.is_anonymous or not user.has_perm(REVIEW):
        return []
    if not hasattr(user, "case_lists"):
        lists = Page.objects.filter(casestudyindexpage__isnull=False)
        user.case_lists = list(lists.filter(locale__language_code=settings.LANGUAGE_CODE))
    found: list[Page] = user.case_lists
    return found
