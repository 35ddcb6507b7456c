-- Puts other ciphertexts in the place of those that were found, unless they are gone or others by now.
-- $1 event_id, $2–$5 lists: sequence; person before, null where it stood in clear; person; marks, as texts like
-- '{a,b}'. One row for each that was written.
with
locked as materialized (
  -- As for an append, which must not meet this half way.
  select 1 from event where event_id = $1 for no key update
)
update reservation
set person = w.person, marks = w.marks::text[], user_name = null, phone = null
from
  locked,
  unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) as w (sequence, before, person, marks)
where
  reservation.event_id = $1
  and reservation.sequence = w.sequence
  and reservation.person is not distinct from w.before
  and (reservation.person is not null or reservation.user_name is not null)
returning 1
