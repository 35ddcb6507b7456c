-- Lets the steady clock go on as if the wall clock had not been set. $1 the correction known so far, $2 by how
-- much the wall clock jumped forward. Changes nothing when another instance has corrected meanwhile.
update ledger set correction_ms = correction_ms - $2::float8 where correction_ms = $1::float8
