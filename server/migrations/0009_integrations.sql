-- Integrators: the keys of shops, and webhooks that are told of what the log and the events say.

create table api_key (
  key_id text collate "C" not null,
  -- What stands in the log for what is done with it. Keys of one name are one integration.
  name text not null,
  -- SHA-256 of the key, which is shown once and kept nowhere.
  digest bytea not null,
  -- The key's last characters, so that its owner can tell it from others.
  ending text not null,
  scopes text[] not null,
  -- Null: all events.
  events text[],
  created_at double precision not null,
  last_used_at double precision,
  revoked_at double precision,
  constraint api_key_pkey primary key (key_id),
  constraint api_key_digest_check check (length(digest) = 32)
);

create table webhook_endpoint (
  endpoint_id text collate "C" not null,
  url text not null,
  types text[] not null,
  -- Null: all events.
  events text[],
  secret text not null,
  -- Signs as well until then, so that a receiver can change over.
  former_secret text,
  former_until double precision,
  created_at double precision not null,
  failing_since double precision,
  disabled_at double precision,
  -- Why: 'failing' or 'owner'.
  disabled_by text,
  constraint webhook_endpoint_pkey primary key (endpoint_id),
  constraint webhook_endpoint_disabled_check check ((disabled_at is null) = (disabled_by is null))
);

-- How far each endpoint has been told of each event. The log itself is what is sent: it is written in the statement that
-- makes the change, has no gaps, and costs an append nothing more whether there are endpoints or not.
create table webhook_cursor (
  event_id text collate "C" not null,
  endpoint_id text collate "C" not null,
  sequence bigint not null,
  version bigint not null,
  constraint webhook_cursor_pkey primary key (event_id, endpoint_id),
  constraint webhook_cursor_endpoint_fkey
    foreign key (endpoint_id) references webhook_endpoint (endpoint_id) on delete cascade
) with (fillfactor = 50);
create index webhook_cursor_by_endpoint on webhook_cursor (endpoint_id, event_id);

create table webhook_delivery (
  endpoint_id text collate "C" not null,
  -- The same for every endpoint and every attempt, so that a receiver can see what it has had.
  message_id text collate "C" not null,
  event_id text collate "C" not null,
  sequence bigint not null,
  type text not null,
  -- The very bytes that are signed and sent.
  body text not null,
  made_at double precision not null,
  state text not null default 'waiting',
  attempts integer not null default 0,
  -- While an attempt is on its way: when another server may make the next, should this one be gone.
  due_at double precision not null,
  answer_status integer,
  failure text,
  delivered_at double precision,
  constraint webhook_delivery_pkey primary key (endpoint_id, message_id),
  constraint webhook_delivery_endpoint_fkey
    foreign key (endpoint_id) references webhook_endpoint (endpoint_id) on delete cascade,
  constraint webhook_delivery_state_check check (state in ('waiting', 'delivered', 'dead'))
) with (fillfactor = 50);
create index webhook_delivery_due on webhook_delivery (due_at, event_id, sequence) where state = 'waiting';
create index webhook_delivery_latest on webhook_delivery (endpoint_id, made_at);
