-- Gives endpoints a cursor in events that came after them, at the event's beginning.
insert into webhook_cursor (event_id, endpoint_id, sequence, version)
select event.event_id, webhook_endpoint.endpoint_id, 0, 0
from webhook_endpoint, event
where
  webhook_endpoint.disabled_at is null
  and not exists (
    select from webhook_cursor
    where webhook_cursor.event_id = event.event_id and webhook_cursor.endpoint_id = webhook_endpoint.endpoint_id
  )
on conflict do nothing
