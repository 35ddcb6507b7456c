-- Finds the user. Runs in the rewrite phase of every address that depends on it.
--
-- Input: the request's headers. Output: $jari_user (the server's name for the user, empty when none is
-- known), $jari_signed_* (what vouches for it to the server), $jari_session_since (seconds; empty without a session),
-- $jari_cookie, $jari_wants_fresh, $jari_moment (the current half second), and by jari.limits the keys of the limits. Answers by itself: preflights, user headers that are no names, two sessions at a
-- time, writes that foreign pages send with a visitor's cookie.
--
-- The user is, in this order and as in the server: the one the user header names, where it is trusted (an
-- authenticating proxy in front knows better than a cookie); the one the session cookie names; none. Names
-- carry their source, so that no header can ever name a session's user. Identity headers from outside are
-- never passed on: proxy.conf overwrites each of them.

local cors = require "jari.cors"
local foreign_page = require "jari.foreign_page"
local hmac = require "jari.hmac"
local limits = require "jari.limits"
local organiser_cookie = require "jari.organiser_cookie"
local own_writes = require "jari.own_writes"
local problem = require "jari.problem"
local session_cookie = require "jari.session_cookie"
local settings = require "jari.settings"

local M = {}

local function hex(bytes)
  return (bytes:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end))
end

local function is_loopback(address)
  return address == "::1" or address:find("^127%.") ~= nil or address:find("^::ffff:127%.") ~= nil
end

-- The proxy that sends the header is the one at the other end of the socket, whatever else it claims.
local function trusts_header()
  if settings.trust_user_header == "loopback" then return is_loopback(ngx.var.realip_remote_addr) end
  return settings.trust_user_header == "always"
end

local function named_user()
  if not trusts_header() then return nil end
  local value = ngx.req.get_headers(100)[settings.user_header]
  if value == nil or value == "" then return nil end
  -- "user:" and the name must fit into the 128 characters that a signature may be for.
  if type(value) ~= "string" or #value > 120 or not value:find "^[!-~]+$" then
    return problem.answer_invalid(settings.user_header:lower(), "must be 1 to 120 visible ASCII characters")
  end
  return "user:" .. value
end

local function named_by_session()
  local session_id, cookie, issued_at = session_cookie.read(ngx.var.http_cookie, ngx.time())
  if session_id then return "session:" .. session_id, cookie, issued_at end
  if cookie ~= "ambiguous" then return nil end
  return problem.answer("validation", {
    detail = "Your browser sends two different sessions for this site. Clear the site’s cookies and reload it.",
    errors = { { field = "cookie", message = "must not hold two different sessions" } },
  })
end

-- What is signed is for this one request: the server's gateway-signature.ts says the form. nginx passes method
-- and address on as they came in.
local function sign(user)
  local at = tostring(ngx.time())
  local lines = { "jari-gateway-v2", ngx.req.get_method(), ngx.var.request_uri, user, at, ngx.var.jari_request_id }
  ngx.var.jari_signed_user = user
  ngx.var.jari_signed_at = at
  ngx.var.jari_signature = "v2=" .. hex(hmac.sha256(settings.gateway_secrets[1], table.concat(lines, "\n")))
end

function M.enter(options)
  if cors.answers_preflight() then return end
  local user, cookie, issued_at = named_user(), nil, nil
  local is_named = user ~= nil
  if not user then user, cookie, issued_at = named_by_session() end
  if user then
    foreign_page.refuse()
    if not cookie or not options or options.sign_sessions ~= false then sign(user) end
  end
  -- Both are cookies of ours, and no others are passed on.
  local organiser = organiser_cookie.read(ngx.var.http_cookie)
  ngx.var.jari_cookie = cookie and organiser and cookie .. "; " .. organiser or cookie or organiser or ""
  ngx.var.jari_user = user or ""
  ngx.var.jari_session_since = issued_at or ""
  limits.assign(user or "", issued_at, is_named)
  ngx.var.jari_moment = math.floor(ngx.now() * 2)
  if own_writes.is_recent() then ngx.var.jari_wants_fresh = "1" end
end

return M
