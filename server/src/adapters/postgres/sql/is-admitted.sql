-- Whether somebody has come in on a reservation, and that was no mistake. $1 event_id, $2 the reservation's sequence.
select
  exists (
    select
    from entry
    where
      event_id = $1
      and reservation = $2::bigint
      and undoes is null
      and not exists (
        select
        from entry as undo
        where undo.event_id = $1 and undo.reservation = $2::bigint and undo.undoes = entry.scan_id
      )
  ) as is_admitted
