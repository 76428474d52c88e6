"""The engine of a large installation: an Elasticsearch cluster."""

from .engine import ElasticEngine

__all__ = ["ElasticEngine"]
