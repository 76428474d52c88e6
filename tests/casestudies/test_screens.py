"""Our screens of the admin, at an address that names no page."""

import pytest
from django.urls import reverse

SCREENS = (
    *("case_versions", "casestudies_completeness", "casestudies_review"),
    *("casestudies_word_export", "casestudies_word_import", "casestudies_word_report"),
)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 10**30])
@pytest.mark.parametrize("screen", SCREENS)
def test_an_address_that_names_no_page(admin_client, screen, number):
    address = reverse(screen, args=[number])
    assert admin_client.get(address).status_code == 404
