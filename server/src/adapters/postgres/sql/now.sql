-- The ledger's clock, in milliseconds since the epoch.
select (extract(epoch from clock_timestamp()) * 1000)::float8 as now
