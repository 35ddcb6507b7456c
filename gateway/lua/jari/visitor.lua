-- Finds the user. Runs in the rewrite phase of every address that depends on it.
--
-- Input: the request's headers. Output: $jari_user (the server's name for the user, empty when none is
-- known), $jari_signed_* (what vouches for it to the server), $jari_cookie, $jari_wants_fresh, $jari_moment
-- (the current half second). Answers by itself: preflights, user headers that are not valid names, writes
-- that foreign pages send with a visitor's cookie.
--
-- The user is, in this order and as in the server: the one the user header names, where it is trusted (an
-- authenticating proxy in front knows better than a cookie); the one the session cookie names; none. Names
-- carry their source, so that no header can ever name a session's user. Identity headers from outside are
-- never passed on: proxy.conf overwrites each of them.

local cors = require "jari.cors"
local hmac = require "jari.hmac"
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

-- A browser sends the cookie whichever page made the request. The server cannot see the difference once the
-- cookie has become a signature, so it is looked at here.
local function refuse_foreign_pages()
  local method = ngx.req.get_method()
  if method == "GET" or method == "HEAD" then return end
  if ngx.var.http_sec_fetch_site ~= "cross-site" then return end
  if not settings.cors_origins[ngx.var.http_origin or ""] then problem.answer "forbidden" end
end

local function sign(user)
  local at = tostring(ngx.time())
  local message = user .. "\n" .. at .. "\n" .. ngx.var.jari_request_id
  ngx.var.jari_signed_user = user
  ngx.var.jari_signed_at = at
  ngx.var.jari_signature = hex(hmac.sha256(settings.gateway_secret, message))
end

function M.enter(options)
  if cors.answers_preflight() then return end
  local user = named_user()
  if user then
    sign(user)
  else
    local session_id, cookie = session_cookie.read(ngx.var.http_cookie, ngx.time())
    if session_id then
      refuse_foreign_pages()
      user = "session:" .. session_id
      ngx.var.jari_cookie = cookie
      if not options or options.sign_sessions ~= false then sign(user) end
    end
  end
  ngx.var.jari_user = user or ""
  ngx.var.jari_moment = math.floor(ngx.now() * 2)
  if own_writes.is_recent() then ngx.var.jari_wants_fresh = "1" end
end

return M
