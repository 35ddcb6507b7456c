-- Forgets deliveries that are over and older than $1 ms.
delete from webhook_delivery
where state <> 'waiting' and made_at < extract(epoch from clock_timestamp()) * 1000 - $1::float8
