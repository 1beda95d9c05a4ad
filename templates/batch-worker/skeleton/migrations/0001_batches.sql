-- What came in. The key is the sender's: the same key is the same batch, however often it is sent.
create table batches (
  id uuid primary key,
  idempotency_key text not null unique,
  content_sha256 text not null,
  source text not null,
  total integer not null check (total > 0),
  state text not null default 'open' check (state in ('open', 'done', 'dead')),
  -- The checkpoint: every position before it is imported or is a dead letter.
  cursor integer not null default 0 check (cursor between 0 and total),
  imported integer not null default 0,
  duplicates integer not null default 0,
  dead integer not null default 0,
  -- Claims in a row that brought no progress.
  attempts integer not null default 0,
  last_error text,
  -- Whoever claimed it last; what an earlier claim still tries to write is refused.
  lease uuid,
  due_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index batches_open on batches (due_at) where state = 'open';
create index batches_finished on batches (finished_at) where finished_at is not null;

create table batch_items (
  batch_id uuid not null references batches on delete cascade,
  position integer not null,
  payload jsonb not null,
  primary key (batch_id, position)
);

create table currencies (code text primary key check (code ~ '^[A-Z]{3}$'));
insert into currencies (code) values ('CHF'), ('EUR'), ('GBP'), ('USD');

-- The effect. Its key makes a second import of the same record do nothing.
create table records (
  source text not null,
  external_id text not null,
  name text not null,
  amount_cents integer not null,
  currency text not null references currencies (code),
  batch_id uuid not null,
  position integer not null,
  imported_at timestamptz not null default now(),
  primary key (source, external_id)
);

-- An effect that is not idempotent by itself: only the transaction it shares with the checkpoint keeps it right.
create table source_totals (
  source text primary key,
  records integer not null,
  amount_cents bigint not null
);

create table replays (
  id uuid primary key,
  requested_by text not null,
  reason text not null,
  selection text not null,
  letters integer not null,
  created_at timestamptz not null default now()
);

-- What could not be done, and why. Without a position it is the rest of its batch.
create table dead_letters (
  id uuid primary key,
  batch_id uuid not null references batches on delete cascade,
  position integer,
  payload jsonb,
  reason text not null,
  attempts integer not null,
  failed_at timestamptz not null default now(),
  replay_id uuid references replays,
  unique nulls not distinct (batch_id, position)
);
create index dead_letters_open on dead_letters (failed_at) where replay_id is null;
