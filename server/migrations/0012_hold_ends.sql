-- Why an organiser ended somebody's hold, in words for whom it was taken from. Only the last of each user, and only for
-- minutes: it is for somebody who still looks at the seats. Its user and not the change is its key, because it is written
-- before the change has a number.
create table hold_end (
  event_id text collate "C" not null,
  user_id text collate "C" not null,
  -- The seats that were taken, maybe not all of the hold.
  seat_ids integer[] not null,
  at double precision not null,
  reason text not null,
  constraint hold_end_pkey primary key (event_id, user_id)
);
