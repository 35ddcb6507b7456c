-- Every append leaves a mark of its own. One that was decided while another was on its way is recorded only after that very
-- one: the same changes may have been decided by another instance, whose keys of retries are others, and by the position
-- alone they could not be told apart.
alter table event add column append_mark bigint not null default 0;
