"""Accounts of contributors, tutors of promotions, and who writes each case."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def fill_writers(apps, schema_editor):
    """Take the authors from the latest version of each case, from its row when it has none."""
    CaseAuthor = apps.get_model("casestudies", "CaseAuthor")
    CaseStudyPage = apps.get_model("casestudies", "CaseStudyPage")
    CaseWriter = apps.get_model("casestudies", "CaseWriter")
    Contributor = apps.get_model("casestudies", "Contributor")

    known = set(Contributor.objects.values_list("pk", flat=True))
    for page in CaseStudyPage.objects.select_related("latest_revision").iterator():
        if page.latest_revision:
            rows = page.latest_revision.content.get("authors", [])
            authors = {row["contributor"] for row in rows}
        else:
            rows = CaseAuthor.objects.filter(page=page)
            authors = set(rows.values_list("contributor_id", flat=True))
        CaseWriter.objects.bulk_create(
            CaseWriter(page=page, contributor_id=pk) for pk in sorted(authors & known)
        )


class Migration(migrations.Migration):

    dependencies = [
        ('casestudies', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='promotion',
            options={'ordering': ['-year', 'name'], 'permissions': [('review_promotion', "Can review the work of one's promotions")], 'verbose_name': 'promotion', 'verbose_name_plural': 'promotions'},
        ),
        migrations.AddField(
            model_name='contributor',
            name='user',
            field=models.OneToOneField(blank=True, help_text='Never shown to readers. It may write the cases that name this contributor.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='contributor', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
        migrations.CreateModel(
            name='CaseWriter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contributor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='written', to='casestudies.contributor')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='writers', to='casestudies.casestudypage')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('page', 'contributor'), name='a_writer_of_a_case_once')],
            },
        ),
        migrations.CreateModel(
            name='PromotionTutor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('promotion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tutors', to='casestudies.promotion', verbose_name='promotion')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tutored_promotions', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'tutor',
                'verbose_name_plural': 'tutors',
                'ordering': ['promotion', 'user__last_name'],
                'constraints': [models.UniqueConstraint(fields=('user', 'promotion'), name='a_tutor_of_a_promotion_once')],
            },
        ),
        migrations.RunPython(fill_writers, migrations.RunPython.noop),
    ]
