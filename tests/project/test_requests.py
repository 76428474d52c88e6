"""Whatever a request holds, it gets an answer; and what every answer has."""

import base64
import hashlib
import re

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.asgi import ASGIHandler
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from wagtail.models import PageViewRestriction

from config.middleware import POLICY, HeadMiddleware
from tests import factories

COOKIES = [
    *(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME),
    *("messages", "pour"),
]
# As http.cookies reads them: octal escapes between quotes stand for any byte.
VALUES = [r'"\000aaaaaaaaaa"', r'"aaaaaaaaaa\000"', r'"\377\376aaaaaaaa"', "é" * 40, "a" * 4000]


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("name", COOKIES)
@pytest.mark.parametrize("path", ["/", "/recherche/?q=a", "/admin/login/", "/nulle-part/"])
def test_any_cookie_gets_a_page(client, path, name, value):
    response = client.get(path, headers={"cookie": f"{name}={value}"})
    assert response.status_code == (404 if path == "/nulle-part/" else 200)


@pytest.mark.django_db
def test_other_cookies_of_the_same_visitor_are_kept(client):
    client.force_login(get_user_model().objects.create_superuser("a@example.org"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = rf'odd="\000"; {settings.SESSION_COOKIE_NAME}={session}'
    assert client.get("/admin/", headers={"cookie": cookies}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["accept-language", "user-agent", "referer", "x-forwarded-for"])
def test_any_header_gets_a_page(client, header):
    assert client.get("/", headers={header: "a\0\xff\ud800"}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/%00", "/%00/", "/etudes-de-cas/%00/", "/media/images/%00", "/static/%00", "/%FF%FE/"]
)
def test_any_path_gets_a_page(client, path):
    assert client.get(path).status_code in {404, 301}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/recherche/", "/nulle-part/", "/healthz/"])
def test_head_is_get_without_its_body(client, path):
    got, head = client.get(path), client.head(path)
    assert got.content
    assert head.content == b""
    assert head.status_code == got.status_code
    assert head.headers.keys() == got.headers.keys()


@pytest.mark.parametrize(
    "response", [HttpResponse(b"body"), StreamingHttpResponse(iter([b"bo", b"dy"]))]
)
def test_the_server_is_given_no_body_for_head(response):
    # The test client drops it by itself.
    found = HeadMiddleware(lambda _: response)(RequestFactory().head("/"))
    assert b"".join(found) == b""


@pytest.fixture
def broken(monkeypatch):
    """Return a client for which the home page breaks."""

    def fail(*arguments):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("home.models.HomePage.serve", fail)
    return Client(raise_request_exception=False)


@pytest.mark.django_db
def test_the_page_of_a_failure_may_use_its_own_style_and_nothing_else(broken):
    response = broken.get("/")
    assert response.status_code == 500
    style = re.search(rb"<style>(.+?)</style>", response.content)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1]).digest()).decode()
    policy = response["Content-Security-Policy"]
    assert f"style-src 'sha256-{digest}';" in policy
    assert "default-src 'none';" in policy


@pytest.mark.django_db
def test_other_pages_may_use_no_style_of_their_own(client):
    assert client.get("/")["Content-Security-Policy"] == POLICY


@pytest.mark.django_db
def test_developers_see_their_debug_page(broken, settings):
    settings.DEBUG = True
    response = broken.get("/")
    assert b"broken on purpose" in response.content
    assert not response.has_header("Content-Security-Policy")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "language"), [("/recherche/alertes/", "fr"), ("/en/search/alerts/", "en")]
)
def test_a_form_without_its_cookie_is_told_what_to_do(address, language):
    factories.home("en")
    browser = Client(enforce_csrf_checks=True)
    page = browser.post(f"{address}?q=accueil", {"address": "lea@example.org"})
    text = page.content.decode()
    assert page.status_code == 403
    assert f'<html lang="{language}"' in text
    assert '<main id="contenu"' in text
    assert ("rechargez" if language == "fr" else "reload it") in text


@pytest.fixture
def restricted():
    """Return the address of a page that people who sign in may read."""
    page = factories.index(factories.CaseStudyIndexPage, "Études de cas")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    return page.url


@pytest.mark.django_db
def test_signing_in_for_a_page_looks_like_the_site(client, restricted):
    page = client.get(restricted, follow=True)
    text = page.content.decode()
    assert page.templates[0].name == "wagtailcore/login.html"
    assert '<html lang="fr"' in text
    assert '<meta name="robots" content="noindex">' in text
    assert '<main id="contenu"' in text
    for name in ("id_username", "id_password"):
        assert re.search(rf'<label for="{name}">', text)
    assert "<h1>Se connecter</h1>" in text
    assert "no-store" in page["Cache-Control"]


@pytest.mark.django_db
def test_a_wrong_password_is_said_and_the_right_one_leads_to_the_page(client, restricted):
    get_user_model().objects.create_user("agent@example.org", "bon mot de passe")
    address = client.get(restricted).url
    values = {"username": "agent@example.org", "password": "non", "next": restricted}
    refused = client.post(address.partition("?")[0], values)
    assert refused.status_code == 200
    assert 'role="alert"' in refused.content.decode()
    accepted = client.post(address.partition("?")[0], {**values, "password": "bon mot de passe"})
    assert accepted.status_code == 302
    assert accepted.url == restricted
    assert client.get(restricted).status_code == 200


@pytest.mark.django_db
def test_an_account_without_access_is_told_so(client, restricted):
    PageViewRestriction.objects.update(restriction_type=PageViewRestriction.GROUPS)
    client.force_login(get_user_model().objects.create_user("agent@example.org"))
    page = client.get(restricted, follow=True).content.decode()
    assert "Votre compte ne permet pas de lire cette page" in page


def test_the_site_can_be_served_over_asgi():
    from config.asgi import application

    assert isinstance(application, ASGIHandler)
