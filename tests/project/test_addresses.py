"""Addresses of the project itself: health, French without prefix, uploaded images."""

from pathlib import Path

import pytest
from django.conf import settings

PIXEL = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"


@pytest.mark.django_db
def test_health_answers_without_a_page_or_a_session(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz/")
    assert response.status_code == 200
    assert response.content == b"ok\n"
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/fr/", "/"),
        ("/fr/recherche/?q=%C3%A9t%C3%A9&page=2", "/recherche/?q=%C3%A9t%C3%A9&page=2"),
        ("/fr/%C3%A9tudes/", "/%C3%A9tudes/"),
        ("/fr//example.org/", "/example.org/"),
        ("/fr///example.org/", "/example.org/"),
        ("/fr/%5Cexample.org/", "/%5Cexample.org/"),
        ("/fr/https://example.org/", "/https://example.org/"),
        ("/fr/a%3Fb/", "/a%3Fb/"),
        ("/fr/a%0Db/", "/a%0Db/"),
    ],
)
def test_french_addresses_lose_their_prefix_and_stay_here(client, address, target):
    response = client.get(address)
    assert response.status_code == 301
    assert response["Location"] == target


@pytest.fixture
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for name in ("images/pixel.gif", "documents/private.pdf", "outside.txt"):
        path: Path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(PIXEL)


def test_an_image_is_sent_and_can_run_nothing(client, uploads):
    response = client.get(f"{settings.MEDIA_URL}images/pixel.gif")
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == PIXEL
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "documents/private.pdf",
        "outside.txt",
        "images/../documents/private.pdf",
        "images/",
        "images/no",
    ],
)
def test_nothing_else_is_sent(client, uploads, path):
    assert client.get(f"{settings.MEDIA_URL}{path}").status_code == 404


@pytest.mark.django_db
def test_readers_pages_load_and_run_nothing_from_elsewhere(client):
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "Content-Security-Policy" not in client.get("/admin/login/")
