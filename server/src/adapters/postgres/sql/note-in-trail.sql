-- Notes what somebody did, as of the database's wall clock. $1 actor, $2 action, $3 event_id or null, $4 detail.
insert into trail (at, actor, action, event_id, detail)
values (extract(epoch from clock_timestamp()) * 1000, $1, $2, $3, $4::jsonb)
