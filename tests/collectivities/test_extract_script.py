"""scripts/extract_collectivities.py: how names are cleaned, and what makes it stop."""

import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from collectivities.reference import read_extract

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "extract_collectivities.py"


@pytest.fixture(scope="module")
def script():
    import importlib.util

    spec = importlib.util.spec_from_file_location("extract_collectivities", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    # A script finds those beside it.
    sys.path.insert(0, str(SCRIPT.parent))
    spec.loader.exec_module(module)
    sys.path.remove(str(SCRIPT.parent))
    yield module
    del sys.modules[spec.name]


@pytest.mark.parametrize(
    ("official", "name"),
    [
        ("CA du Grand Cahors", "Grand Cahors"),
        ("CU d'Arras", "Arras"),
        ("CA de La Rochelle", "La Rochelle"),
        ("CC de l'Île de Ré", "Île de Ré"),
        ("CC la Septaine", "La Septaine"),
        ("CC Entre Dore et Allier", "Entre Dore et Allier"),
        ("CA Loire Forez Agglomération (LFA)", "Loire Forez Agglomération"),
        ("CA ECLA  (Espace Communautaire Lons Agglomération)", "ECLA"),
        ('CA "Saintes - Grandes Rives - L\'Agglo"', "Saintes - Grandes Rives - L'Agglo"),
        ("CA Bergeracoise", "Communauté d'agglomération Bergeracoise"),
        ("Métropole Européenne de Lille", "Métropole Européenne de Lille"),
        ("Est Ensemble", "Est Ensemble"),
    ],
)
def test_clean_name(script, official, name):
    assert script.clean_name(official) == name


def test_every_reference_to_the_past_names_a_current_region(script):
    extract = read_extract()
    regions = {row.code for row in extract.rows if row.kind == "region" and not row.valid_until}
    assert {successor for _code, _name, successor in script.FORMER_REGIONS} <= regions


def test_another_version_of_the_package_is_refused(tmp_path):
    package = tmp_path / "package"
    (package / "data").mkdir(parents=True)
    (package / "package.json").write_text(json.dumps({"version": "7.0.0"}), encoding="utf-8")
    for name in ("communes", "epci", "ept", "departements", "regions"):
        (package / "data" / f"{name}.json").write_text("[]", encoding="utf-8")
    archive = tmp_path / "package.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(package, "package")
    for argument in (package, archive):
        run = subprocess.run(
            [sys.executable, SCRIPT, argument, "places.whl", "--output", tmp_path / "out"],
            capture_output=True,
            text=True,
        )
        assert run.returncode != 0
        assert "7.0.0" in run.stderr
    assert not (tmp_path / "out").exists()


def test_populations_of_another_year_are_refused(script):
    with pytest.raises(SystemExit, match="another year"):
        script.Package({name: [] for name in script.FILES})
