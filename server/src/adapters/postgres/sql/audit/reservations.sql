-- A portion of an event's reservations without names and phones, and as of which change they are, for the auditor.
-- $1 event_id, $2 the sequence after which, $3 the most to give. One row, or none when there is no such event: `rows`
-- are arrays of sequence, user, code, seats, created, cancelled, origin, successor, number of amounts.
select
  event.sequence::float8 as sequence,
  encode(event.head, 'hex') as head,
  (extract(epoch from clock_timestamp()) * 1000)::float8 + ledger.correction_ms as now,
  (
    select
      coalesce(
        json_agg(
          json_build_array(
            portion.sequence, user_id, code, seat_ids, created_at, cancelled_at, origin, successor,
            cardinality(amounts)
          )
          order by portion.sequence
        ),
        '[]'
      )
    from (
      select * from reservation
      where reservation.event_id = $1 and reservation.sequence > $2::bigint
      order by reservation.sequence
      limit $3::integer
    ) as portion
  ) as rows
from event, ledger
where event.event_id = $1
