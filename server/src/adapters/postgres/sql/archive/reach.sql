-- How far an event's log may be archived: the last change up to which nothing is needed any more.
-- $1 event_id, $2 only what was before this time by the wall clock. One row, or none when there is no such event.
--
-- Keys of retries are forgotten in the order of the log, so forgotten_to tells up to where none is left (forget.sql).
-- A webhook that is switched off is told of everything once it is on again; whoever will not have that removes it.
with
reached as (
  select
    event.event_id, epoch, sequence, head, pruned_to,
    greatest(
      pruned_to,
      least(
        forgotten_to,
        (
          select change.sequence - 1
          from change
          where
            change.event_id = $1
            and change.sequence > event.pruned_to
            and change.sequence <= event.forgotten_to
            and change.at >= $2::float8
          order by change.sequence
          limit 1
        ),
        (
          select min(coalesce(webhook_cursor.sequence, 0))
          from webhook_endpoint
          left join webhook_cursor on
            webhook_cursor.event_id = $1 and webhook_cursor.endpoint_id = webhook_endpoint.endpoint_id
          where webhook_endpoint.events is null or $1 = any(webhook_endpoint.events)
        )
      )
    ) as upto
  from event
  where event.event_id = $1
)
select
  epoch,
  upto::float8 as sequence,
  encode(
    case
      when upto = 0 then sha256(convert_to(epoch || ':' || event_id, 'UTF8'))
      when upto = sequence then head
      else (select hash from change where change.event_id = $1 and change.sequence = upto)
    end,
    'hex'
  ) as head
from reached
