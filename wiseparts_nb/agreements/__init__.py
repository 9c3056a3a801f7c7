"""Agreements: sales targets with bonus tiers, tracked and never applied to a price (A1 to A29)."""
