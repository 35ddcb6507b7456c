-- Whom a request counts against; nginx counts, in the phase after this one (generated/limits.conf).
--
-- Input: the user, when their session was issued, and whether they are named by a proxy in front. Output: the keys of
-- the limits; an empty one is not counted:
--   $jari_new_network      the address, for those who are new: strict
--   $jari_settled_network  the address, for those who are settled: ten times as generous
--   $jari_fresh_network    the address, when somebody new lines up or takes seats: a bucket that they share
--   $jari_holder           the user, for a click on seats
--
-- Settled is whoever has had a session for ten minutes, has a pass of a waiting room, or is named by a proxy that
-- signs people in: a thousand of these behind one address are a thousand people, while sessions made this very
-- minute cost nothing to make. The same rule as the server's command-limits.ts, for where there is no gateway.

local queue_pass = require "jari.queue_pass"

local SETTLED_AFTER_SECONDS = 600

local M = {}

local function is_hold(method, uri)
  return method == "PUT" and uri:find "^/api/v1/events/[^/]+/hold$" ~= nil
end

local function takes_part(method, uri)
  if method == "POST" then return uri == "/fcfs/join" or uri == "/api/v1/seats/reservation/fcfs" end
  return is_hold(method, uri)
end

function M.assign(user, issued_at, is_named)
  local var = ngx.var
  local method, uri = ngx.req.get_method(), var.uri
  if is_hold(method, uri) then var.jari_holder = user end
  local is_settled = user ~= ""
    and (is_named or ngx.time() - issued_at >= SETTLED_AFTER_SECONDS or queue_pass.is_good(var.http_queue_pass, user))
  if is_settled then
    var.jari_settled_network = var.jari_network
    var.jari_new_network = ""
  elseif takes_part(method, uri) then
    var.jari_fresh_network = var.jari_network
  end
end

-- For programs with a key of their own, which the server counts by: as for somebody who is settled.
function M.settle()
  ngx.var.jari_settled_network = ngx.var.jari_network
  ngx.var.jari_new_network = ""
end

return M
