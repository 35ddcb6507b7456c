-- Changes an endpoint: what is null stays as it is.
-- $1 endpoint_id, $2 url, $3 types, $4 secret (the former one signs as well for $5 ms), $6 whether it is enabled.
update webhook_endpoint
set
  url = coalesce($2, url),
  types = coalesce($3::text[], types),
  secret = coalesce($4, secret),
  former_secret = case when $4::text is null then former_secret else secret end,
  former_until = case
    when $4::text is null then former_until
    else extract(epoch from clock_timestamp()) * 1000 + $5::float8
  end,
  failing_since = case when $6::boolean then null else failing_since end,
  disabled_at = case
    when $6::boolean is null then disabled_at
    when $6::boolean then null
    else coalesce(disabled_at, extract(epoch from clock_timestamp()) * 1000)
  end,
  disabled_by = case when $6::boolean is null then disabled_by when $6::boolean then null else 'owner' end
where endpoint_id = $1
returning endpoint_id
