-- Answers that are refusals, in the same words as the server's (RFC 9457 and the brief's members).
--
-- Input: a reason of the registry (reasons.json, which a test keeps equal to the contract's) and facts.
-- Output: the whole answer; the request ends.

local cjson = require "cjson"
local metrics = require "jari.metrics"
local settings = require "jari.settings"
local reasons = settings.reasons

local M = {}

-- facts: detail, queue_number, seat_ids, errors. wait: whole seconds, where more is known than "a moment"
function M.answer(reason, facts, wait)
  local entry = reasons[reason]
  local body = {
    type = "urn:jari:problem:" .. reason,
    title = entry.title,
    status = entry.status,
    detail = entry.title .. " " .. entry.advice,
    success = false,
    reason = reason,
    request_id = ngx.var.jari_request_id,
    retryable = entry.retryable,
  }
  for name, value in pairs(facts or {}) do body[name] = value end

  local text = cjson.encode(body)
  ngx.status = entry.status
  local header = ngx.header
  header["Content-Type"] = "application/problem+json; charset=utf-8"
  header["Content-Length"] = #text
  header["Cache-Control"] = "no-store"
  if entry.status == 429 or entry.status == 503 then header["Retry-After"] = tostring(wait or 1) end
  metrics.count("refused", reason)
  ngx.print(text)
  return ngx.exit(ngx.HTTP_OK)
end

function M.answer_invalid(field, message)
  return M.answer("validation", {
    detail = field .. ": " .. message,
    errors = { { field = field, message = message } },
  })
end

local reason_by_status = {
  [400] = "validation",
  [403] = "forbidden",
  [404] = "not_found",
  [413] = "too_large",
  [414] = "validation",
  [429] = "rate_limited",
  [500] = "internal",
  [503] = "unavailable",
}

-- When a request that one was too many should come again. Those who share a bucket are spread over the time in which it
-- fills, so that they find room; all at the same moment they would not.
local function wait_for_limit()
  local var = ngx.var
  if var.jari_fresh_network ~= "" then return math.random(math.max(1, math.ceil(settings.fresh_fill_seconds))) end
  local wait = settings.wait_seconds
  if var.jari_holder ~= "" then wait = math.max(wait, settings.holds_wait_seconds) end
  return math.max(1, math.ceil(wait))
end

-- For nginx's own errors: which one it was is the status that it would have answered with.
function M.answer_for_status()
  local status = ngx.status
  -- Only an unknown Transfer-Encoding makes nginx say so, and that is the client's doing.
  if status == 501 then return M.answer_invalid("transfer-encoding", "must be chunked, or be left out") end
  if status == 429 and ngx.var.limit_conn_status == "REJECTED" then
    return M.answer("rate_limited", {
      detail = "Your address has as many streams or connections here as one may have; poll changes instead of streams.",
    })
  end
  if status == 429 then return M.answer("rate_limited", nil, wait_for_limit()) end
  return M.answer(reason_by_status[status] or (status >= 500 and "internal" or "validation"))
end

return M
