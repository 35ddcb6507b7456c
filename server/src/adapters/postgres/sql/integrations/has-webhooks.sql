-- Whether anybody is to be told anything.
select exists (select from webhook_endpoint where disabled_at is null) as has_any
