"""Numbers about one customer: one feature one file, with its SQL, its dataclass, its KPI and its card."""
