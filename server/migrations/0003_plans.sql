-- Halls that are drawn by plans, prices, texts in more than one language, and when a sale closes.
--
-- The plans of session.ts suit statements of a few rows; this touches all of them.
set local enable_seqscan = on;
set local enable_hashjoin = on;
set local enable_mergejoin = on;

-- Named by its contents, so it never changes; kept once, however many events use it.
create table plan (
  plan_id    text collate "C" not null,
  name       text not null,
  seat_count integer not null,
  -- Canonical JSON, as text: its bytes are what the name stands for.
  document   text not null,
  -- A PlanSummary of the contract.
  summary    jsonb not null,
  created_at timestamptz not null default now(),
  -- Which came first; two may have come within one tick of the clock.
  ordinal    bigint generated always as identity,
  constraint plan_pkey primary key (plan_id),
  constraint plan_seat_count_check check (seat_count > 0)
);
-- JSON of coordinates compresses well; lz4 would be faster, but not every build has it.

alter table event
  drop constraint event_hall_check,
  alter rows drop not null,
  alter seats_per_row drop not null,
  add plan_id text collate "C",
  add seat_count integer,
  -- How many seats are available; every append sets it, so that a list of events needs no seats.
  add available_count integer,
  -- One text, or one for each language.
  alter title type jsonb using to_jsonb(title),
  alter venue type jsonb using to_jsonb(venue),
  add ends_at double precision,
  add sale_closes_at double precision,
  add currency text collate "C",
  -- Minor units by category.
  add prices jsonb not null default '{}';
update event
set
  seat_count = rows * seats_per_row,
  available_count = (
    select count(*) from seat where seat.event_id = event.event_id and seat.state = 'available'
  );
alter table event
  alter seat_count set not null,
  alter available_count set not null,
  alter prices drop default,
  -- A hall has rows and seats, or a plan.
  add constraint event_hall_check check (
    case
      when plan_id is null then
        rows is not null and seats_per_row is not null
        and rows > 0 and seats_per_row > 0 and seat_count = rows * seats_per_row
      else rows is null and seats_per_row is null and seat_count > 0
    end
  ),
  add constraint event_available_check check (available_count between 0 and seat_count),
  add constraint event_prices_check check (currency is not null or prices = '{}');

alter table reservation
  -- What each seat of seat_ids cost when it was sold, in minor units; null when none had a price.
  add amounts bigint[],
  add currency text collate "C",
  add constraint reservation_amounts_check check (
    (amounts is null and currency is null)
    or (amounts is not null and currency is not null and cardinality(amounts) = cardinality(seat_ids))
  );
