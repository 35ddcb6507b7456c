-- What the seats had cost that left a reservation which goes on with others. Its own lists tell of those it has; webhooks
-- tell also of those that it had, and maybe later.
alter table reservation
  add column left_seat_ids integer[],
  add column left_amounts bigint[];
