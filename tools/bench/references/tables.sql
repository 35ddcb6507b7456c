-- What one transaction per reservation would write to: the rows of a reservation, and of each index only what
-- such a design could not do without. `change_number` numbers the changes where nobody counts per event.

create table event (
  event_id text collate "C" primary key,
  sequence bigint not null default 0
) with (fillfactor = 20);

create sequence change_number;

create table seat (
  event_id text collate "C" not null,
  seat_id integer not null,
  state text collate "C" not null default 'available',
  user_id text collate "C",
  reservation_id text collate "C",
  primary key (event_id, seat_id)
) with (fillfactor = 25);

create table change (
  event_id text collate "C" not null,
  sequence bigint not null,
  at double precision not null,
  cause text collate "C" not null,
  seat_ids integer[] not null,
  user_id text collate "C",
  reservation_id text collate "C",
  primary key (event_id, sequence)
);

create table reservation (
  event_id text collate "C" not null,
  reservation_id text collate "C" not null,
  user_id text collate "C" not null,
  user_name text not null,
  phone text not null,
  code text not null,
  seat_ids integer[] not null,
  sequence bigint not null,
  created_at double precision not null,
  primary key (event_id, sequence)
);

create index reservation_by_user on reservation (user_id);

create table idempotency (
  event_id text collate "C" not null,
  user_id text collate "C" not null,
  key text collate "C" not null,
  fingerprint text not null,
  sequence bigint not null,
  primary key (event_id, user_id, key)
);

insert into event (event_id) values ('sale');
