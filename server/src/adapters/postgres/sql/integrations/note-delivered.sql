-- A receiver has it. $1 endpoint_id, $2 message_id, $3 the answer's status.
with delivered as (
  update webhook_delivery
  set state = 'delivered', answer_status = $3::integer, failure = null,
    delivered_at = extract(epoch from clock_timestamp()) * 1000
  where endpoint_id = $1 and message_id = $2
)
update webhook_endpoint set failing_since = null where endpoint_id = $1 and failing_since is not null
