-- The schema that the migrations make. Generated: `npx vitest run migrations --update` writes it again.

create table api_key (
  key_id text collate "C" not null,
  name text not null,
  digest bytea not null,
  ending text not null,
  scopes text[] not null,
  events text[],
  created_at double precision not null,
  last_used_at double precision,
  revoked_at double precision,
  constraint api_key_pkey PRIMARY KEY (key_id),
  constraint api_key_digest_check CHECK ((length(digest) = 32))
);

create table cancel_reason (
  event_id text collate "C" not null,
  reservation bigint not null,
  reason text not null,
  constraint cancel_reason_pkey PRIMARY KEY (event_id, reservation)
);

create table change (
  event_id text collate "C" not null,
  sequence bigint not null,
  at double precision not null,
  cause text collate "C" not null,
  seat_ids integer[] not null,
  user_id text collate "C",
  expires_at double precision,
  extensions_used integer,
  actor text collate "C" not null default 'user'::text,
  reservation bigint,
  remaining_seats integer,
  key_print bigint,
  wish_print bigint,
  hash bytea not null,
  entry bigint,
  wish jsonb,
  constraint change_pkey PRIMARY KEY (event_id, sequence)
);
CREATE INDEX change_of_line ON public.change USING btree (event_id, sequence) WHERE (cause = ANY (ARRAY['queued'::text, 'left_line'::text, 'offered'::text]));
CREATE INDEX change_of_organisers ON public.change USING btree (event_id, sequence) WHERE (actor <> ALL (ARRAY['user'::text, 'clock'::text]));

create table entry (
  event_id text collate "C" not null,
  scan_id text collate "C" not null,
  number bigint not null,
  reservation bigint not null,
  people integer not null,
  door text not null,
  device text collate "C" not null,
  at double precision not null,
  received_at double precision not null,
  undoes text collate "C",
  actor text collate "C",
  constraint entry_pkey PRIMARY KEY (event_id, scan_id),
  constraint entry_people_check CHECK ((people > 0))
);
CREATE INDEX entry_by_reservation ON public.entry USING btree (event_id, reservation);
CREATE UNIQUE INDEX entry_in_order ON public.entry USING btree (event_id, number);

create table entry_count (
  event_id text collate "C" not null,
  number bigint not null,
  constraint entry_count_pkey PRIMARY KEY (event_id)
);

create table event (
  event_id text collate "C" not null,
  sequence bigint not null default 0,
  title jsonb not null,
  venue jsonb not null,
  starts_at double precision not null,
  sale_opens_at double precision,
  rows integer,
  seats_per_row integer,
  epoch text collate "C" not null,
  head bytea not null,
  version bigint not null default 1,
  rules jsonb not null,
  pruned_to bigint not null default 0,
  forgotten_to bigint not null default 0,
  plan_id text collate "C",
  seat_count integer not null,
  available_count integer not null,
  ends_at double precision,
  sale_closes_at double precision,
  currency text collate "C",
  prices jsonb not null,
  persons_forgotten_to bigint not null default 0,
  append_mark bigint not null default 0,
  constraint event_pkey PRIMARY KEY (event_id),
  constraint event_available_check CHECK (((available_count >= 0) AND (available_count <= seat_count))),
  constraint event_hall_check CHECK (
CASE
    WHEN (plan_id IS NULL) THEN ((rows IS NOT NULL) AND (seats_per_row IS NOT NULL) AND (rows > 0) AND (seats_per_row > 0) AND (seat_count = (rows * seats_per_row)))
    ELSE ((rows IS NULL) AND (seats_per_row IS NULL) AND (seat_count > 0))
END),
  constraint event_head_check CHECK ((length(head) = 32)),
  constraint event_prices_check CHECK (((currency IS NOT NULL) OR (prices = '{}'::jsonb))),
  constraint event_sequence_check CHECK ((sequence >= 0))
) with (fillfactor=20);

create table hold_end (
  event_id text collate "C" not null,
  user_id text collate "C" not null,
  seat_ids integer[] not null,
  at double precision not null,
  reason text not null,
  after_sequence bigint not null default 0,
  constraint hold_end_pkey PRIMARY KEY (event_id, user_id)
);

create table ledger (
  is_only boolean not null default true,
  epoch text collate "C" not null,
  log_key text collate "C" not null,
  correction_ms double precision not null default 0,
  probed_at double precision not null default 0,
  person_key text collate "C",
  constraint ledger_pkey PRIMARY KEY (is_only),
  constraint ledger_is_only_check CHECK (is_only)
) with (fillfactor=20);

create table organiser (
  name text collate "C" not null,
  role text collate "C" not null,
  token_hash bytea not null,
  version bigint not null default 1,
  created_at double precision not null,
  token_made_at double precision not null,
  constraint organiser_pkey PRIMARY KEY (name),
  constraint organiser_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'organiser'::text, 'desk'::text, 'door'::text]))),
  constraint organiser_token_check CHECK ((length(token_hash) = 32))
);
CREATE UNIQUE INDEX organiser_by_token ON public.organiser USING btree (token_hash);

create table organiser_session (
  session_hash bytea not null,
  name text collate "C",
  version bigint,
  owner_print bytea,
  expires_at double precision not null,
  ends_at double precision not null,
  constraint organiser_session_pkey PRIMARY KEY (session_hash),
  constraint organiser_session_name_fkey FOREIGN KEY (name) REFERENCES organiser(name) ON DELETE CASCADE,
  constraint organiser_session_owner_check CHECK (
CASE
    WHEN (name IS NULL) THEN ((version IS NULL) AND (owner_print IS NOT NULL))
    ELSE ((version IS NOT NULL) AND (owner_print IS NULL))
END)
);
CREATE INDEX organiser_session_by_end ON public.organiser_session USING btree (ends_at);
CREATE INDEX organiser_session_by_name ON public.organiser_session USING btree (name);

create table plan (
  plan_id text collate "C" not null,
  name text not null,
  seat_count integer not null,
  document text not null,
  summary jsonb not null,
  created_at timestamp with time zone not null default now(),
  ordinal bigint not null,
  constraint plan_pkey PRIMARY KEY (plan_id),
  constraint plan_seat_count_check CHECK ((seat_count > 0))
);

create table rehearsal (
  rehearsal_id text collate "C" not null,
  of_event text collate "C" not null,
  started_by text collate "C" not null,
  started_at double precision not null,
  seen_at double precision not null,
  ended_at double precision,
  stop_asked boolean not null default false,
  options jsonb not null,
  progress jsonb,
  outcome jsonb,
  failure text,
  report bytea,
  constraint rehearsal_pkey PRIMARY KEY (rehearsal_id)
);
CREATE INDEX rehearsal_by_event ON public.rehearsal USING btree (of_event, started_at);
CREATE INDEX rehearsal_by_start ON public.rehearsal USING btree (started_at);
CREATE UNIQUE INDEX rehearsal_running ON public.rehearsal USING btree ((true)) WHERE (ended_at IS NULL);

create table reservation (
  event_id text collate "C" not null,
  former_id text collate "C",
  user_id text collate "C" not null,
  user_name text,
  phone text,
  code text not null,
  seat_ids integer[] not null,
  sequence bigint not null,
  created_at double precision not null,
  cancelled_at double precision,
  amounts bigint[],
  currency text collate "C",
  person text collate "C",
  marks text collate "C",
  origin bigint,
  successor bigint,
  left_seat_ids integer[],
  left_amounts bigint[],
  constraint reservation_pkey PRIMARY KEY (event_id, sequence),
  constraint reservation_amounts_check CHECK ((((amounts IS NULL) AND (currency IS NULL)) OR ((amounts IS NOT NULL) AND (currency IS NOT NULL) AND (cardinality(amounts) = cardinality(seat_ids)))))
);
CREATE INDEX reservation_by_code ON public.reservation USING btree (code);
CREATE INDEX reservation_by_former_id ON public.reservation USING btree (former_id) WHERE (former_id IS NOT NULL);
CREATE INDEX reservation_by_user ON public.reservation USING btree (user_id);

create table schema_migration (
  version integer not null,
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint schema_migration_pkey PRIMARY KEY (version)
);

create table seat (
  event_id text collate "C" not null,
  seat_id integer not null,
  state text collate "C" not null default 'available'::text,
  user_id text collate "C",
  hold_expires_at double precision,
  extensions_used integer,
  reservation bigint,
  constraint seat_pkey PRIMARY KEY (event_id, seat_id),
  constraint seat_state_check CHECK (
CASE state
    WHEN 'held'::text THEN ((user_id IS NOT NULL) AND (hold_expires_at IS NOT NULL) AND (extensions_used IS NOT NULL) AND (reservation IS NULL))
    WHEN 'reserved'::text THEN ((user_id IS NOT NULL) AND (reservation IS NOT NULL) AND (hold_expires_at IS NULL) AND (extensions_used IS NULL))
    WHEN 'available'::text THEN ((user_id IS NULL) AND (hold_expires_at IS NULL) AND (extensions_used IS NULL) AND (reservation IS NULL))
    WHEN 'blocked'::text THEN ((user_id IS NULL) AND (hold_expires_at IS NULL) AND (extensions_used IS NULL) AND (reservation IS NULL))
    ELSE false
END)
) with (fillfactor=25);

create table trail (
  entry_id bigint not null,
  at double precision not null,
  actor text collate "C" not null,
  action text collate "C" not null,
  event_id text collate "C",
  detail jsonb not null,
  constraint trail_pkey PRIMARY KEY (entry_id)
);
CREATE INDEX trail_by_event ON public.trail USING btree (event_id, entry_id);

create table webhook_cursor (
  event_id text collate "C" not null,
  endpoint_id text collate "C" not null,
  sequence bigint not null,
  version bigint not null,
  constraint webhook_cursor_pkey PRIMARY KEY (event_id, endpoint_id),
  constraint webhook_cursor_endpoint_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoint(endpoint_id) ON DELETE CASCADE
) with (fillfactor=50);
CREATE INDEX webhook_cursor_by_endpoint ON public.webhook_cursor USING btree (endpoint_id, event_id);

create table webhook_delivery (
  endpoint_id text collate "C" not null,
  message_id text collate "C" not null,
  event_id text collate "C" not null,
  sequence bigint not null,
  type text not null,
  body text not null,
  made_at double precision not null,
  state text not null default 'waiting'::text,
  attempts integer not null default 0,
  due_at double precision not null,
  answer_status integer,
  failure text,
  delivered_at double precision,
  constraint webhook_delivery_pkey PRIMARY KEY (endpoint_id, message_id),
  constraint webhook_delivery_endpoint_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoint(endpoint_id) ON DELETE CASCADE,
  constraint webhook_delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'dead'::text])))
) with (fillfactor=50);
CREATE INDEX webhook_delivery_due ON public.webhook_delivery USING btree (due_at, event_id, sequence) WHERE (state = 'waiting'::text);
CREATE INDEX webhook_delivery_latest ON public.webhook_delivery USING btree (endpoint_id, made_at);

create table webhook_endpoint (
  endpoint_id text collate "C" not null,
  url text not null,
  types text[] not null,
  events text[],
  secret text not null,
  former_secret text,
  former_until double precision,
  created_at double precision not null,
  failing_since double precision,
  disabled_at double precision,
  disabled_by text,
  constraint webhook_endpoint_pkey PRIMARY KEY (endpoint_id),
  constraint webhook_endpoint_disabled_check CHECK (((disabled_at IS NULL) = (disabled_by IS NULL)))
);
