"""How much room the search takes, in memory and on disk."""

from pathlib import Path

from django.db import connection

MEGABYTE = 1_000_000
_SIZES = {
    "sqlite": "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search%'",
    "postgresql": (
        "SELECT sum(pg_total_relation_size(oid)) FROM pg_class "
        "WHERE relkind = 'r' AND relname LIKE 'search%'"
    ),
}


def of_tables() -> float:
    """Return the megabytes that the search's tables and their indexes take."""
    with connection.cursor() as cursor:
        cursor.execute(_SIZES[connection.vendor])
        return float(cursor.fetchone()[0]) / MEGABYTE


def of_process(pid: int | str = "self") -> str:
    """Return the resident memory of a process, in words."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return "memory unknown on this system"
    kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return f"resident memory {kilobytes * 1024 / MEGABYTE:,.0f} MB"
