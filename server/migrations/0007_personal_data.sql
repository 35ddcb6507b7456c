-- Names and phones are encrypted by the servers, with keys that the database does not know.
--
-- The database cannot do it to what it has already: a server does, in its first minutes, and meanwhile reads both.
--
-- The plans of session.ts suit statements of a few rows; this touches all of them.
set local enable_seqscan = on;
set local enable_hashjoin = on;
set local enable_mergejoin = on;

alter table ledger
  -- The id of the key that names and phones are encrypted with, so that a server with other keys notices.
  add person_key text collate "C";

alter table event
  -- Names and phones of reservations up to this one are gone, because the event was over long enough.
  add persons_forgotten_to bigint not null default 0;

alter table reservation
  -- Name and phone, encrypted; null when they are gone. person-keys.ts says how.
  add person text collate "C",
  -- What it can be found by: a keyed digest of its phone and one of its name.
  add marks text[] collate "C",
  -- In clear, only in rows that no server of this version has come to yet.
  alter user_name drop not null,
  alter phone drop not null;
-- These were forgotten.
update reservation set user_name = null, phone = null where user_name = '' and phone = '';
