-- A portion of an event's seats, and as of which change they are, for the auditor.
-- $1 event_id, $2 the first seat, $3 the most seats to give. One row, or none when there is no such event: `rows` are
-- arrays of seat, state, user, end of the hold, extensions, reservation.
select
  event.sequence::float8 as sequence,
  encode(event.head, 'hex') as head,
  (extract(epoch from clock_timestamp()) * 1000)::float8 + ledger.correction_ms as now,
  (
    select
      coalesce(
        json_agg(
          json_build_array(seat_id, state, user_id, hold_expires_at, extensions_used, reservation)
          order by seat_id
        ),
        '[]'
      )
    from (
      select * from seat
      where seat.event_id = $1 and seat.seat_id >= $2::integer
      order by seat.seat_id
      limit $3::integer
    ) as portion
  ) as rows
from event, ledger
where event.event_id = $1
