-- What there is to say of a plan without drawing it. $1 plan_id. One row, or none when there is no such plan.
select summary from plan where plan_id = $1
