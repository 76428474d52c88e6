"""What every search engine promises, whatever it is made of.

A test module subclasses `SearchEngineContract` with its engine.
"""

from .facets import FacetsContract
from .hidden import HiddenContract
from .order import OrderContract
from .words import WordsContract


class SearchEngineContract(WordsContract, HiddenContract, FacetsContract, OrderContract):
    """The whole contract. Subclass, and set `engine`."""
