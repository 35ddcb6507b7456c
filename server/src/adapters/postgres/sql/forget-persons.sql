-- Removes names and phones, and the free text in which organisers may have named somebody, from the next 1,000 reservations of an event that has been over as long as its rule says.
-- One that was made later than that keeps them as long after it was made.
-- $1 event_id, $2 the wall clock, $3 the days of an event without the rule.
-- One row: how many reservations were gone through; 0 when there is nothing to do.
with
due as materialized (
  select persons_forgotten_to, before
  from
    event,
    lateral (
      select $2::float8 - coalesce((rules ->> 'personal_data_days')::float8, $3::float8) * 86400000 as before
    ) as rule
  where event_id = $1 and coalesce(ends_at, starts_at) <= before
),
reached as materialized (
  select
    count(*) filter (where gone.ordinal < coalesce(first_young, 1001)) as gone_through,
    max(gone.sequence) filter (where gone.ordinal < coalesce(first_young, 1001)) as upto
  from
    (
      select
        next.sequence,
        next.ordinal,
        min(next.ordinal) filter (where next.created_at > before) over () as first_young
      from
        due,
        lateral (
          select sequence, created_at, row_number() over (order by sequence) as ordinal
          from reservation
          where reservation.event_id = $1 and reservation.sequence > due.persons_forgotten_to
          order by sequence
          limit 1000
        ) as next
    ) as gone
),
noted as (
  -- Locks the event, as an append does, before any of its reservations is touched.
  update event
  set persons_forgotten_to = greatest(event.persons_forgotten_to, reached.upto)
  from reached
  where event.event_id = $1 and reached.upto is not null
  returning 1
),
unexplained as (
  delete from cancel_reason
  using noted, due, reached
  where
    cancel_reason.event_id = $1
    and cancel_reason.reservation > due.persons_forgotten_to
    and cancel_reason.reservation <= reached.upto
),
unexplained_holds as (
  delete from hold_end
  using due
  where hold_end.event_id = $1 and hold_end.at <= due.before
),
unexplained_actions as (
  -- Who did what, and when, stays.
  update trail
  set detail = trail.detail - 'reason'
  from due
  where trail.event_id = $1 and trail.at <= due.before and trail.detail -> 'reason' is not null
),
unnamed as (
  update reservation
  set person = null, marks = null, user_name = null, phone = null
  from noted, due, reached
  where
    reservation.event_id = $1
    and reservation.sequence > due.persons_forgotten_to
    and reservation.sequence <= reached.upto
    and (reservation.person is not null or reservation.user_name is not null)
)
select gone_through::float8 as reservations from reached
