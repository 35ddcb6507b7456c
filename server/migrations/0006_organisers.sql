-- Who works for the house, who of them is signed in, and what they do beside the seats.

create table organiser (
  name text collate "C" not null,
  role text collate "C" not null,
  -- SHA-256 of the token; tokens are random, so nothing slower is needed.
  token_hash bytea not null,
  -- Grows with the role and the token: a session is good for the version it was opened with.
  version bigint not null default 1,
  created_at double precision not null,
  token_made_at double precision not null,
  constraint organiser_pkey primary key (name),
  constraint organiser_role_check check (role in ('owner', 'organiser', 'desk', 'door')),
  constraint organiser_token_check check (length(token_hash) = 32)
);
create unique index organiser_by_token on organiser (token_hash);

create table organiser_session (
  -- SHA-256 of the id that the cookie has.
  session_hash bytea not null,
  -- Whose it is; null: the owner's, by the server's own token.
  name text collate "C",
  version bigint,
  -- Which of the server's own tokens opened it, hashed with the session's id, so that nobody can try tokens here.
  owner_print bytea,
  expires_at double precision not null,
  -- When it ends however much it is used.
  ends_at double precision not null,
  constraint organiser_session_pkey primary key (session_hash),
  constraint organiser_session_name_fkey foreign key (name) references organiser on delete cascade,
  constraint organiser_session_owner_check check (
    case when name is null then version is null and owner_print is not null
    else version is not null and owner_print is null end
  )
);
-- Those of somebody who is removed, and those that are over, are found without reading all.
create index organiser_session_by_name on organiser_session (name);
create index organiser_session_by_end on organiser_session (ends_at);

create table trail (
  entry_id bigint generated always as identity,
  at double precision not null,
  actor text collate "C" not null,
  action text collate "C" not null,
  event_id text collate "C",
  detail jsonb not null,
  constraint trail_pkey primary key (entry_id)
);
create index trail_by_event on trail (event_id, entry_id);
