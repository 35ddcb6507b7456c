-- Who came in at the doors, and reservations that were handed on.
create table entry (
  event_id text collate "C" not null,
  -- Made by the door that let them in, so that a scan that is told twice is one.
  scan_id text collate "C" not null,
  -- In order of arrival here.
  number bigint not null,
  reservation bigint not null,
  people integer not null,
  door text not null,
  device text collate "C" not null,
  -- By the server's wall clock, from what the phone's clock said.
  at double precision not null,
  received_at double precision not null,
  primary key (event_id, scan_id),
  constraint entry_people_check check (people > 0)
);
create unique index entry_in_order on entry (event_id, number);
create index entry_by_reservation on entry (event_id, reservation);

create table entry_count (
  event_id text collate "C" not null,
  number bigint not null,
  primary key (event_id)
);

alter table reservation
  -- The reservation that it was handed on from in the beginning.
  add origin bigint,
  -- The reservation that has its seats now.
  add successor bigint;
