-- `POST /fcfs/join?event=E&ttl=900`: a queue number, once per user (and per address, if so configured).
--
-- Input: the query, $jari_user, Redis. Output: 200 with the number, 409 `duplicate` with the number that was
-- given before, `not_on_sale` when the line of a waiting room does not form yet or any more, 428 when it takes a proof
-- of work that did not come along, 400, 404; or nothing, which passes the request on to the server.
--
-- Check, number and memory of it are one script in Redis, the very file that the servers run, on the same
-- keys: a user who joined here has joined there, and neither way gives a second number. So when Redis has
-- answered, nothing is left for the server to decide, and the gateway answers itself; the rush for numbers
-- never reaches the servers. Only when Redis cannot be asked does the request go on (ADMISSION_FAIL=open), and the
-- server decides by its own means.

local cjson = require "cjson"
local known_events = require "jari.known_events"
local metrics = require "jari.metrics"
local problem = require "jari.problem"
local redis = require "jari.redis"
local settings = require "jari.settings"
local work = require "jari.work"

local TTL_DEFAULT, TTL_MAX = 900, 86400
-- By the verdict of the script.
local RESULTS = { [0] = "admitted", [3] = "early", [4] = "closed", [5] = "unproven" }

local M = {}

local script_sha = ngx.sha1_bin(settings.join_script):gsub(".", function(byte)
  return ("%02x"):format(byte:byte())
end)

local function read_event(value)
  if value == nil then return "default" end
  if type(value) == "string" and #value <= 64 and value:find "^[a-z0-9][a-z0-9_-]*$" then return value end
  return problem.answer_invalid("event", "must be 1 to 64 of a-z, 0-9, _ and -, beginning with a letter or digit")
end

local function read_ttl(value)
  if value == nil then return TTL_DEFAULT end
  local seconds = type(value) == "string" and #value <= 5 and value:find "^[1-9]%d*$" and tonumber(value)
  if seconds and seconds <= TTL_MAX then return seconds end
  return problem.answer_invalid("ttl", "must be a whole number of seconds from 1 to " .. TTL_MAX)
end

local KNOWN = { event = true, ttl = true, work = true }

-- Event, seconds and proof of the query. Refuses what it does not know, as the server does.
local function read_query()
  local query = ngx.req.get_uri_args(10)
  for name in pairs(query) do
    if not KNOWN[name] then return problem.answer_invalid(name:sub(1, 100), "is not known here") end
  end
  if query.work ~= nil and (type(query.work) ~= "string" or #query.work > 200) then
    return problem.answer_invalid("work", "must be one text of at most 200 characters")
  end
  return read_event(query.event), read_ttl(query.ttl), query.work
end

local function ask_redis(event, user, ttl_seconds, proven)
  local prefix = "fcfs:{" .. event .. "}"
  local line = "line:{" .. event .. "}"
  local args = { 5, prefix .. ":user:" .. user, prefix .. ":seq", prefix .. ":epoch", line, prefix .. ":work:" .. user }
  if settings.checks_ip then
    args[1] = 6
    table.insert(args, prefix .. ":ip:" .. ngx.var.remote_addr)
  end
  table.insert(args, ttl_seconds * 1000)
  table.insert(args, ngx.var.jari_request_id)
  if proven then
    table.insert(args, proven.bits)
    table.insert(args, proven.mark)
  end
  return redis.run("join", function(connection)
    local result, failure = connection:evalsha(script_sha, unpack(args))
    -- A Redis that is new, or has been emptied, does not know the script yet.
    if result == false and failure:find("NOSCRIPT", 1, true) then
      result, failure = connection:eval(settings.join_script, unpack(args))
    end
    return result, failure
  end)
end

local function answer_joined(event, queue_number, remaining_ms)
  local text = cjson.encode {
    success = true,
    event = event,
    queue_number = queue_number,
    expires_in_ms = math.max(0, remaining_ms),
  }
  ngx.status = 200
  ngx.header["Content-Type"] = "application/json; charset=utf-8"
  ngx.header["Content-Length"] = #text
  ngx.header["Cache-Control"] = "no-store"
  ngx.print(text)
  return ngx.exit(ngx.HTTP_OK)
end

function M.answer()
  if ngx.req.get_method() ~= "POST" then return problem.answer "not_found" end
  local event, ttl_seconds, proof = read_query()
  local user = ngx.var.jari_user
  if user == "" then return problem.answer "missing_user" end
  if not known_events.has(event) then
    return problem.answer("not_found", { detail = "There is no such event." })
  end
  local result = ask_redis(event, user, ttl_seconds, work.proven(proof, event, user))
  if not result then
    if not settings.fails_open then return problem.answer "unavailable" end
    metrics.count("joins", "passed_on")
    return
  end
  local verdict, queue_number, remaining_ms = result[1], tonumber(result[2]), tonumber(result[3])
  metrics.count("joins", RESULTS[verdict] or "duplicate")
  if verdict == 0 then return answer_joined(event, queue_number, remaining_ms) end
  if verdict == 3 then return problem.answer("not_on_sale", { detail = "The line has not begun to form." }) end
  if verdict == 4 then return problem.answer "not_on_sale" end
  if verdict == 5 then return problem.answer "challenge_required" end
  return problem.answer("duplicate", {
    queue_number = queue_number,
    detail = verdict == 2 and "Somebody has already joined from this address." or nil,
  })
end

return M
