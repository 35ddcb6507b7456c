-- Writes out what endpoints have to be told of the log and of the events, and moves their cursors on: both or neither,
-- so that nothing is left out and nothing comes twice. Any server may do it at any time; each takes what no other is at.
-- Gives how many cursors it moved; call again while that is not 0.
--
--   $1 most cursors at a time   $2 most changes of each
--
-- No commit can be overlooked. An event's changes are numbered without gaps in the order of their commits, and its
-- row, which says how many there are, is written in the statement that wrote them. (A table with a serial number of
-- its own could not be read like that: numbers become visible in another order than they were drawn.)
-- Names and phone numbers are never read here.
--
-- A message is named by what it tells of and not by its number alone: after a restored backup, or a failover that lost
-- commits, something else has that number, and whoever has handled the lost one would take it for the same.
with
picked as materialized (
  select
    webhook_cursor.endpoint_id,
    webhook_cursor.event_id,
    webhook_cursor.sequence,
    webhook_cursor.version,
    left(md5(event::text), 8) as event_print,
    least(event.sequence, webhook_cursor.sequence + $2::integer) as reached,
    event.version as latest_version,
    webhook_endpoint.types,
    (webhook_endpoint.events is null or event.event_id = any(webhook_endpoint.events))
    -- Nobody outside is to take a rehearsal's sales for sales.
    and event.rules ->> 'is_rehearsal' is null as is_wanted
  from webhook_endpoint, event, webhook_cursor
  where
    webhook_endpoint.disabled_at is null
    and webhook_cursor.event_id = event.event_id
    and webhook_cursor.endpoint_id = webhook_endpoint.endpoint_id
    and (webhook_cursor.sequence < event.sequence or webhook_cursor.version < event.version)
  limit $1::integer
  for update of webhook_cursor skip locked
),
told as (
  select
    picked.endpoint_id,
    picked.event_id,
    change.sequence,
    -- Changes of before the chain have no hash.
    'msg_' || picked.event_id || '_' || change.sequence || coalesce('_' || left(encode(change.hash, 'hex'), 8), '')
      as message_id,
    change.at,
    case change.cause
      when 'reserved' then 'reservation.created'
      when 'cancelled' then 'reservation.cancelled'
      when 'expired' then 'hold.expired'
      when 'blocked' then 'seat.blocked'
      else 'seat.unblocked'
    end as type,
    jsonb_build_object('event', picked.event_id, 'sequence', change.sequence)
    || case
      when change.cause not in ('reserved', 'cancelled') then jsonb_build_object('seat_ids', change.seat_ids)
      else jsonb_build_object(
        'reservation', coalesce(made.former_id, picked.event_id || '.' || made.sequence),
        'seats', (
          select
            jsonb_agg(jsonb_build_object(
              'id', seat_id,
              'amount', coalesce(
                made.amounts[array_position(made.seat_ids, seat_id)],
                made.left_amounts[array_position(made.left_seat_ids, seat_id)]
              )
            ) order by seat_id)
          from unnest(change.seat_ids) as seat_id
        ),
        'currency', made.currency,
        'through', case when change.actor like 'integration:%' then substr(change.actor, 13) end
      )
    end as data
  from
    picked
    cross join lateral (
      select * from change
      where change.event_id = picked.event_id and change.sequence > picked.sequence and change.sequence <= picked.reached
    ) as change
    left join lateral (
      select former_id, sequence, seat_ids, amounts, left_seat_ids, left_amounts, currency from reservation
      where
        reservation.event_id = picked.event_id
        and reservation.sequence = case change.cause when 'reserved' then change.sequence else change.reservation end
      limit 1
    ) as made on true
  where picked.is_wanted and change.cause in ('reserved', 'cancelled', 'expired', 'blocked', 'unblocked')
  union all
  select
    endpoint_id, event_id, reached, 'msg_' || event_id || '_v' || latest_version || '_' || event_print,
    extract(epoch from clock_timestamp()) * 1000, 'event.updated',
    jsonb_build_object('event', event_id, 'sequence', reached, 'version', latest_version)
  from picked
  where is_wanted and version < latest_version
),
written as (
  insert into webhook_delivery (endpoint_id, message_id, event_id, sequence, type, body, made_at, due_at)
  select
    told.endpoint_id, message_id, told.event_id, told.sequence, type,
    jsonb_build_object(
      'type', type,
      'timestamp', to_char(to_timestamp(at / 1000) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'data', data
    )::text,
    at,
    extract(epoch from clock_timestamp()) * 1000
  from told, picked
  where
    told.endpoint_id = picked.endpoint_id and told.event_id = picked.event_id and type = any(picked.types)
  on conflict do nothing
),
moved as (
  update webhook_cursor
  set sequence = picked.reached, version = picked.latest_version
  from picked
  where webhook_cursor.event_id = picked.event_id and webhook_cursor.endpoint_id = picked.endpoint_id
)
select count(*)::float8 as moved from picked
