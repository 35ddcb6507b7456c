-- An attempt failed. With $5 null it was the last one, and the delivery is given up.
-- $1 endpoint_id, $2 message_id, $3 the answer's status or null, $4 what went wrong, $5 next attempt in ms or null,
-- $6 an endpoint that has failed for so many ms without a success is switched off; 0: at once.
with failed as (
  update webhook_delivery
  set
    state = case when $5::float8 is null then 'dead' else 'waiting' end,
    answer_status = $3::integer,
    failure = $4,
    due_at = extract(epoch from clock_timestamp()) * 1000 + coalesce($5::float8, 0)
  where endpoint_id = $1 and message_id = $2 and state = 'waiting'
)
update webhook_endpoint
set
  failing_since = coalesce(failing_since, extract(epoch from clock_timestamp()) * 1000),
  disabled_at = case
    when extract(epoch from clock_timestamp()) * 1000
      >= coalesce(failing_since, extract(epoch from clock_timestamp()) * 1000) + $6::float8
      then coalesce(disabled_at, extract(epoch from clock_timestamp()) * 1000)
    else disabled_at
  end,
  disabled_by = case
    when extract(epoch from clock_timestamp()) * 1000
      >= coalesce(failing_since, extract(epoch from clock_timestamp()) * 1000) + $6::float8
      then coalesce(disabled_by, 'failing')
    else disabled_by
  end
where endpoint_id = $1
returning disabled_by
