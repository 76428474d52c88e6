"""What surrounds every page: menus, breadcrumbs, and the same page in other languages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page, Site

from .addresses import whole_address
from .privacy import is_private

READ = (
    "content_type", "depth", "locale", "path", "show_in_menus", "title", "translation_key",
    "url_path",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link of a menu. `current` is the value of aria-current: "page", "true" (inside), or ""."""

    title: str
    url: str
    current: str = ""


@dataclass(frozen=True, kw_only=True)
class LanguageLink:
    """Where a reader goes to read in another language.

    Attributes:
        code: The language.
        name: Its name in itself.
        url: The address there.
        full_url: The same with the host, for search engines.
        is_current: Whether this is the language of the page shown.
        is_exact: Whether the address is this very page, rather than the nearest one translated.
        title: The title of the page there.
        is_home: Whether it leads to the home page for want of anything nearer.
    """

    code: str
    name: str
    url: str
    full_url: str
    is_current: bool
    is_exact: bool = True
    title: str = ""
    is_home: bool = False


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What `base.html` shows around a page, or around a view that has none."""

    language: str
    home_url: str = "/"
    full_url: str = ""
    menu: Sequence[Link] = field(default_factory=list)
    footer: Sequence[Link] = field(default_factory=list)
    breadcrumbs: Sequence[Link] = field(default_factory=list)
    languages: Sequence[LanguageLink] = field(default_factory=list)

    @property
    def translations(self) -> list[LanguageLink]:
        """The languages in which this very page exists, its own included."""
        return [link for link in self.languages if link.is_exact]

    @property
    def default_translation(self) -> LanguageLink | None:
        """The page in the site's first language, for readers of none of the others."""
        exact = (link for link in self.translations if link.code == settings.LANGUAGE_CODE)
        return next(exact, None)


def layout_of(
    request: HttpRequest | None, page: Page | None = None, alternates: Iterable[object] = ()
) -> Layout:
    """Return what surrounds `page`, or a view without one, in one query beside Wagtail's own.

    `alternates`: for a view, its address in each language: objects with `value` and `url`.
    """
    language = str(page.locale.language_code if page else get_language() or settings.LANGUAGE_CODE)
    site = Site.find_for_request(request)
    if request is None or site is None:
        return Layout(language=language)
    around = _Around(request, site.root_page, page, language)
    return Layout(
        language=language,
        home_url=around.url(around.home) if around.home else "/",
        full_url=_full(page.get_url(request)) if page and page.pk else "",
        menu=[around.link(child) for child in around.children if child.show_in_menus],
        footer=[around.link(child) for child in around.children if not child.show_in_menus],
        breadcrumbs=around.breadcrumbs(),
        languages=around.languages({str(a.value): str(a.url) for a in alternates}),  # type: ignore[attr-defined]
    )


def _full(url: str | None) -> str:
    """Return an address with the site's host and port, as the environment gives them."""
    return whole_address(url or "")


class _Around:
    """The live, public pages around one page, read at once."""

    def __init__(self, request: HttpRequest, root: Page, page: Page | None, language: str) -> None:
        self.request = request
        self.page = page
        self.language = language
        self.paths = _paths(root, page)
        wanted = Page.objects.filter(path__in={root.path, *self.paths}).values("translation_key")
        children = Q(locale__language_code=language, depth=root.depth + 1)
        pages = Page.objects.live().filter(~is_private(), alias_of__isnull=True)
        found = pages.filter(Q(translation_key__in=wanted) | children).select_related("locale")
        self.pages = list(found.only(*READ).order_by("path"))
        # A language is open when its home is live.
        self.homes = {
            home.locale.language_code: home
            for home in self.pages
            if home.translation_key == root.translation_key
        }
        self.home = self.homes.get(language) or self.homes.get(settings.LANGUAGE_CODE)
        self.children = [
            child
            for child in self.pages
            if self.home and child.depth == root.depth + 1 and child.is_descendant_of(self.home)
        ]
        self.by_path = {found.path: found for found in self.pages}

    def url(self, page: Page) -> str:
        return page.get_url(self.request) or "/"

    def link(self, page: Page) -> Link:
        current = ""
        if self.page and page.pk == self.page.pk:
            current = "page"
        elif self.page and self.page.path and self.page.path.startswith(page.path):
            current = "true"
        return Link(title=page.title, url=self.url(page), current=current)

    def breadcrumbs(self) -> list[Link]:
        """Return the way from the home page to this one; nothing on the home page itself."""
        if self.page is None or len(self.paths) < 2:
            return []
        above = [self.by_path[path] for path in self.paths[:-1] if path in self.by_path]
        here = Link(title=self.page.title, url="", current="page")
        return [*(Link(title=page.title, url=self.url(page)) for page in above), here]

    def languages(self, alternates: dict[str, str]) -> list[LanguageLink]:
        """Return every open language, with the way to this page or to the nearest in it."""
        links = []
        for code, _name in settings.LANGUAGES:
            if code not in self.homes:
                continue
            page, is_exact = self._nearest(code)
            url = alternates.get(code) or self.url(page)
            full_url = alternates.get(code) or _full(url)
            links.append(
                LanguageLink(
                    code=code,
                    name=get_language_info(code)["name_local"].capitalize(),
                    url=url,
                    full_url=full_url,
                    is_current=code == self.language,
                    is_exact=is_exact or code in alternates,
                    title=page.title,
                    is_home=page.pk == self.homes[code].pk,
                )
            )
        return links

    def _nearest(self, code: str) -> tuple[Page, bool]:
        """Return the page or its nearest ancestor in a language, and whether it is the page."""
        if self.page is None:
            return self.homes[code], False
        if code == self.language:
            return self.page, True
        there = {
            page.translation_key: page for page in self.pages if page.locale.language_code == code
        }
        if self.page.translation_key in there:
            return there[self.page.translation_key], True
        for path in reversed(self.paths[:-1]):
            above = self.by_path.get(path)
            if above is not None and above.translation_key in there:
                return there[above.translation_key], False
        return self.homes[code], False


def _paths(root: Page, page: Page | None) -> list[str]:
    """Return the tree paths from the home page down to this page."""
    if page is None or not page.path:
        return []
    step, first = Page.steplen, len(root.path)
    return [page.path[:end] for end in range(first, len(page.path) + 1, step)]
