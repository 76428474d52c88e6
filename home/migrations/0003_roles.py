"""The groups of the roles, with the rights they had when this was written.

`manage.py apply_roles` brings them to what the code says today.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

from accounts.granting import apply_roles
from accounts.roles import PageRights, RoleRights

REVIEW_TASK = "Moderators approval"
CHOOSE = [
    "wagtailimages.add_image", "wagtailimages.choose_image",
    "wagtaildocs.add_document", "wagtaildocs.choose_document",
]
KEEP = [
    *CHOOSE, "wagtailimages.change_image", "wagtaildocs.change_document",
    "wagtailcore.add_collection", "wagtailcore.change_collection", "wagtailcore.delete_collection",
]


def all_of(app, *models):
    return [f"{app}.{action}_{model}" for model in models for action in ("add", "change", "delete")]


ACCESS, TRANSLATE = "wagtailadmin.access_admin", "wagtail_localize.submit_translation"
EDITING = [
    ACCESS, TRANSLATE, "search.view_searchcount",
    "casestudies.add_invitation", "casestudies.close_promotion",
    *all_of("vocabulary", "theme", "audience", "skill", "organisation", "glossaryterm"),
    *all_of("collectivities", "collectivity"),
    *all_of("casestudies", "contributor", "promotion", "promotiontutor"),
    *all_of("search", "synonymgroup", "wantedpractice"),
    *all_of("wagtailredirects", "redirect"),
]
ADMINISTERING = [
    *EDITING, "home.change_sitesettings",
    *all_of("accounts", "user"), *all_of("auth", "group"),
    *all_of("wagtailcore", "site", "locale", "workflow", "task"),
]
EVERYWHERE = [
    PageRights(
        page_type="root", actions=["add", "change", "publish", "bulk_delete", "lock", "unlock"]
    )
]
TABLE = [
    RoleRights(
        key="contributor", group="Élèves", permissions=[ACCESS], files=CHOOSE,
        pages=[PageRights(page_type="casestudies.CaseStudyIndexPage", actions=["add"], language="fr")],
    ),
    RoleRights(
        key="tutor", group="Tuteurs", files=CHOOSE,
        permissions=[ACCESS, "casestudies.review_promotion"],
    ),
    RoleRights(
        key="editor", group="Éditeurs", permissions=EDITING, pages=EVERYWHERE, files=KEEP
    ),
    RoleRights(
        key="translator-en", group="Traducteurs (English)", permissions=[ACCESS, TRANSLATE],
        pages=[
            PageRights(
                page_type="home.HomePage", actions=["add", "change", "publish"], language="en"
            )
        ],
        files=CHOOSE,
    ),
    RoleRights(
        key="administrator", group="Administrateurs", permissions=ADMINISTERING,
        pages=EVERYWHERE, files=KEEP,
    ),
]


def make_groups(apps, schema_editor):
    # Django makes them once every migration has run, which is too late here.
    for config in apps.get_app_configs():
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    apply_roles(TABLE, apps)
    editors = apps.get_model("accounts", "Role").objects.get(key="editor").group
    # What is submitted in Wagtail's own workflow reaches the editors too.
    for task in apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(name=REVIEW_TASK):
        task.groups.add(editors)


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(role__isnull=False).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_roles"),
        ("casestudies", "0003_invitations"),
        ("collectivities", "0002_position"),
        ("home", "0002_site_tree"),
        ("search", "0006_demand"),
        ("vocabulary", "0001_initial"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]
    operations = [migrations.RunPython(make_groups, remove_groups)]
