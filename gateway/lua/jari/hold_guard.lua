-- Refuses clicks on held seats before they reach the box office.
--
-- Input: `PUT /events/{event}/hold` with `{"seat_ids":[…]}`, and the hold keys which the servers write after
-- a hold is recorded, each with the user who holds the seat. Output: 409 `seat_held` when a key names
-- another user, with how close it was where the seat was taken a moment ago; in every other case the request passes. A key may be late or lost, so it can refuse for a
-- moment too long or not at all, and it can never grant. What cannot be read here is for the server to
-- refuse, in its own words.

local cjson = require "cjson.safe"
local problem = require "jari.problem"
local redis = require "jari.redis"
local settings = require "jari.settings"

local SEATS_MAX = 100
-- As in the servers' refusal.ts.
local RACE_MS = 10000

local M = {}

local function seat_ids_of(body)
  local content = body and cjson.decode(body)
  local ids = type(content) == "table" and content.seat_ids
  if type(ids) ~= "table" or #ids == 0 or #ids > SEATS_MAX then return nil end
  for _, id in ipairs(ids) do
    if type(id) ~= "number" or id < 1 or id > 2147483647 or id % 1 ~= 0 then return nil end
  end
  return ids
end

-- The answer is right without it, so a Redis that fails here is passed over.
local function lost_race(event, seat, user)
  local lost = ("seat:{%s}:%d:lost"):format(event, seat)
  local found = redis.run("race", function(connection)
    connection:init_pipeline()
    connection:hget(("seat:{%s}:taken"):format(event), seat)
    connection:time()
    connection:sadd(lost, user)
    connection:pexpire(lost, RACE_MS)
    connection:scard(lost)
    return connection:commit_pipeline()
  end)
  local taken_ms = found and tonumber(found[1])
  if not taken_ms or type(found[2]) ~= "table" or not tonumber(found[5]) then return nil end
  local earlier_ms = math.max(0, math.floor(found[2][1] * 1000 + found[2][2] / 1000 - taken_ms))
  if earlier_ms >= RACE_MS then return nil end
  return { earlier_ms = earlier_ms, others = math.max(0, tonumber(found[5]) - 1) }
end

function M.check()
  local user = ngx.var.jari_user
  if ngx.req.get_method() ~= "PUT" or user == "" or not redis.is_configured then return end
  local event = ngx.var.uri:match "^/api/v1/events/([a-z0-9][a-z0-9_-]*)/hold$"
  if not event then return end
  ngx.req.read_body()
  local ids = seat_ids_of(ngx.req.get_body_data())
  if not ids then return end

  local keys = {}
  for index, id in ipairs(ids) do keys[index] = ("seat:{%s}:%d:hold"):format(event, id) end
  local owners = redis.run("holds", function(connection) return connection:mget(unpack(keys)) end)
  if not owners then
    if settings.fails_open then return end
    return problem.answer "unavailable"
  end
  local held = {}
  for index, owner in ipairs(owners) do
    if owner ~= ngx.null and owner ~= user then table.insert(held, ids[index]) end
  end
  if #held == 0 then return end
  return problem.answer("seat_held", { seat_ids = held, lost_race = lost_race(event, held[1], user) })
end

return M
