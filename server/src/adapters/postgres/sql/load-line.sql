-- All that ever happened to the line of an event, oldest first: who came, and whose place ended. $1 event_id.
-- One row of one JSON list.
--
-- Whose place has not ended is found by the reader, in one go; the index change_of_line has no other rows.
select coalesce(json_agg(told), '[]') as changes
from (
  select sequence, cause, user_id, entry, wish
  from change
  where event_id = $1 and cause in ('queued', 'left_line', 'offered')
  order by sequence
) as told
