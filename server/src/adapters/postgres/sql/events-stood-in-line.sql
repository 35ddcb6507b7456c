-- The events in whose line a user has stood, as far as their logs go back. $1 user_id. A row for each: event_id.
--
-- Along change_of_line, the index of the few changes that are about lines; other changes have none by user.
select distinct event_id
from change
where cause in ('queued', 'left_line', 'offered') and user_id = $1
