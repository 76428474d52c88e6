"""The numbered versions of the cases; what is live is the first of each."""

import django.db.models.deletion
from django.db import migrations, models

import casestudies.models.versions
import collectivities.codes


def number_what_is_live(apps, schema_editor):
    """Make the revision that each live case shows its version 1."""
    CaseStudyPage = apps.get_model("casestudies", "CaseStudyPage")
    CaseVersion = apps.get_model("casestudies", "CaseVersion")

    live = CaseStudyPage.objects.filter(live=True, live_revision__isnull=False)
    CaseVersion.objects.bulk_create(
        CaseVersion(
            page_id=page.pk,
            current_of_id=page.pk,
            number=1,
            revision_id=page.live_revision_id,
            reference=page.reference,
            published_at=page.last_published_at or page.latest_revision_created_at,
        )
        for page in live.order_by("pk").iterator()
    )


class Migration(migrations.Migration):

    dependencies = [
        ('casestudies', '0004_block_to_sort'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('reference', models.SlugField(max_length=80)),
                ('published_at', models.DateTimeField(verbose_name='published')),
                ('reviewed_by', collectivities.codes.CodeSetField(blank=True, default=(), max_length=100, verbose_name='reviewed by')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='withdrawn')),
                ('current_of', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='current_version', to='casestudies.casestudypage')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='casestudies.casestudypage')),
                ('revision', models.ForeignKey(on_delete=casestudies.models.versions.protect_from_purge, related_name='+', to='wagtailcore.revision')),
            ],
            options={
                'verbose_name': 'version',
                'verbose_name_plural': 'versions',
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('page', 'number'), name='a_version_has_its_number')],
            },
        ),
        migrations.RunPython(number_what_is_live, migrations.RunPython.noop),
    ]
