"""Who may do what: the one table that the migration, `apply_roles`, the docs and the tests follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

# The page above all: what is allowed there is allowed everywhere.
ROOT = "root"
ADD_AND_CHOOSE_FILES = (
    *("wagtailimages.add_image", "wagtailimages.choose_image"),
    *("wagtaildocs.add_document", "wagtaildocs.choose_document"),
)
KEEP_FILES = (
    *ADD_AND_CHOOSE_FILES,
    *("wagtailimages.change_image", "wagtaildocs.change_document"),
    *("wagtailcore.add_collection", "wagtailcore.change_collection"),
    "wagtailcore.delete_collection",
)
KEEP_PAGES = ("add", "change", "publish", "bulk_delete", "lock", "unlock")


@dataclass(frozen=True, kw_only=True)
class PageRights:
    """What a role may do on the pages of a type and below them.

    Attributes:
        page_type: The label of the type ("home.HomePage"), or ROOT.
        actions: Wagtail's names: add, change, publish, bulk_delete, lock, unlock.
        language: Only on pages in this language; every language when empty.
    """

    page_type: str
    actions: Sequence[str]
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class RoleRights:
    """Everything a role may do.

    Attributes:
        key: What the role is known by, whatever its group is called.
        group: The name its group is given.
        permissions: On models, by their whole names ("vocabulary.add_theme").
        pages: On pages.
        files: On images, documents and their collections, by their whole names.
    """

    key: str
    group: str
    permissions: Sequence[str]
    pages: Sequence[PageRights] = ()
    files: Sequence[str] = ()


def _all_of(models: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the permissions to add, change and delete rows of models, given by app."""
    return [
        f"{app}.{action}_{model}"
        for app, names in models.items()
        for model in names
        for action in ("add", "change", "delete")
    ]


CONTRIBUTOR, TUTOR, EDITOR, ADMINISTRATOR = "contributor", "tutor", "editor", "administrator"
ACCESS = "wagtailadmin.access_admin"
TRANSLATE = "wagtail_localize.submit_translation"
KEPT_BY_EDITORS = {
    "vocabulary": ["theme", "audience", "skill", "organisation", "glossaryterm"],
    "collectivities": ["collectivity"],
    "casestudies": ["contributor", "promotion", "promotiontutor"],
    "search": ["synonymgroup", "wantedpractice"],
    "wagtailredirects": ["redirect"],
}
KEPT_BY_ADMINISTRATORS = {
    "accounts": ["user"],
    "auth": ["group"],
    "wagtailcore": ["site", "locale", "workflow", "task"],
}
OF_EDITORS = (
    *(ACCESS, TRANSLATE, "search.view_searchcount"),
    *("casestudies.add_invitation", "casestudies.close_promotion"),
    *("casestudies.change_confirmation", "casestudies.change_replicationreport"),
    "casestudies.view_linkcheck",
    *_all_of(KEPT_BY_EDITORS),
)


def translator_key(language: str) -> str:
    """Return the key of the role that translates into a language."""
    return f"translator-{language}"


def role_table() -> tuple[RoleRights, ...]:
    """Return every role; one translates into each language but the site's first."""
    everywhere = [PageRights(page_type=ROOT, actions=KEEP_PAGES)]
    first = settings.LANGUAGE_CODE
    return (
        RoleRights(
            key=CONTRIBUTOR,
            group="Élèves",
            permissions=(ACCESS,),
            pages=[
                PageRights(
                    page_type="casestudies.CaseStudyIndexPage", actions=["add"], language=first
                )
            ],
            files=ADD_AND_CHOOSE_FILES,
        ),
        RoleRights(
            key=TUTOR,
            group="Tuteurs",
            permissions=(ACCESS, "casestudies.review_promotion"),
            files=ADD_AND_CHOOSE_FILES,
        ),
        RoleRights(
            key=EDITOR,
            group="Éditeurs",
            permissions=OF_EDITORS,
            pages=everywhere,
            files=KEEP_FILES,
        ),
        *(_translator(code, name) for code, name in settings.LANGUAGES if code != first),
        RoleRights(
            key=ADMINISTRATOR,
            group="Administrateurs",
            permissions=(
                *OF_EDITORS,
                "home.change_sitesettings",
                *_all_of(KEPT_BY_ADMINISTRATORS),
            ),
            pages=everywhere,
            files=KEEP_FILES,
        ),
    )


def _translator(language: str, name: str) -> RoleRights:
    return RoleRights(
        key=translator_key(language),
        group=f"Traducteurs ({name})",
        permissions=(ACCESS, TRANSLATE),
        pages=[
            PageRights(
                page_type="home.HomePage", actions=["add", "change", "publish"], language=language
            )
        ],
        files=ADD_AND_CHOOSE_FILES,
    )
