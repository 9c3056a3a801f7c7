"""The customer's tests make sources from rows on both engines; so do these."""

from tests.customer.conftest import make, stores

__all__ = ["make", "stores"]
