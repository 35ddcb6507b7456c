-- The ledger: events, their seats, the log of changes, and the reservations.
--
-- Times are milliseconds since the epoch in double precision: the very numbers the code computes with, so that
-- a time read is bit for bit the time written (timestamptz would round fractions of a microsecond, and costs a
-- conversion per row on the hot path). `to_timestamp(at / 1000)` shows one to a human.
--
-- Every primary key and unique index begins with event_id, so that an event can live on one shard.
-- No foreign keys: each would cost a lookup per row in the minute the sale opens, and everything here is
-- written by one statement (append.sql) from one source. Identifiers compare by bytes (collate "C").

create table event (
  event_id           text collate "C" not null,
  -- The number of the last change; every append compares it and sets it.
  sequence           bigint not null default 0,
  title              text not null,
  venue              text not null,
  starts_at          double precision not null,
  sale_opens_at      double precision,
  rows               integer not null,
  seats_per_row      integer not null,
  hold_ttl_ms        double precision not null,
  hold_extensions    integer not null,
  max_seats_per_user integer not null,
  constraint event_pkey primary key (event_id),
  constraint event_sequence_check check (sequence >= 0),
  constraint event_hall_check check (rows > 0 and seats_per_row > 0)
) with (fillfactor = 20); -- one row rewritten by every append: room for its versions on its own page

create table seat (
  event_id        text collate "C" not null,
  seat_id         integer not null,
  state           text collate "C" not null default 'available',
  user_id         text collate "C",
  hold_expires_at double precision,
  extensions_used integer,
  reservation_id  text collate "C",
  constraint seat_pkey primary key (event_id, seat_id),
  -- The state decides which facts exist.
  constraint seat_state_check check (
    case state
      when 'held' then
        user_id is not null and hold_expires_at is not null and extensions_used is not null
        and reservation_id is null
      when 'reserved' then
        user_id is not null and reservation_id is not null
        and hold_expires_at is null and extensions_used is null
      when 'available' then
        user_id is null and hold_expires_at is null and extensions_used is null
        and reservation_id is null
      when 'blocked' then
        user_id is null and hold_expires_at is null and extensions_used is null
        and reservation_id is null
      else false
    end
  )
) with (fillfactor = 25); -- a seat is rewritten when held and when reserved, and grows: stay on its page (HOT)

create table change (
  event_id        text collate "C" not null,
  sequence        bigint not null,
  at              double precision not null,
  cause           text collate "C" not null,
  seat_ids        integer[] not null,
  user_id         text collate "C",
  reservation_id  text collate "C",
  expires_at      double precision,
  extensions_used integer,
  constraint change_pkey primary key (event_id, sequence)
);

create table reservation (
  event_id       text collate "C" not null,
  reservation_id text collate "C" not null,
  user_id        text collate "C" not null,
  user_name      text not null,
  phone          text not null,
  code           text not null,
  -- The seats it has, or had when all of it was cancelled.
  seat_ids       integer[] not null,
  -- The change that made it.
  sequence       bigint not null,
  created_at     double precision not null,
  cancelled_at   double precision,
  -- By the change that made it, of which there is one: keys that only grow cost a third of random ones. With
  -- (event_id, reservation_id) here, beside the index below, an append took 12 % more CPU.
  constraint reservation_pkey primary key (event_id, sequence)
);
-- A ticket is looked up by its own id alone, and a user's tickets across all events.
create index reservation_by_id on reservation (reservation_id);
create index reservation_by_user on reservation (user_id);

-- The backstop for the bug we have not thought of: one active reservation per event and seat.
create table reserved_seat (
  event_id       text collate "C" not null,
  seat_id        integer not null,
  reservation_id text collate "C" not null,
  constraint reserved_seat_pkey primary key (event_id, seat_id)
);

create table idempotency (
  event_id    text collate "C" not null,
  user_id     text collate "C" not null,
  key         text collate "C" not null,
  fingerprint text not null,
  -- The event's sequence after the command.
  sequence    bigint not null,
  answer      text not null,
  constraint idempotency_pkey primary key (event_id, user_id, key)
);
-- Whoever catches up with an event's changes wants the keys they used.
create index idempotency_by_sequence on idempotency (event_id, sequence);
