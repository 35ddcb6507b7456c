-- The summaries of all plans, the newest first. No parameters.
select summary from plan order by created_at desc, plan_id
