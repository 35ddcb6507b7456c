-- One change with the reservation that it made, if it made one. $1 event_id, $2 sequence.
select
  change.sequence::float8 as sequence, at, cause, actor, change.seat_ids, change.user_id,
  reservation::float8 as reservation,
  expires_at, extensions_used, remaining_seats,
  entry::float8 as entry,
  wish,
  key_print::float8 as key_print,
  wish_print::float8 as wish_print,
  encode(hash, 'hex') as hash,
  (
    select to_json(made)
    from (
      select
        event_id, sequence, former_id, user_id, person, user_name, phone, code, seat_ids, amounts,
        currency, created_at, cancelled_at
      from reservation
      where event_id = $1 and sequence = $2::bigint
    ) as made
  ) as made
from change
where change.event_id = $1 and change.sequence = $2::bigint
