-- Refuses clicks on held seats before they reach the box office.
--
-- Input: `PUT /events/{event}/hold` with `{"seat_ids":[…]}`, and the hold keys which the servers write after
-- a hold is recorded, each with the user who holds the seat. Output: 409 `seat_held` when a key names
-- another user; in every other case the request passes. A key may be late or lost, so it can refuse for a
-- moment too long or not at all, and it can never grant. What cannot be read here is for the server to
-- refuse, in its own words.

local cjson = require "cjson.safe"
local problem = require "jari.problem"
local redis = require "jari.redis"
local settings = require "jari.settings"

local SEATS_MAX = 100

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
  if #held > 0 then return problem.answer("seat_held", { seat_ids = held }) end
end

return M
