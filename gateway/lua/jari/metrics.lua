-- What the gateway counts, in Prometheus' text format.
--
-- Input: count(name, label) from the other modules and every answer in the log phase. Output: the page of
-- /gateway/metrics. Counters live in shared memory, so all workers count together; a reload keeps them.

local shared = ngx.shared.jari_metrics

local M = {}

local families = {
  { name = "answers", label = "status", help = "Answers by status" },
  { name = "refused", label = "reason", help = "Requests that the gateway itself refused" },
  { name = "joins", label = "result", help = "Joins: admitted, duplicate, early, closed, without the work that the line takes, or passed on without Redis" },
  { name = "redis_failures", label = "operation", help = "Times Redis could not be asked" },
  { name = "seat_lists", label = "cache", help = "Seat lists by what the cache said" },
}

function M.count(name, label)
  shared:incr(name .. "\0" .. label, 1, 0)
end

function M.note_answer()
  if ngx.is_subrequest then return end
  M.count("answers", tostring(ngx.status))
  local cache = ngx.var.upstream_cache_status
  if cache then M.count("seat_lists", cache:lower()) end
end

function M.show()
  local values = {}
  for _, key in ipairs(shared:get_keys(0)) do
    local name, label = key:match "^(.-)%z(.*)$"
    values[name] = values[name] or {}
    table.insert(values[name], { label = label, value = shared:get(key) })
  end
  for _, family in ipairs(families) do
    local metric = "jari_gateway_" .. family.name .. "_total"
    ngx.say("# HELP ", metric, " ", family.help)
    ngx.say("# TYPE ", metric, " counter")
    for _, entry in ipairs(values[family.name] or {}) do
      ngx.say(metric, "{", family.label, "=\"", entry.label, "\"} ", entry.value)
    end
  end
  ngx.say "# HELP jari_gateway_connections Open connections"
  ngx.say "# TYPE jari_gateway_connections gauge"
  ngx.say("jari_gateway_connections ", ngx.var.connections_active)
end

return M
