"""Those who write case studies: their screens, and that nothing credited disappears."""

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from casestudies.models import CaseAuthor, Contributor, Promotion
from tests.factories import CaseStudyPageFactory, home

pytestmark = pytest.mark.django_db


def address(model, action, *args):
    return reverse(f"wagtailsnippets_casestudies_{model._meta.model_name}:{action}", args=args)


@pytest.fixture
def promotion():
    return Promotion.objects.create(name="Simone Veil", year=2019, locale=home().locale)


@pytest.fixture
def contributor(promotion):
    return Contributor.objects.create(name="Camille Durand", promotion=promotion)


def test_a_promotion_then_a_contributor_are_added(admin_client):
    response = admin_client.post(address(Promotion, "add"), {"name": "Salmon", "year": "2021"})
    assert response.status_code == 302
    promotion = Promotion.objects.get()
    assert str(promotion) == "Salmon (2021)"
    data = {"name": "Camille Durand", "promotion": promotion.pk}
    assert admin_client.post(address(Contributor, "add"), data).status_code == 302
    assert Contributor.objects.get().promotion == promotion


def test_a_contributor_needs_no_promotion_but_a_name(admin_client):
    url = address(Contributor, "add")
    refused = admin_client.post(url, {"name": "", "promotion": ""})
    assert list(refused.context["form"].errors) == ["name"]
    assert admin_client.post(url, {"name": "La rédaction", "promotion": ""}).status_code == 302
    assert Contributor.objects.get().promotion is None


def test_a_contributor_renamed_is_so_on_the_case(admin_client, client, contributor):
    case = CaseStudyPageFactory(authors=[CaseAuthor(contributor=contributor)])
    data = {"name": "Camille Martin", "promotion": contributor.promotion_id}
    admin_client.post(address(Contributor, "edit", contributor.pk), data)
    body = client.get(case.url).content.decode()
    assert ">Camille Martin</a> (" in body
    assert "Camille Durand" not in body


@pytest.mark.parametrize("credited", ["contributor", "promotion"])
def test_what_is_credited_is_not_deleted(admin_client, contributor, promotion, credited):
    CaseStudyPageFactory(authors=[CaseAuthor(contributor=contributor)])
    row = {"contributor": contributor, "promotion": promotion}[credited]
    admin_client.post(address(type(row), "delete", row.pk))
    assert type(row).objects.filter(pk=row.pk).exists()
    with pytest.raises(ProtectedError):
        row.delete()


def test_what_is_not_is_deleted(admin_client, contributor, promotion):
    admin_client.post(address(Contributor, "delete", contributor.pk))
    admin_client.post(address(Promotion, "delete", promotion.pk))
    assert not Contributor.objects.exists()
    assert not Promotion.objects.exists()
