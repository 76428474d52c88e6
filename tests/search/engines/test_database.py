"""The database engine keeps the promises of every engine, on the database in use."""

from search.engines.database import DatabaseEngine
from tests.contracts.search_engine import SearchEngineContract
from tests.contracts.similar import SimilarContract


class TestDatabaseEngine(SearchEngineContract):
    engine = DatabaseEngine


class TestSimilarOnTheDatabase(SimilarContract):
    engine = DatabaseEngine
