"""Who the collectivités are: reference data of INSEE and the DGCL, and editors' own rows."""

import math
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connections, models, router, transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .codes import CodeSetField
from .keys import keys_of
from .kinds import EDITABLE, GROUPINGS, Country, Kind

__all__ = ["GROUPINGS", "Collectivity", "Country", "Kind", "SearchKey"]


class Collectivity(models.Model):
    """A territorial authority, a grouping of them, or a body of another kind.

    `ref` names it in every address; `code` (INSEE or SIREN) is unique only with `kind`.
    Rows with `is_loaded` come from the reference data, and only `load_collectivities` writes them.
    """

    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    code = models.CharField(_("code"), max_length=20, blank=True)
    ref = models.CharField(_("reference"), max_length=80, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    official_name = models.CharField(
        _("official name"), max_length=200, blank=True, help_text=_("When it differs.")
    )
    location = models.CharField(
        _("location"),
        max_length=255,
        blank=True,
        help_text=_("The départements it lies in; the city or the state when abroad."),
    )
    country = models.CharField(_("country"), max_length=2, choices=Country, blank=True)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)

    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(
        _("year of the population"), null=True, blank=True
    )
    population_source = models.CharField(
        _("source of the population"), max_length=300, blank=True, help_text=_("Its address.")
    )
    log_population = models.FloatField(null=True, editable=False)
    member_count = models.PositiveIntegerField(_("number of members"), null=True, blank=True)
    main_town_share = models.FloatField(_("share of the main town"), null=True, blank=True)

    parent = models.ForeignKey(
        "self",
        verbose_name=_("grouping"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="members",
    )
    department_codes = CodeSetField(_("départements"))
    region_codes = CodeSetField(_("régions"))
    postal_codes = CodeSetField(_("postal codes"))

    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("In degrees, south below zero. Used to say how far away it is."),
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("In degrees, west below zero."),
    )
    position_is_approximate = models.BooleanField(
        _("approximate position"),
        default=False,
        help_text=_("The position is that of a larger area around it."),
    )

    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("Its last day, if it no longer exists."),
    )
    is_loaded = models.BooleanField(_("from the reference data"), default=False, editable=False)

    class Meta:
        verbose_name = _("collectivity")
        verbose_name_plural = _("collectivities")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                condition=~models.Q(code=""),
                name="collectivity_code_unique_in_kind",
                violation_error_message=_("Another collectivity of this kind has this code."),
            ),
            models.CheckConstraint(
                condition=models.Q(main_town_share__isnull=True)
                | models.Q(main_town_share__gte=0, main_town_share__lte=1),
                name="collectivity_main_town_share_is_a_share",
                violation_error_message=_("A share lies between 0 and 1."),
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                    latitude__isnull=False,
                    longitude__isnull=False,
                ),
                name="collectivity_position_is_whole",
                violation_error_message=_("Give both the latitude and the longitude, or neither."),
            ),
        ]
        indexes = [models.Index(fields=["kind", "log_population"])]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name with what tells it from its namesakes: "Grand Cahors (…, Lot)"."""
        details = [detail for detail in self._details() if detail]
        return f"{self.name} ({', '.join(details)})" if details else self.name

    @property
    def kind_label(self) -> str:
        """The kind in words, in lower case, in the active language."""
        return str(Kind(self.kind).label)

    def _details(self) -> list[str]:
        named = self.kind in (Kind.OTHER, Kind.ABROAD)
        # A département lies in itself: its name is not said twice.
        place = "" if self.location == self.name else self.location
        details = ["" if named else self.kind_label, place]
        if self.country:
            details.append(str(self.get_country_display()))
        if self.valid_until:
            details.append(gettext("until %(year)s") % {"year": self.valid_until.year})
        return details

    def get_absolute_url(self) -> str:
        return reverse("search:collectivity", args=[self.ref])

    def clean(self) -> None:
        super().clean()
        errors: dict[str, str | Promise] = {}
        if not self.is_loaded and self.kind not in EDITABLE:
            errors["kind"] = _("This kind comes from the reference data only.")
        if self.kind == Kind.ABROAD and not self.country:
            errors["country"] = _("Say which country it lies in.")
        if self.kind != Kind.ABROAD and self.country:
            errors["country"] = _("A country is given for a collectivity abroad only.")
        if self.population is not None and not self.population_source:
            errors["population_source"] = _("Give the source of the population.")
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with what is derived: the logarithm, the reference of a new row, the search keys."""
        self.log_population = log_population(self.population)
        self.ref = self.ref or self._new_ref()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "log_population"}
        with transaction.atomic(using=kwargs.get("using")):
            super().save(*args, **kwargs)
            SearchKey.objects.rebuild([self])

    def _new_ref(self) -> str:
        base = f"x-{slugify(self.name)[:60] or 'sans-nom'}"
        taken = set(Collectivity.objects.filter(ref__startswith=base).values_list("ref", flat=True))
        numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
        return next(ref for ref in (base, *numbered) if ref not in taken)


class SearchKeyManager(models.Manager["SearchKey"]):
    """Keeps the keys of the collectivité box in step with the collectivités."""

    def rebuild(self, collectivities: Sequence[Collectivity], *, are_new: bool = False) -> None:
        """Write again every key of these saved collectivités; new ones have none to remove."""
        if not are_new:
            for start in range(0, len(collectivities), 500):
                batch = [row.pk for row in collectivities[start : start + 500]]
                self.filter(collectivity__in=batch).delete()
        connection = connections[router.db_for_write(self.model)]
        columns = ("collectivity_id", "key", "is_whole", "weight")
        names = ", ".join(connection.ops.quote_name(column) for column in columns)
        table = connection.ops.quote_name(self.model._meta.db_table)
        rows = [
            (row.pk, key.text, key.is_whole, key.weight)
            for row in collectivities
            for key in keys_of(row)
        ]
        # Five keys for each of 36,000 rows: bulk_create takes five times as long.
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES (%s, %s, %s, %s)",  # noqa: S608
                rows,
            )


class SearchKey(models.Model):
    """A folded text by which the box finds a collectivité: its name from any word on, or a code.

    `weight` is the population, or less than it: the largest collectivité comes first.
    """

    collectivity = models.ForeignKey(Collectivity, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=200)
    is_whole = models.BooleanField()
    weight = models.IntegerField()

    objects = SearchKeyManager()

    class Meta:
        indexes = [
            # Holds all that the box reads. Its first operator class is PostgreSQL's for LIKE, which
            # no collation disturbs; SQLite ignores them.
            models.Index(
                fields=["key", "is_whole", "weight", "collectivity"],
                name="collectivities_searchkey_box",
                opclasses=["varchar_pattern_ops", "bool_ops", "int4_ops", "int8_ops"],
            )
        ]

    def __str__(self) -> str:
        return self.key


def log_population(population: int | None) -> float | None:
    """Return the decimal logarithm of a population; None when it is unknown or zero."""
    return math.log10(population) if population else None
