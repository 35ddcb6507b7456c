-- Notes the key that names and phones are encrypted with from now on, unless those that are there were encrypted
-- with one that is not known here. $1 its id, $2 the ids of all keys that are known or given up.
-- One row: whether it was noted, and the id that was there before, null at the first time.
with
noted as (
  update ledger set person_key = $1
  where person_key is distinct from $1 and (person_key is null or person_key = any($2::text[]))
)
select person_key as before, person_key is null or person_key = any($2::text[]) as is_agreed
from ledger
