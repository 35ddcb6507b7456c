-- The summaries of all plans, the newest first. No parameters.
select summary from plan order by ordinal desc
