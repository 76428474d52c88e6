"""The review by tutors, collectivités and editors, and its workflow on the French list."""

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.models
from casestudies.review.setting_up import set_up, take_away


def put_the_workflow(apps, schema_editor):
    set_up(apps)


def remove_the_workflow(apps, schema_editor):
    take_away(apps)



class Migration(migrations.Migration):

    dependencies = [
        ('casestudies', '0006_keeping'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CollectivityReviewTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
            ],
            options={
                'verbose_name': "collectivité's review",
                'verbose_name_plural': "collectivités' reviews",
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='PublicationTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
            ],
            options={
                'verbose_name': 'publication by an editor',
                'verbose_name_plural': 'publications by an editor',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='TutorReviewTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
            ],
            options={
                'verbose_name': "tutor's review",
                'verbose_name_plural': "tutors' reviews",
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='CollectivityReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('fingerprint', models.CharField(max_length=64)),
                ('email', accounts.models.LowercaseEmailField(max_length=254, verbose_name='e-mail address')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('reminder_digest', models.CharField(max_length=64, null=True, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('sent_at', models.DateTimeField(null=True, verbose_name='sent')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('reminded_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered')),
                ('answered_by', models.CharField(blank=True, max_length=200, verbose_name='name and position')),
                ('verdict', models.CharField(blank=True, choices=[('approve', 'Agrees to the publication'), ('correct', 'Asks for corrections first'), ('object', 'Objects to the publication')], max_length=10, verbose_name='answer')),
                ('comment', models.TextField(blank=True, verbose_name='comment')),
                ('contact_consent', models.BooleanField(default=False, verbose_name='consents to the contact relay')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='casestudies.casestudypage')),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReviewOverride',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64)),
                ('reason', models.TextField(verbose_name='reason')),
                ('name', models.CharField(max_length=255, verbose_name='name')),
                ('decided_at', models.DateTimeField(auto_now_add=True, verbose_name='decided')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='review_overrides', to='casestudies.casestudypage')),
            ],
            options={
                'ordering': ['-decided_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReviewRemark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(blank=True, choices=[('', 'The whole case study'), ('en-bref', 'At a glance'), ('moyens', 'Means'), ('probleme', 'The problem'), ('demarche', 'The approach'), ('essais', 'What was tried'), ('methodes', 'Methods used'), ('resultats', 'Results and limits'), ('chez-vous', 'Do it at home'), ('suites', 'What happened next'), ('sources', 'People and sources')], max_length=20, verbose_name='part')),
                ('passage', models.TextField(blank=True, verbose_name='passage')),
                ('comment', models.TextField(blank=True, verbose_name='comment')),
                ('correction', models.TextField(blank=True, verbose_name='proposed text')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='casestudies.collectivityreview')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='collectivityreview',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None), ('withdrawn_at', None)), fields=('page',), name='a_case_is_shown_in_one_version_at_a_time'),
        ),
        migrations.RunPython(put_the_workflow, remove_the_workflow),
    ]
