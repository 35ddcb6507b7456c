-- Next in line: who waits for seats stands in the log.
alter table change
  -- The place in line that this ends, by the sequence of the change that made it.
  add entry bigint,
  -- What is waited for: a seat's number, or [quantity, category or null, together].
  add wish jsonb;
-- A line is what these have left of it; of the rest of the log a load reads nothing.
create index change_of_line on change (event_id, sequence) where cause in ('queued', 'left_line', 'offered');
