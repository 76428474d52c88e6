"""The database engine keeps the promises of every engine, on the database in use."""

from search.engines.database import DatabaseEngine
from tests.contracts.search_engine import SearchEngineContract


class TestDatabaseEngine(SearchEngineContract):
    engine = DatabaseEngine
