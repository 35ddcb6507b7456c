-- The document of a plan. $1 plan_id. One row, or none when there is no such plan.
select document from plan where plan_id = $1
