"""The admin's screens: a document becomes a draft, with its report; a case becomes a document."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from PIL import Image as Picture
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from accounts.models import User
from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from casestudies.publication import publication_errors
from casestudies.word.reading import read_document
from common.models import CreditedImage
from tests.casestudies.word.packages import plain_docx, repacked, saved
from tests.factories import (
    CaseStudyPageFactory,
    CollectivityFactory,
    MethodPageFactory,
    ThemeFactory,
    home,
    index,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def parent():
    return index(CaseStudyIndexPage, "Études de cas")


def someone(name, page=None, permissions=(), *, images=False):
    """Return a user of the admin with permissions on a page, and to add images or not."""
    user = User.objects.create_user(f"{name}@example.org", "une-phrase-assez-longue")
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in permissions:
        GroupPagePermission.objects.create(
            group=group, page=page, permission=Permission.objects.get(codename=codename)
        )
    if images:
        GroupCollectionPermission.objects.create(
            group=group,
            collection=Collection.get_first_root_node(),
            permission=Permission.objects.get(
                codename="add_image", content_type__app_label="wagtailimages"
            ),
        )
    user.groups.add(group)
    return user


def picture(kind="PNG"):
    stream = BytesIO()
    Picture.new("RGB", (40, 30), "navy").save(stream, kind)
    return stream.getvalue()


def with_image(content=None):
    document = Document()
    document.add_paragraph("Un car", "Title")
    document.add_paragraph("Ce qui a été essayé", "Heading 1")
    document.add_picture(BytesIO(picture()))
    document.add_paragraph("Le premier arrêt", "Caption")
    made = saved(document)
    return made if content is None else repacked(made, {"word/media/image1.png": lambda _: content})


def upload(content, name="Étude.docx"):
    return {"document": SimpleUploadedFile(name, content)}


def import_url(parent):
    return reverse("casestudies_word_import", args=[parent.pk])


def imported(client, parent, content, name="Étude.docx"):
    """Import a file; return the draft and the report's page."""
    response = client.post(import_url(parent), upload(content, name), follow=True)
    assert response.redirect_chain, response.context["form"].errors
    return CaseStudyPage.objects.get(), response


def test_a_document_becomes_a_draft_and_a_report(admin_client, admin_user, parent):
    place, theme = CollectivityFactory(name="Grand Cahors"), ThemeFactory(name="Accueil du public")
    document = Document()
    document.add_paragraph("Un bus de village en village", "Title")
    document.add_paragraph("Territoire : Grand Cahors")
    document.add_paragraph("Thèmes : accueil du public ; météo")
    document.add_paragraph("Le problème", "Heading 1")
    document.add_paragraph("Des habitants loin des services.")
    document.add_paragraph("Remerciements", "Heading 1")
    document.add_paragraph("Merci à tous.")
    page, response = imported(admin_client, parent, saved(document))
    assert (page.title, page.live, page.owner) == (
        "Un bus de village en village",
        False,
        admin_user,
    )
    assert [row.collectivity for row in page.collectivities.all()] == [place]
    assert [row.theme for row in page.themes.all()] == [theme]
    shown = response.content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in shown
    assert "4 champs sont remplis" in shown
    for text in ("À ranger", "Merci à tous.", "météo", "Étude.docx"):
        assert text in shown
    assert {error.field for error in publication_errors(page)} == {"summary", "sources", "problem"}
    # The editor opens it, and its history says where it came from.
    assert admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    history = admin_client.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assert "Importé d’un document Word" in history.content.decode()


def test_the_report_shows_the_cases_that_look_like_it(admin_client, parent):
    place = CollectivityFactory(name="Grand Cahors")
    CaseStudyPageFactory(title="Le bus des services", leads=[place])
    content = plain_docx("Un car", "Territoire : Grand Cahors", "Le problème", "Loin.")
    answer = admin_client.post(import_url(parent), upload(content), follow=True)
    shown = answer.content.decode()
    assert "Le bus des services" in shown


def test_the_draft_is_not_shown_to_readers(admin_client, client, parent):
    page, _response = imported(admin_client, parent, plain_docx("Un titre", "Le problème", "Loin."))
    client.logout()
    assert client.get(page.get_url()).status_code == 404


def test_without_a_title_the_file_gives_its_name(admin_client, parent):
    page, _response = imported(admin_client, parent, plain_docx("Le problème"), "Mon étude.docx")
    assert page.title == "Mon étude"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", plain_docx()[:-90], b"PK" * 11_000_000])
def test_what_is_not_read_is_refused_beside_the_field(admin_client, parent, content):
    response = admin_client.post(import_url(parent), upload(content))
    assert response.status_code == 200
    assert response.context["form"].errors["document"]
    assert not CaseStudyPage.objects.exists()


def test_an_end_before_the_start_is_set_aside(admin_client, parent):
    content = plain_docx("Un titre", "Début : 2018", "Fin : 2017", "Le problème", "Loin.")
    page, response = imported(admin_client, parent, content)
    assert (page.started_on, page.ended_on) == ("2018", "")
    assert "Fin : 2017" in response.content.decode()


def test_a_name_that_two_have_is_set_aside(admin_client, parent):
    for code in ("46001", "46002"):
        CollectivityFactory(name="Saint-Cirq", code=code)
    content = plain_docx("Un titre", "Territoire : Saint-Cirq", "Le problème", "Loin.")
    page, _response = imported(admin_client, parent, content)
    assert not page.collectivities.exists()
    assert "Saint-Cirq" in str(page.problem[-1].value["content"])


def test_a_draft_method_is_not_known_by_its_title(admin_client, parent):
    MethodPageFactory(title="Immersion", live=False)
    content = plain_docx("Un titre", "Méthodes employées", "Immersion")
    page, _response = imported(admin_client, parent, content)
    assert not page.method_uses.exists()


class TestImages:
    def figure(self, page):
        return page.trials[0]

    def test_an_image_is_saved_with_its_caption_and_without_an_author(self, admin_client, parent):
        page, response = imported(admin_client, parent, with_image())
        image = CreditedImage.objects.get()
        assert self.figure(page).value["image"].pk == image.pk
        assert self.figure(page).value["caption"] == "Le premier arrêt"
        assert (image.author, image.licence, image.width) == ("", "", 40)
        assert "Donnez son auteur" in response.content.decode()

    def test_the_same_image_is_not_saved_twice(self, admin_client, parent):
        admin_client.post(import_url(parent), upload(with_image()))
        admin_client.post(import_url(parent), upload(with_image()))
        assert CaseStudyPage.objects.count() == 2
        assert CreditedImage.objects.count() == 1

    @pytest.mark.parametrize(
        "content",
        [b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"PNG", picture("JPEG")],
    )
    def test_an_image_that_is_not_what_it_says_is_refused(self, admin_client, parent, content):
        page, response = imported(admin_client, parent, with_image(content))
        assert not CreditedImage.objects.exists()
        assert self.figure(page).block_type == "text"
        assert "Le premier arrêt" in str(self.figure(page).value)
        assert "Non repris" in response.content.decode()

    def test_who_may_not_add_images_imports_without_them(self, client, parent):
        client.force_login(someone("eleve", parent, ["add_page"]))
        page, _response = imported(client, parent, with_image())
        assert not CreditedImage.objects.exists()
        assert page.owner.email == "eleve@example.org"

    def test_who_may_adds_them(self, client, parent):
        client.force_login(someone("eleve", parent, ["add_page"], images=True))
        imported(client, parent, with_image())
        assert CreditedImage.objects.get().uploaded_by_user.email == "eleve@example.org"


class TestWhoMay:
    """By address as by button: nobody who may not add there, or edit that."""

    def addresses(self, parent, page):
        return [
            import_url(parent),
            reverse("casestudies_word_template", args=[parent.pk]),
            reverse("casestudies_word_report", args=[page.pk]),
            reverse("casestudies_word_export", args=[page.pk]),
        ]

    def test_visitors_are_sent_to_the_sign_in(self, client, parent):
        for url in self.addresses(parent, CaseStudyPageFactory()):
            assert client.get(url).url.startswith(reverse("wagtailadmin_login"))
        assert client.post(import_url(parent), upload(plain_docx())).status_code == 302
        assert CaseStudyPage.objects.count() == 1

    @pytest.mark.parametrize("permissions", [(), ("add_page", "change_page")])
    def test_who_has_permissions_elsewhere_only_is_refused(self, client, parent, permissions):
        page = CaseStudyPageFactory()
        elsewhere = index(CaseStudyIndexPage, "Case studies", home("en"))
        client.force_login(someone("ailleurs", elsewhere, permissions))
        for url in self.addresses(parent, page):
            assert client.get(url).status_code == 302
            assert client.get(url).url == reverse("wagtailadmin_home")
        client.post(import_url(parent), upload(plain_docx()))
        assert CaseStudyPage.objects.count() == 1

    def test_who_may_add_does_not_take_out_what_others_wrote(self, client, parent):
        page = CaseStudyPageFactory()
        client.force_login(someone("eleve", parent, ["add_page"]))
        answers = [client.get(url).status_code for url in self.addresses(parent, page)]
        assert answers == [200, 200, 302, 302]

    def test_a_page_of_another_type_is_not_found(self, admin_client):
        method = MethodPageFactory()
        for name in ("import", "template", "report", "export"):
            url = reverse(f"casestudies_word_{name}", args=[method.pk])
            assert admin_client.get(url).status_code == 404

    def test_a_case_that_was_not_imported_has_no_report(self, admin_client):
        url = reverse("casestudies_word_report", args=[CaseStudyPageFactory().pk])
        assert admin_client.get(url).status_code == 404

    def test_the_buttons_show_what_may_be_done(self, client, parent):
        page = CaseStudyPageFactory()
        export = reverse("casestudies_word_export", args=[page.pk])
        listing = reverse("wagtailadmin_explore", args=[parent.pk])
        client.force_login(someone("eleve", parent, ["add_page"]))
        shown = client.get(listing).content.decode()
        assert import_url(parent) in shown
        assert export not in shown
        client.force_login(someone("editrice", parent, ["change_page"]))
        shown = client.get(listing).content.decode()
        assert import_url(parent) not in shown
        assert export in shown


def test_what_is_downloaded_is_the_last_draft(admin_client):
    page = CaseStudyPageFactory(title="Publié")
    page.title, page.contact_email = "Brouillon", "quelqu-un@example.org"
    page.save_revision()
    response = admin_client.get(reverse("casestudies_word_export", args=[page.pk]))
    assert response["Content-Disposition"] == f'attachment; filename="{page.slug}.docx"'
    assert read_document(response.content).blocks[0].text == "Brouillon"
    assert b"quelqu-un@example.org" not in b"".join(parts(response.content))


def parts(content):
    import zipfile

    with zipfile.ZipFile(BytesIO(content)) as package:
        return [package.read(name) for name in package.namelist()]


def test_the_template_is_offered_by_the_form(admin_client, parent):
    url = reverse("casestudies_word_template", args=[parent.pk])
    assert url in admin_client.get(import_url(parent)).content.decode()
    response = admin_client.get(url)
    assert response["Content-Disposition"] == 'attachment; filename="modele-etude-de-cas.docx"'
    assert "Le problème" in [
        b.text for b in read_document(response.content).blocks if hasattr(b, "text")
    ]
