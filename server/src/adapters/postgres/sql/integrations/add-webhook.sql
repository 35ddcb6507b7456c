-- Adds an endpoint that is told of what happens from now on: its cursors stand where the events are.
-- $1 endpoint_id, $2 url, $3 types, $4 events or null, $5 secret.
with
added as (
  insert into webhook_endpoint (endpoint_id, url, types, events, secret, created_at)
  values ($1, $2, $3, $4, $5, extract(epoch from clock_timestamp()) * 1000)
  returning *
),
placed as (
  insert into webhook_cursor (event_id, endpoint_id, sequence, version)
  select event.event_id, added.endpoint_id, event.sequence, event.version
  from added, event
)
select
  endpoint_id, url, types, events, created_at, failing_since, disabled_at, disabled_by,
  0::float8 as waiting, 0::float8 as dead
from added
