-- Removes an organiser with all sessions. $1 name. One row or none.
delete from organiser
where name = $1
returning name
