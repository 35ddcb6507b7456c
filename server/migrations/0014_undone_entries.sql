-- A scan that was a mistake is taken back by another entry, so that doors may hear of the two in any order.
alter table entry
  add undoes text collate "C",
  -- Who was signed in when it was told; null: from before this column.
  add actor text collate "C";
