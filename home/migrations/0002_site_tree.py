"""Open the site in French with an empty home page in place of Wagtail's welcome page."""

from django.db import migrations

WELCOME = "Welcome to your new Wagtail site!"


def create_home(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    HomePage = apps.get_model("home", "HomePage")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")

    french, _ = Locale.objects.get_or_create(language_code="fr")
    Locale.objects.get_or_create(language_code="en")
    welcome = Page.objects.filter(title=WELCOME, depth=2, numchild=0).first()
    if welcome is None:
        return
    sites = list(Site.objects.filter(root_page=welcome).values_list("pk", flat=True))
    path = welcome.path
    # Deleted row by row: the historical models know nothing of trees.
    Site.objects.filter(pk__in=sites).delete()
    Page.objects.filter(pk=welcome.pk).delete()
    content_type, _ = ContentType.objects.get_or_create(app_label="home", model="homepage")
    home = HomePage.objects.create(
        title="Co-construire",
        draft_title="Co-construire",
        slug="accueil",
        content_type=content_type,
        path=path,
        depth=2,
        numchild=0,
        url_path="/accueil/",
        locale=french,
        live=True,
    )
    Site.objects.create(
        hostname="localhost", site_name="Co-construire", root_page=home, is_default_site=True
    )


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(create_home, migrations.RunPython.noop)]
