from django.apps import AppConfig


class CollectivitiesConfig(AppConfig):
    name = "collectivities"
