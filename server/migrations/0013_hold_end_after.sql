-- A reason for ending a hold is written before the hold is ended, so it says after which change that is; which one it is
-- the log tells. What was written before this column is minutes old, and may mean any.
alter table hold_end add column after_sequence bigint not null default 0;
