-- What every answer carries: the server's, the static files' and nginx's own errors.
--
-- Input: the answer's headers, in the header filter phase. Output: request id, security headers, CORS. In
-- Lua, because nginx's add_header forgets what was said outside as soon as a location says anything itself.

local cors = require "jari.cors"
local own_writes = require "jari.own_writes"
local settings = require "jari.settings"

local M = {}

-- An overloaded server's 503 comes as 429, because nginx would pass a 503 on to the next server, as it does when one
-- closes, and take the server for one that is away. Here it becomes what the client is told.
local function name_overload(header)
  if ngx.status ~= 429 or not header["X-Jari-Overloaded"] then return end
  ngx.status = 503
  header["X-Jari-Overloaded"] = nil
end

-- The door reads tickets with the camera; no other page needs any of these.
local function permissions_of(address)
  local path = string.match(address or "", "^[^?]*")
  local camera = (path == "/door" or string.sub(path, 1, 6) == "/door/") and "(self)" or "()"
  return "camera=" .. camera .. ", geolocation=(), microphone=()"
end

function M.complete()
  if ngx.is_subrequest then return end
  local header = ngx.header
  name_overload(header)
  header["X-Request-Id"] = ngx.var.jari_request_id
  header["X-Content-Type-Options"] = "nosniff"
  header["X-Frame-Options"] = "DENY"
  header["Referrer-Policy"] = "same-origin"
  header["Permissions-Policy"] = permissions_of(ngx.var.request_uri)
  header["Cross-Origin-Opener-Policy"] = "same-origin"
  -- Pages carry their own policy with the hashes of their scripts; a page cannot say who may frame it.
  if header["Content-Security-Policy"] == nil then
    header["Content-Security-Policy"] = "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'"
  end
  if settings.hsts then header["Strict-Transport-Security"] = settings.hsts end
  cors.add_headers(header)
  own_writes.note()
end

return M
