-- The users of some changes, in the order of $2. $1 event_id, $2 sequences. One row of one JSON list.
select coalesce(json_agg(user_id order by place), '[]')::text as users
from
  unnest($2::bigint[]) with ordinality as asked (sequence, place),
  lateral (
    select user_id from change where change.event_id = $1 and change.sequence = asked.sequence limit 1
  ) as found
