-- Keeps why a reservation is cancelled; the newest reason counts. $1 event_id, $2 reservation, $3 reason.
insert into cancel_reason (event_id, reservation, reason)
values ($1, $2::bigint, $3)
on conflict (event_id, reservation) do update set reason = excluded.reason
