"""What Django itself sends of what was uploaded, and to whom."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for folder in ("images", "original_images", "avatar_images", "documents"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.png").write_bytes(b"bytes")


@pytest.mark.parametrize(
    ("folder", "everybody", "colleagues"),
    [
        ("images", 200, 200),
        ("original_images", 200, 200),
        ("avatar_images", 404, 200),
        ("documents", 404, 404),
        ("images/../documents", 404, 404),
        ("avatar_images/../documents", 404, 404),
    ],
)
def test_who_is_sent_what(client, django_user_model, folder, everybody, colleagues):
    address = f"/media/{folder}/a.png"
    assert client.get(address).status_code == everybody
    client.force_login(django_user_model.objects.create_user("someone@example.org"))
    assert client.get(address).status_code == colleagues


def test_a_face_is_kept_by_no_cache_that_others_share(client, admin_user):
    assert client.get("/media/images/a.png").headers["Cache-Control"].startswith("public")
    client.force_login(admin_user)
    assert client.get("/media/avatar_images/a.png").headers["Cache-Control"].startswith("private")
