-- The canonical schema: what a source is mapped onto, and the only tables that a KPI may name.
--
-- Suffixes: _id key (text, as the source system spells it), _on date, _at timestamp in UTC, _rate fraction 0..1.
-- Money is decimal(18, 2), quantities decimal(18, 3), credits and returns are negative.
-- Types, NOT NULL, CHECK, PRIMARY KEY and REFERENCES are the row-level rules of the loader (see ingest.py); a snapshot
-- keeps the tables without indexes, sorted for reading. Absent is not zero: what a source does not have stays NULL.

-- Organisation ---------------------------------------------------------------------------------------------------
create table regions (
    region_id  text primary key,
    name       text not null
);

create table offices (
    office_id  text primary key,
    name       text not null,
    region_id  text references regions (region_id)
);

create table teams (
    team_id    text primary key,
    name       text not null,
    office_id  text references offices (office_id)
);

create table confidentiality_groups (
    confidentiality_group_id  text primary key,
    name                      text not null
);

create table staff (
    staff_id   text primary key,
    name       text not null,
    email      text,
    role       text,
    team_id    text references teams (team_id)
);

-- Trade ----------------------------------------------------------------------------------------------------------
create table manufacturers (
    manufacturer_id  text primary key,
    name             text not null
);

create table wholesalers (
    wholesaler_id  text primary key,
    name           text not null
);

create table branches (
    branch_id      text primary key,
    name           text not null,
    wholesaler_id  text references wholesalers (wholesaler_id),
    city           text
);

create table brands (
    brand_id         text primary key,
    name             text not null,
    manufacturer_id  text references manufacturers (manufacturer_id)
);

create table brand_families (
    brand_family_id  text primary key,
    name             text not null,
    brand_id         text references brands (brand_id)
);

create table products (
    product_id       text primary key,
    name             text not null,
    brand_id         text references brands (brand_id),
    brand_family_id  text references brand_families (brand_family_id),
    unit             text,
    list_price       decimal(18, 2) check (list_price >= 0)
);

create table users (
    user_id          text primary key,
    staff_id         text references staff (staff_id),
    kind             text not null check (kind in ('sales_rep', 'manager', 'manufacturer', 'validator', 'administrator')),
    wholesaler_id    text references wholesalers (wholesaler_id),
    manufacturer_id  text references manufacturers (manufacturer_id),
    rights           text
);

-- Customers ------------------------------------------------------------------------------------------------------
-- tax_number matches the same end customer across wholesalers ("show all sales").
create table customers (
    customer_id         text primary key,
    name                text not null,
    kind                text not null check (kind in ('customer', 'prospect')),
    trade               text,
    tier                text,
    tax_number          text,
    street              text,
    postal_code         text,
    city                text,
    country             text,
    phone               text,
    email               text,
    website             text,
    language            text check (language in ('en', 'fr', 'es')),
    wholesaler_id       text references wholesalers (wholesaler_id),
    customer_since_on   date,
    payment_terms_days  integer check (payment_terms_days >= 0),
    sales_rep_1_id      text references staff (staff_id),
    sales_rep_2_id      text references staff (staff_id),
    sales_rep_3_id      text references staff (staff_id)
);

create table contacts (
    contact_id   text primary key,
    customer_id  text not null references customers (customer_id),
    name         text not null,
    role         text,
    email        text,
    phone        text,
    language     text check (language in ('en', 'fr', 'es'))
);

create table customer_branches (
    customer_branch_id  text primary key,
    customer_id         text not null references customers (customer_id),
    name                text not null,
    city                text
);

-- Sales ----------------------------------------------------------------------------------------------------------
-- status of a quote: open, won (at least one line ordered), lost, expired.
create table quotes (
    quote_id       text primary key,
    customer_id    text not null references customers (customer_id),
    wholesaler_id  text references wholesalers (wholesaler_id),
    staff_id       text references staff (staff_id),
    issued_on      date not null,
    valid_until_on date,
    status         text not null check (status in ('open', 'won', 'lost', 'expired')),
    channel        text,
    subject        text,
    next_step      text
);

-- decided_on: the day the line was ordered or refused; NULL while it is open.
create table quote_lines (
    quote_id       text not null references quotes (quote_id),
    line_no        integer not null check (line_no > 0),
    customer_id    text not null references customers (customer_id),
    product_id     text references products (product_id),
    brand_id       text references brands (brand_id),
    quantity       decimal(18, 3),
    net            decimal(18, 2) not null,
    status         text check (status in ('open', 'won', 'lost')),
    decided_on     date,
    reject_reason  text,
    primary key (quote_id, line_no)
);

create table orders (
    order_id       text primary key,
    customer_id    text not null references customers (customer_id),
    wholesaler_id  text references wholesalers (wholesaler_id),
    quote_id       text references quotes (quote_id),
    staff_id       text references staff (staff_id),
    ordered_on     date not null,
    expected_on    date,
    status         text not null check (status in ('open', 'delivered', 'cancelled')),
    channel        text
);

create table order_lines (
    order_id     text not null references orders (order_id),
    line_no      integer not null check (line_no > 0),
    customer_id  text not null references customers (customer_id),
    product_id   text references products (product_id),
    brand_id     text references brands (brand_id),
    quantity     decimal(18, 3),
    net          decimal(18, 2) not null,
    primary key (order_id, line_no)
);

-- One invoice line; margin = net - cost and NULL where the source has no cost.
create table sales_lines (
    invoice_id       text not null,
    line_no          integer not null check (line_no > 0),
    customer_id      text not null references customers (customer_id),
    sold_on          date not null,
    order_id         text,
    product_id       text references products (product_id),
    brand_id         text references brands (brand_id),
    brand_family_id  text references brand_families (brand_family_id),
    wholesaler_id    text references wholesalers (wholesaler_id),
    branch_id        text references branches (branch_id),
    quantity         decimal(18, 3) not null,
    gross            decimal(18, 2),
    net              decimal(18, 2) not null,
    cost             decimal(18, 2),
    margin           decimal(18, 2),
    primary key (invoice_id, line_no)
);

-- amount_due is what is still open; a credit is negative and reduces the total.
create table due_documents (
    due_document_id  text primary key,
    customer_id      text not null references customers (customer_id),
    kind             text not null check (kind in ('invoice', 'credit')),
    issued_on        date not null,
    due_on           date not null,
    amount           decimal(18, 2) not null,
    amount_due       decimal(18, 2) not null,
    status           text not null check (status in ('open', 'disputed', 'paid')),
    check (kind = 'credit' or amount >= 0)
);

create table price_agreements (
    price_agreement_id  text primary key,
    customer_id         text not null references customers (customer_id),
    name                text not null,
    brand_id            text references brands (brand_id),
    discount_rate       double check (discount_rate between 0 and 1),
    starts_on           date not null,
    ends_on             date,
    check (ends_on >= starts_on)
);

-- customer_id NULL: the promotion is open to every customer.
create table promotions (
    promotion_id   text primary key,
    customer_id    text references customers (customer_id),
    name           text not null,
    brand_id       text references brands (brand_id),
    discount_rate  double check (discount_rate between 0 and 1),
    starts_on      date not null,
    ends_on        date,
    check (ends_on >= starts_on)
);

-- Relationship ---------------------------------------------------------------------------------------------------
create table activities (
    activity_id  text primary key,
    customer_id  text not null references customers (customer_id),
    kind         text not null check (kind in ('visit', 'call', 'meeting', 'online_meeting', 'email', 'other')),
    status       text not null check (status in ('planned', 'done', 'cancelled')),
    starts_at    timestamp not null,
    staff_id     text references staff (staff_id),
    contact_id   text references contacts (contact_id),
    subject      text,
    body         text
);

create table tasks (
    task_id       text primary key,
    customer_id   text not null references customers (customer_id),
    subject       text not null,
    staff_id      text references staff (staff_id),
    created_at    timestamp not null,
    due_on        date,
    completed_at  timestamp
);

create table notes (
    note_id      text primary key,
    customer_id  text not null references customers (customer_id),
    written_at   timestamp not null,
    staff_id     text references staff (staff_id),
    body         text not null
);

-- kind: quote_sent, order_placed, invoice_overdue, credit_issued, price_list_sent ... (a word of the source system).
create table system_events (
    system_event_id  text primary key,
    customer_id      text not null references customers (customer_id),
    happened_at      timestamp not null,
    kind             text not null,
    reference        text,
    amount           decimal(18, 2),
    body             text
);

-- Professional firms ---------------------------------------------------------------------------------------------
create table engagements (
    engagement_id             text primary key,
    customer_id               text references customers (customer_id),
    name                      text not null,
    status                    text not null check (status in ('open', 'won', 'lost', 'abandoned')),
    opened_on                 date,
    closed_on                 date,
    partner_id                text references staff (staff_id),
    manager_id                text references staff (staff_id),
    client_lead_id            text references staff (staff_id),
    signatory                 text,
    entity                    text,
    office_id                 text references offices (office_id),
    team_id                   text references teams (team_id),
    confidentiality_group_id  text references confidentiality_groups (confidentiality_group_id)
);

create table proposals (
    proposal_id     text primary key,
    engagement_id   text not null references engagements (engagement_id),
    customer_id     text references customers (customer_id),
    kind            text,
    template        text,
    title           text,
    status          text not null check (status in ('draft', 'pending', 'signed', 'declined')),
    issued_on       date,
    decided_on      date,
    recurring_fees  decimal(18, 2),
    one_off_fees    decimal(18, 2)
);
