-- The changes after a position, as of one moment; or why they would not continue what is known.
-- $1 event_id, $2 sequence, $3 epoch and $4 head in hex, or both null when only the number is known,
-- $5 the most changes to give. One row, or none when there is no such event.
--
-- One statement, so that it is one snapshot in one round trip.
with
asked as materialized (
  select
    event.*,
    case
      when epoch <> $3::text then 'replaced'
      when sequence < $2::bigint then 'back'
      when $2::bigint < pruned_to then 'pruned'
      when $4::text is not null and decode($4::text, 'hex') is distinct from (
        case
          when sequence = $2::bigint then head
          when $2::bigint = 0 then sha256(convert_to(epoch || ':' || event_id, 'UTF8'))
          else (select hash from change where change.event_id = $1 and change.sequence = $2::bigint)
        end
      ) then 'forked'
    end as reload
  from event
  where event.event_id = $1
),
recent as materialized (
  select
    change.sequence, at, cause, actor, seat_ids, user_id, reservation, expires_at, extensions_used,
    remaining_seats, entry, wish, key_print, wish_print, encode(hash, 'hex') as hash
  from asked, change
  where asked.reload is null and change.event_id = $1 and change.sequence > $2::bigint
  order by change.sequence
  limit $5::integer
)
select
  asked.event_id, title, venue, starts_at, ends_at, sale_opens_at, sale_closes_at, rows, seats_per_row,
  plan_id, seat_count, currency, prices, rules,
  version::float8 as version,
  asked.epoch,
  sequence::float8 as sequence,
  encode(head, 'hex') as head,
  reload,
  (extract(epoch from clock_timestamp()) * 1000)::float8 + ledger.correction_ms as now,
  ledger.correction_ms,
  (select coalesce(json_agg(recent order by recent.sequence), '[]') from recent) as changes
from asked, ledger
