-- Positions that can be compared: which ledger this is, and one chain of hashes per event. Besides, everything
-- that a retry needs moves into the log, and a reservation is known by the change that made it.
--
-- The plans of session.ts suit statements of a few rows; this touches all of them.
set local enable_seqscan = on;
set local enable_hashjoin = on;
set local enable_mergejoin = on;

-- What is true of all events. One row.
create table ledger (
  is_only       boolean not null default true,
  -- The random name of this ledger's life: a restored copy keeps it, a new ledger has another.
  epoch         text collate "C" not null,
  -- Keys the marks of users in the hashes; see log-chain.ts. Always 32 characters.
  log_key       text collate "C" not null,
  -- The steady clock is the wall clock plus this; see correct-clock.sql.
  correction_ms double precision not null default 0,
  -- When it was last tried whether anything can be written.
  probed_at     double precision not null default 0,
  constraint ledger_pkey primary key (is_only),
  constraint ledger_is_only_check check (is_only)
) with (fillfactor = 20); -- rewritten every few seconds: room for its versions on its own page
insert into ledger (epoch, log_key)
values (
  left(replace(gen_random_uuid()::text, '-', ''), 12),
  replace(gen_random_uuid()::text, '-', '')
);

alter table event
  add epoch text collate "C",
  -- The hash of the last change.
  add head bytea,
  -- Grows with every change of what is below; every append names the one it was decided by.
  add version bigint not null default 1,
  -- See event-rules.ts.
  add rules jsonb,
  -- Changes below this one may be gone, or have no hash; those after it follow it.
  add pruned_to bigint not null default 0,
  -- Up to this change everything has been forgotten that is kept for a day only; see forget.sql.
  add forgotten_to bigint not null default 0;
-- The chain starts at the present position, as it does in a new event, because no older change has a hash.
update event
set
  epoch = ledger.epoch,
  head = sha256(convert_to(ledger.epoch || ':' || event_id, 'UTF8')),
  rules = jsonb_build_object(
    'hold_ttl_ms', hold_ttl_ms, 'hold_extensions', hold_extensions, 'max_seats_per_user', max_seats_per_user
  ),
  pruned_to = sequence
from ledger;
alter table event
  alter epoch set not null,
  alter head set not null,
  alter rules set not null,
  drop hold_ttl_ms,
  drop hold_extensions,
  drop max_seats_per_user,
  add constraint event_head_check check (length(head) = 32);

alter table change
  -- 'user', 'clock' or 'organiser:' and a name.
  add actor text collate "C" not null default 'user',
  -- The reservation that a cancellation is about, by the sequence of the change that made it.
  add reservation bigint,
  -- Free seats right after a reservation.
  add remaining_seats integer,
  -- Digests of the idempotency key that this change used up, and of what it asked for; 48 bits each.
  add key_print bigint,
  add wish_print bigint,
  -- Empty in changes older than the chain, the last of which has the hash that the next one follows.
  add hash bytea not null default '';
alter table change alter hash drop default;
-- Two tables are read here by (event_id, reservation_id), which has no index but by the second alone.
analyze reservation;
update change
set
  actor = case
    when change.cause = 'expired' then 'clock'
    when change.cause in ('blocked', 'unblocked') then 'organiser:unknown'
    else 'user'
  end,
  reservation = case
    when change.cause = 'cancelled' then (
      select made.sequence
      from reservation as made
      where made.event_id = change.event_id and made.reservation_id = change.reservation_id
    )
  end,
  -- Unknown; nothing may rely on what is not known.
  remaining_seats = case when change.cause = 'reserved' then 0 end,
  expires_at = case when change.cause in ('released', 'expired') then 0 else change.expires_at end,
  extensions_used = case when change.cause in ('released', 'expired') then 0 else change.extensions_used end,
  hash = case when change.sequence = event.sequence then event.head else '' end
from event
where event.event_id = change.event_id;
-- The keys of the last day, so that a retry that spans the update is still recognised.
update change
set
  key_print = ('x' || left(encode(sha256(convert_to(used.key, 'UTF8')), 'hex'), 12))::bit(48)::bigint,
  wish_print = ('x' || left(encode(decode(translate(used.fingerprint, '-_', '+/') || '=', 'base64'), 'hex'), 12))
    ::bit(48)::bigint
from idempotency as used
where
  change.event_id = used.event_id
  and change.sequence = used.sequence
  and change.user_id = used.user_id
  and change.cause in ('extended', 'reserved')
  and change.at > extract(epoch from now()) * 1000 - 86400000
  and used.fingerprint ~ '^[A-Za-z0-9_-]{43}$';
alter table change drop reservation_id;

alter table seat
  drop constraint seat_state_check,
  add reservation bigint;
update seat
set
  reservation = (
    select made.sequence
    from reservation as made
    where made.event_id = seat.event_id and made.reservation_id = seat.reservation_id
  )
where state = 'reserved';
alter table seat
  drop reservation_id,
  -- The state decides which facts exist.
  add constraint seat_state_check check (
    case state
      when 'held' then
        user_id is not null and hold_expires_at is not null and extensions_used is not null
        and reservation is null
      when 'reserved' then
        user_id is not null and reservation is not null
        and hold_expires_at is null and extensions_used is null
      when 'available' then
        user_id is null and hold_expires_at is null and extensions_used is null
        and reservation is null
      when 'blocked' then
        user_id is null and hold_expires_at is null and extensions_used is null
        and reservation is null
      else false
    end
  );

-- A reservation is named by its event and sequence, which is its primary key. Names given before stay good.
drop index reservation_by_id;
alter table reservation rename reservation_id to former_id;
alter table reservation alter former_id drop not null;
create index reservation_by_former_id on reservation (former_id) where former_id is not null;

-- Two owners of a seat: append.sql names what each seat must have been. A key used twice: whoever wins the
-- compare of positions has read every key before.
drop table reserved_seat;
drop table idempotency;
