-- What the auditor compares an event with: its own row, and what can be counted about it, as of one moment.
-- $1 event_id. One row, or none when there is no such event.
select
  event.epoch,
  event.sequence::float8 as sequence,
  encode(event.head, 'hex') as head,
  event.pruned_to::float8 as pruned_to,
  encode(
    case
      when event.pruned_to = 0 then sha256(convert_to(event.epoch || ':' || event_id, 'UTF8'))
      when event.pruned_to = event.sequence then event.head
      else (select hash from change where change.event_id = $1 and change.sequence = event.pruned_to)
    end,
    'hex'
  ) as start_head,
  event.version::float8 as version,
  event.rules,
  event.seat_count,
  event.available_count,
  seats.available::integer as counted_available,
  seats.all_of_them::integer as seat_rows,
  seats.lowest as lowest_seat,
  seats.highest as highest_seat,
  event.plan_id is null or exists (
    select 1 from plan
    where
      plan.plan_id = event.plan_id
      and plan.seat_count = event.seat_count
      and plan.plan_id = left(encode(sha256(convert_to(plan.document, 'UTF8')), 'hex'), length(plan.plan_id))
  ) as has_its_plan,
  (
    select count(*)::integer from webhook_cursor
    where webhook_cursor.event_id = $1 and webhook_cursor.sequence > event.sequence
  ) as cursors_ahead,
  (
    select coalesce(json_agg(distinct entry.reservation), '[]')
    from entry
    where
      entry.event_id = $1
      and not exists (
        select 1 from reservation
        where reservation.event_id = $1 and reservation.sequence = entry.reservation
      )
  ) as unknown_entries,
  ledger.log_key,
  (extract(epoch from clock_timestamp()) * 1000)::float8 + ledger.correction_ms as now,
  ledger.correction_ms
from
  event,
  ledger,
  (
    select
      count(*) as all_of_them,
      count(*) filter (where state = 'available') as available,
      min(seat_id) as lowest,
      max(seat_id) as highest
    from seat
    where seat.event_id = $1
  ) as seats
where event.event_id = $1
