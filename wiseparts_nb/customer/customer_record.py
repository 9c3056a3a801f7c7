"""Customer record: who this is, who looks after it and whom to call (C69)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from wiseparts_nb.card import Card, Column, Part, Row, Table
from wiseparts_nb.customer.trade import trade_name
from wiseparts_nb.source.rows import Answers
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Number, Text, Value
from wiseparts_nb.widget import Widget

__all__ = ["WIDGET", "Contact", "CustomerRecord", "card", "customer_record"]

ROWS = """
select asked.customer_id, asked.name, asked.kind, asked.trade, asked.tier, asked.tax_number, asked.street, asked.postal_code,
       asked.city, asked.country, asked.phone, asked.email, asked.website, asked.language, asked.customer_since_on,
       asked.payment_terms_days, house.name as wholesaler, first.name as rep_1, second.name as rep_2, third.name as rep_3
from customers as asked
left join wholesalers as house on house.wholesaler_id = asked.wholesaler_id
left join staff as first on first.staff_id = asked.sales_rep_1_id
left join staff as second on second.staff_id = asked.sales_rep_2_id
left join staff as third on third.staff_id = asked.sales_rep_3_id
"""
CONTACTS = "select customer_id, contact_id, name, role, email, phone from contacts"
SITES = "select customer_id, customer_branch_id, name, city from customer_branches"


@dataclass(frozen=True)
class Contact:
    """A person at the customer."""

    name: str
    role: str | None
    email: str | None
    phone: str | None


@dataclass(frozen=True)
class CustomerRecord:
    """A customer's record; what the source does not have is None."""

    customer_id: str
    name: str
    kind: str
    trade: str | None
    tier: str | None
    tax_number: str | None
    street: str | None
    postal_code: str | None
    city: str | None
    country: str | None
    phone: str | None
    email: str | None
    website: str | None
    language: str | None
    customer_since_on: date | None
    payment_terms_days: int | None
    wholesaler: str | None
    sales_reps: tuple[str, ...]
    contacts: tuple[Contact, ...]
    sites: tuple[str, ...]


def customer_record(source: Source) -> Answers[CustomerRecord]:
    """Return each customer's record with its sales representatives, contacts and sites, these by their ids.

    Never None for a customer of the source.
    """
    return source.answers(_value, customers=ROWS, contacts=CONTACTS, sites=SITES)


def _value(*, customers: list[Any], contacts: list[Any], sites: list[Any]) -> CustomerRecord | None:
    if not customers:
        return None
    (record,) = customers
    fields = record._asdict()
    reps = tuple(
        name for name in (fields.pop("rep_1"), fields.pop("rep_2"), fields.pop("rep_3")) if name
    )
    people = sorted(contacts, key=lambda row: row.contact_id)
    places = sorted(sites, key=lambda row: row.customer_branch_id)
    return CustomerRecord(
        **fields,
        sales_reps=reps,
        contacts=tuple(Contact(row.name, row.role, row.email, row.phone) for row in people),
        sites=tuple(f"{row.name}, {row.city}" if row.city else row.name for row in places),
    )


def card(value: CustomerRecord) -> Card:
    """List the record's filled fields, then the contacts."""
    rows = tuple(
        Row((Text(f"customer_record.{name}"), shown)) for name, shown in _fields(value) if shown
    )
    columns = (Column(Text("customer_record.field")), Column(Text("customer_record.entry")))
    parts: list[Part] = [Table(columns, rows)]
    if value.contacts:
        heads = tuple(
            Column(Text(f"customer_record.{name}"))
            for name in ("contact", "role", "phone", "email")
        )
        people = tuple(Row((one.name, one.role, one.phone, one.email)) for one in value.contacts)
        parts.append(Table(heads, people))
    return Card("customer_record", Text("customer_record.title"), tuple(parts))


def _fields(value: CustomerRecord) -> tuple[tuple[str, Value | None], ...]:
    address = ", ".join(
        filter(
            None,
            [value.street, f"{value.postal_code or ''} {value.city or ''}".strip(), value.country],
        )
    )
    terms, since = value.payment_terms_days, value.customer_since_on
    return (
        ("number", value.customer_id),
        ("kind", Text(f"customer_record.{value.kind}")),
        ("trade", trade_name(value.trade)),
        ("tier", trade_name(value.tier)),
        ("tax_number", value.tax_number),
        ("address", address),
        ("phone", value.phone),
        ("email", value.email),
        ("website", value.website),
        ("since", None if since is None else Day(since)),
        ("terms", None if terms is None else Text("customer_record.days", {"n": Number(terms)})),
        ("wholesaler", value.wholesaler),
        ("reps", ", ".join(value.sales_reps)),
        ("sites", "; ".join(value.sites)),
    )


# no feature of the settings: who the customer is can't be switched off
WIDGET = Widget("customer_record", customer_record, card, ROWS, "customers", ("customers",))
