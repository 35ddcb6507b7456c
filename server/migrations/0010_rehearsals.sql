-- Rehearsals: how they stand, so that every server can tell, and the reports of the last ones.

create table rehearsal (
  -- That of the event it is played on.
  rehearsal_id text collate "C" not null,
  -- The event of which that is a copy.
  of_event text collate "C" not null,
  started_by text collate "C" not null,
  started_at double precision not null,
  -- When its server said last that it runs.
  seen_at double precision not null,
  ended_at double precision,
  stop_asked boolean not null default false,
  options jsonb not null,
  progress jsonb,
  outcome jsonb,
  failure text,
  -- HTML, compressed by gzip.
  report bytea,
  constraint rehearsal_pkey primary key (rehearsal_id)
);
create index rehearsal_by_event on rehearsal (of_event, started_at);
create index rehearsal_by_start on rehearsal (started_at);
-- One at a time: two crowds on the same machines would measure each other.
create unique index rehearsal_running on rehearsal ((true)) where ended_at is null;
