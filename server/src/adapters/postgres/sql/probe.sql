-- The smallest durable write, to learn whether anything can be written.
update ledger set probed_at = extract(epoch from clock_timestamp()) * 1000
