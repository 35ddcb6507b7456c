-- The steady clock, in milliseconds since the epoch, and how far it is ahead of the wall clock.
select (extract(epoch from clock_timestamp()) * 1000)::float8 + correction_ms as now, correction_ms
from ledger
