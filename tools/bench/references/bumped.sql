-- The same, and each reservation takes the event's next number, as a log without gaps needs it: everybody
-- waits for the event's row until the one before has been written to disk.
\set i :i + 1
\set seat permute(:i * :clients + :client_id, 250000, 7) + 1
with bumped as (
  update event set sequence = sequence + 1 where event_id = 'sale' returning sequence
),
taken as (
  update seat
  set state = 'reserved', user_id = 'session:' || left(md5(seat_id::text), 22), reservation_id = gen_random_uuid()::text
  where event_id = 'sale' and seat_id = :seat::integer and state = 'available'
  returning seat_id, user_id, reservation_id
),
numbered as (
  select sequence, seat_id, user_id, reservation_id from bumped, taken
),
logged as (
  insert into change (event_id, sequence, at, cause, seat_ids, user_id, reservation_id)
  select 'sale', sequence, 0, 'reserved', array[seat_id], user_id, reservation_id from numbered
),
booked as (
  insert into reservation
    (event_id, reservation_id, user_id, user_name, phone, code, seat_ids, sequence, created_at)
  select
    'sale', reservation_id, user_id, '홍길동', '+821012345678', '7KQ4M-2XF8T', array[seat_id], sequence, 0
  from numbered
)
insert into idempotency (event_id, user_id, key, fingerprint, sequence)
select 'sale', user_id, gen_random_uuid()::text, md5(user_id) || md5(user_id), sequence from numbered;
