"""Makes the workflow of the review and puts it on the French list of cases."""

from typing import Any

from django.apps import apps as current_apps
from django.conf import settings

WORKFLOW = "Relecture, avis de la collectivité, publication"
# In the order of the steps; an administrator may rename them.
STEPS = {
    "TutorReviewTask": "Relecture du tuteur",
    "CollectivityReviewTask": "Avis de la collectivité",
    "PublicationTask": "Publication par l’éditeur",
}


def set_up(apps: Any = current_apps) -> list[str]:
    """Put the workflow on each list of cases in the site's first language.

    Takes the place of another one that is there; nothing is done twice.

    Args:
        apps: Where the models are: a migration has its own.

    Returns:
        What was changed, a line each.
    """
    lists = apps.get_model("casestudies", "CaseStudyIndexPage").objects.filter(
        locale__language_code=settings.LANGUAGE_CODE
    )
    return [line for page in lists if (line := put_on(page.pk, apps))]


def put_on(page_id: int, apps: Any = current_apps) -> str:
    """Put the workflow on a list of cases; return what was changed, "" when it was there."""
    workflow = _workflow(apps)
    places = apps.get_model("wagtailcore", "WorkflowPage").objects
    if places.filter(page_id=page_id, workflow=workflow).exists():
        return ""
    places.update_or_create(page_id=page_id, defaults={"workflow": workflow})
    return f"{workflow.name}: on page {page_id}"


def put_on_new_list(instance: Any, *, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Put the workflow on a list of cases that was just made (a receiver of `post_save`)."""
    if created and not raw and instance.locale.language_code == settings.LANGUAGE_CODE:
        put_on(instance.pk)


def take_away(apps: Any) -> None:
    """Undo `set_up`: what was submitted falls back on the workflow that is above."""
    tasks = apps.get_model("wagtailcore", "Task").objects.filter(
        content_type__app_label="casestudies",
        content_type__model__in=[name.lower() for name in STEPS],
    )
    workflows = apps.get_model("wagtailcore", "Workflow").objects
    workflows.filter(workflow_tasks__task__in=tasks).delete()
    tasks.delete()


def _workflow(apps: Any) -> Any:
    workflows = apps.get_model("wagtailcore", "Workflow").objects
    ours = workflows.filter(active=True, workflow_tasks__task__collectivityreviewtask__isnull=False)
    return ours.order_by("pk").first() or _make_workflow(apps)


def _make_workflow(apps: Any) -> Any:
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=WORKFLOW, active=True)
    types = apps.get_model("contenttypes", "ContentType").objects
    for order, (model, name) in enumerate(STEPS.items()):
        kind, _ = types.get_or_create(app_label="casestudies", model=model.lower())
        tasks = apps.get_model("casestudies", model).objects
        task = tasks.filter(active=True).first() or tasks.create(
            name=name, content_type=kind, active=True
        )
        apps.get_model("wagtailcore", "WorkflowTask").objects.create(
            workflow=workflow, task_id=task.pk, sort_order=order
        )
    return workflow
