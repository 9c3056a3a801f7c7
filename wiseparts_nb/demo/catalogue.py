"""What is sold and by whom: manufacturers, wholesalers, brands, families, products. Every name is invented."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from wiseparts_nb.demo.arrays import Floats, Frames, Ints, cents, stream

__all__ = ["BRANDS", "NO_BRAND", "WHOLESALERS", "Catalogue", "catalogue"]

MANUFACTURERS = (
    ("M-01", "Kerval Industries"),
    ("M-02", "Arcotec Lighting Group"),
    ("M-03", "Ohmex Câbles"),
    ("M-04", "Brivane"),
    ("M-05", "Dorvane Thermique"),
)
WHOLESALERS = (
    ("W-1", "Sonelec", ("Lyon-Est", "Grenoble", "Saint-Étienne", "Annecy")),
    ("W-2", "Distrivolt", ("Paris-Nord", "Lille", "Nantes", "Rouen")),
    ("W-3", "Iberluz", ("Toulouse", "Perpignan", "Barcelona", "Girona")),
)
BRANDS = (
    ("Kerval", "M-01", 0.30),
    ("Arcotec", "M-02", 0.19),
    ("Ohmex", "M-03", 0.15),
    ("Lumora", "M-02", 0.09),
    ("Torvik", "M-01", 0.08),
    ("Brivane", "M-04", 0.07),
    ("Celtrix", "M-04", 0.04),
    ("Dorvane", "M-05", 0.03),
    ("Nexelio", "M-03", 0.02),
)
"""Name, manufacturer, and share of the trade; what is left has no brand."""
NO_BRAND = len(BRANDS)
"""The code of lines without brand (freight, cutting, packing)."""

_AMPS = ("6 A", "10 A", "16 A", "20 A", "32 A", "40 A", "63 A")
_WATTS = ("9 W", "18 W", "24 W", "36 W", "60 W", "120 W")
_MODULES = ("12 modules", "24 modules", "36 modules", "48 modules")
_COLOURS = ("white", "anthracite", "aluminium", "ivory")
_METRES = ("1.5 mm²", "2.5 mm²", "6 mm²", "10 mm²", "16 mm²", "35 mm²")
_SIZES = ("16 mm", "20 mm", "25 mm", "32 mm", "40 mm")
_PORTS = ("8 ports", "16 ports", "24 ports", "48 ports")
_POWERS = ("500 W", "750 W", "1000 W", "1500 W", "2000 W")

FAMILIES = (
    ("Kerval", "Switchgear", "piece", "Circuit breaker", _AMPS, 38.0, 8),
    ("Kerval", "Switchgear", "piece", "Residual current device", _AMPS, 96.0, 4),
    ("Kerval", "Enclosures", "piece", "Distribution board", _MODULES, 145.0, 2),
    ("Arcotec", "LED lighting", "piece", "LED panel", _WATTS, 54.0, 8),
    ("Arcotec", "LED drivers", "piece", "LED driver", _WATTS, 33.0, 12),
    ("Ohmex", "Cable", "metre", "Cable U-1000", _METRES, 2.9, 140),
    ("Ohmex", "Data cable", "metre", "Cable Cat 6A", ("grey", "LSZH", "outdoor"), 1.4, 300),
    (
        "Lumora",
        "Emergency lighting",
        "piece",
        "Emergency unit",
        ("45 lm", "120 lm", "400 lm"),
        82.0,
        5,
    ),
    ("Lumora", "Emergency lighting", "piece", "Exit sign", ("IP42", "IP65"), 61.0, 5),
    ("Torvik", "Conduit", "metre", "Conduit", _SIZES, 1.1, 250),
    ("Torvik", "Cable management", "piece", "Cable tray 3 m", _SIZES, 29.0, 10),
    ("Brivane", "Wiring devices", "piece", "Socket outlet", _COLOURS, 11.5, 30),
    ("Brivane", "Wiring devices", "piece", "Dimmer", _COLOURS, 47.0, 6),
    ("Celtrix", "Automation", "piece", "Contactor", _AMPS, 71.0, 4),
    ("Celtrix", "Automation", "piece", "Control relay", ("24 V", "230 V"), 128.0, 2),
    ("Dorvane", "Electric heating", "piece", "Panel heater", _POWERS, 219.0, 2),
    ("Nexelio", "Network", "piece", "Patch panel", _PORTS, 88.0, 2),
    ("Nexelio", "Network", "piece", "Switch", _PORTS, 260.0, 1),
)
"""Brand, family, unit, product, its variants, list price of the first variant, usual quantity."""

UNBRANDED = (
    ("P-PORT", "Freight", "delivery", 24.0, 1),
    ("P-CUT", "Cable cutting", "cut", 3.5, 4),
    ("P-PACK", "Pallet and packing", "pallet", 18.0, 1),
)


@dataclass(frozen=True)
class Catalogue:
    """Products as arrays, one entry a product, and the tables of everything that is sold.

    Attributes
    ----------
    first, count
        By brand code: the place of the brand's first product, and how many it has. Lines without brand come last.
    list_price, cost
        EUR a unit; cost is NaN where the purchasing system has none (freight).
    usual_quantity
        Units on an ordinary line.
    """

    product_ids: list[str]
    brand_ids: list[str]
    family_ids: list[str]
    brand: Ints
    family: Ints
    list_price: Floats
    cost: Floats
    usual_quantity: Floats
    first: Ints
    count: Ints
    tables: Frames


def catalogue(seed: int) -> Catalogue:
    """Return the catalogue; only list prices and costs depend on `seed`, and by little."""
    products, families = _products(seed)
    brand = products["brand"].to_numpy(np.int64)
    count = np.bincount(brand, minlength=NO_BRAND + 1)
    brand_ids = [f"B-{place:02d}" for place in range(1, NO_BRAND + 1)]
    family_ids = [f"F-{place:02d}" for place in range(1, len(families) + 1)]
    return Catalogue(
        product_ids=products["product_id"].to_list(),
        brand_ids=brand_ids,
        family_ids=family_ids,
        brand=np.where(brand == NO_BRAND, -1, brand),
        family=products["family"].to_numpy(np.int64),
        list_price=products["list_price"].to_numpy(np.float64),
        cost=products["cost"].to_numpy(np.float64),
        usual_quantity=products["quantity"].to_numpy(np.float64),
        first=np.r_[0, np.cumsum(count)[:-1]],
        count=count,
        tables=_tables(products, families, brand_ids, family_ids),
    )


def _products(seed: int) -> tuple[pd.DataFrame, list[tuple[int, str]]]:
    """Spell out every variant: about 18 % dearer than the one before, and bought by so many fewer."""
    rng = stream(seed, 11)
    codes = {name: place for place, (name, _, _) in enumerate(BRANDS)}
    families = list(dict.fromkeys((codes[brand], family) for brand, family, *_ in FAMILIES))
    rows: list[tuple[str, str, int, int, str, float, float, float]] = []
    for brand, family, unit, noun, variants, price, quantity in FAMILIES:
        code = codes[brand]
        for step, variant in enumerate(variants):
            product_id = f"{brand[:2].upper()}-{1000 + 10 * len(rows)}"
            name = f"{brand} {noun} {variant}"
            dearer = 1.18**step
            listed = price * dearer * rng.uniform(0.97, 1.03)
            place = families.index((code, family))
            share = rng.uniform(0.48, 0.66)
            rows.append(
                (product_id, name, code, place, unit, listed, share, max(1.0, quantity / dearer))
            )
    for product_id, name, unit, price, quantity in UNBRANDED:
        share = np.nan if product_id == "P-PORT" else 0.7
        rows.append((product_id, name, NO_BRAND, -1, unit, price, share, quantity))
    columns = [
        "product_id",
        "name",
        "brand",
        "family",
        "unit",
        "list_price",
        "cost_share",
        "quantity",
    ]
    products = pd.DataFrame(rows, columns=columns).sort_values("brand", kind="stable")
    products["list_price"] = cents(products["list_price"].to_numpy(np.float64))
    products["cost"] = cents((products["list_price"] * products["cost_share"]).to_numpy(np.float64))
    return products.reset_index(drop=True), families


def _tables(
    products: pd.DataFrame,
    families: list[tuple[int, str]],
    brand_ids: list[str],
    family_ids: list[str],
) -> Frames:
    branches = [
        (f"{wholesaler_id}-{place}", f"{name} {city}", wholesaler_id, city)
        for wholesaler_id, name, cities in WHOLESALERS
        for place, city in enumerate(cities, start=1)
    ]
    of_brand = dict(enumerate(brand_ids))
    of_family = dict(enumerate(family_ids))
    return {
        "manufacturers": pd.DataFrame(MANUFACTURERS, columns=["manufacturer_id", "name"]),
        "wholesalers": pd.DataFrame(
            [(key, name) for key, name, _ in WHOLESALERS], columns=["wholesaler_id", "name"]
        ),
        "branches": pd.DataFrame(branches, columns=["branch_id", "name", "wholesaler_id", "city"]),
        "brands": pd.DataFrame(
            {
                "brand_id": brand_ids,
                "name": [name for name, _, _ in BRANDS],
                "manufacturer_id": [maker for _, maker, _ in BRANDS],
            }
        ),
        "brand_families": pd.DataFrame(
            {
                "brand_family_id": family_ids,
                "name": [f"{BRANDS[brand][0]} {family.lower()}" for brand, family in families],
                "brand_id": [brand_ids[brand] for brand, _ in families],
            }
        ),
        "products": pd.DataFrame(
            {
                "product_id": products["product_id"],
                "name": products["name"],
                "brand_id": products["brand"].map(of_brand),
                "brand_family_id": products["family"].map(of_family),
                "unit": products["unit"],
                "list_price": products["list_price"],
            }
        ),
    }
