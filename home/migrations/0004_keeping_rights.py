"""Lets those who publish decide of what is proposed, and read which links are gone."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

ROLES = ["editor", "administrator"]
RIGHTS = ["change_confirmation", "change_replicationreport", "view_linkcheck"]


def rights(apps):
    permissions = apps.get_model("auth", "Permission").objects
    return permissions.filter(content_type__app_label="casestudies", codename__in=RIGHTS)


def groups(apps):
    return apps.get_model("auth", "Group").objects.filter(role__key__in=ROLES)


def make_permissions(apps, schema_editor):
    # Django makes them once every migration has run, which is too late here.
    config = apps.get_app_config("casestudies")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None


def grant(apps, schema_editor):
    for group in groups(apps):
        group.permissions.add(*rights(apps))


def withdraw(apps, schema_editor):
    for group in groups(apps):
        group.permissions.remove(*rights(apps))


class Migration(migrations.Migration):
    dependencies = [("home", "0003_roles"), ("casestudies", "0006_keeping")]
    operations = [
        migrations.RunPython(make_permissions, migrations.RunPython.noop),
        migrations.RunPython(grant, withdraw),
    ]
