-- Why an organiser took a reservation away, in words for whom it was taken from.
create table cancel_reason (
  event_id text collate "C" not null,
  -- The reservation, by the change that made it.
  reservation bigint not null,
  reason text not null,
  constraint cancel_reason_pkey primary key (event_id, reservation)
);
-- What organisers did to seats is found without reading the rest of the log.
create index change_of_organisers on change (event_id, sequence) where actor not in ('user', 'clock');
