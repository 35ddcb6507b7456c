-- Tickets are found by their code. With the number of a test event or a restored copy two may have the same, so it
-- is not unique.
create index reservation_by_code on reservation (code);
