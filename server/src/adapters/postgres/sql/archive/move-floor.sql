-- Moves the floor of an event's log up, if the ledger has the very history that was written to the file and nothing of it
-- is needed any more (see reach.sql), and removes of the line who has left it. The rest is removed in portions.
-- $1 event_id, $2 epoch, $3 sequence, $4 the hash there in hex. One row: `verdict`; none when there is no such event.
--
-- Of the line in the same statement, so that who waits can be read off what is left at any moment: a place stands for as
-- long as its beginning is there without its end, and both go together.
with
standing as materialized (
  -- Locked against appends for as long as it takes: nobody else writes this row.
  select event_id, epoch, sequence, head, pruned_to, forgotten_to
  from event
  where event_id = $1
  for no key update
),
judged as materialized (
  select
    case
      when
        epoch <> $2
        or $3::bigint > sequence
        or (
          $3::bigint >= pruned_to
          and decode($4, 'hex') is distinct from (
            case
              when $3::bigint = 0 then sha256(convert_to(epoch || ':' || event_id, 'UTF8'))
              when $3::bigint = sequence then head
              else (select hash from change where change.event_id = $1 and change.sequence = $3::bigint)
            end
          )
        )
        then 'differs'
      when $3::bigint <= pruned_to then 'already'
      when
        $3::bigint > forgotten_to
        or exists (
          select
          from webhook_endpoint
          left join webhook_cursor on
            webhook_cursor.event_id = $1 and webhook_cursor.endpoint_id = webhook_endpoint.endpoint_id
          where
            (webhook_endpoint.events is null or $1 = any(webhook_endpoint.events))
            and coalesce(webhook_cursor.sequence, 0) < $3::bigint
        )
        then 'needed'
      else 'moved'
    end as verdict
  from standing
),
moved as (
  update event set pruned_to = $3::bigint
  from judged
  where event.event_id = $1 and judged.verdict = 'moved'
),
endings as materialized (
  select change.sequence, change.entry
  from judged, change
  where
    judged.verdict = 'moved'
    and change.event_id = $1
    and change.sequence < $3::bigint
    and change.cause in ('left_line', 'offered')
),
left_the_line as (
  delete from change
  using (select sequence from endings union all select entry from endings) as gone
  where change.event_id = $1 and change.sequence = gone.sequence
)
select verdict from judged
