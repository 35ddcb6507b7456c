-- The session that the server's signed cookie names; the same rules as the server's session-cookie.ts.
--
-- Input: the Cookie header, the time. Output: session id, the cookie as it stood, when it was issued; nil for one that is
-- forged, damaged or over; nil and "ambiguous" for good cookies of two different sessions, of which one was
-- planted and nobody can say which.
--
-- Under HTTPS the name is signed as well, so a value that was given out under the __Host- name is worthless
-- under the plain one, which a neighbouring subdomain could plant. Of several secrets all verify. How v2 and v1 are
-- signed stands in the server's session-signatures.ts.

local hmac = require "jari.hmac"
local decode_base64url = require("ngx.base64").decode_base64url
local settings = require "jari.settings"

-- A page of another site, for which browsers keep the cookie back, sends a token in the header Jari-Session instead; it
-- is signed with the page's origin (the server's embed-sessions.ts).

local PLAIN_NAME, HOST_NAME = "jari_session", "__Host-jari_session"
local MAX_AGE_SECONDS = 180 * 24 * 3600
local EMBEDDED_MAX_AGE_SECONDS = 24 * 3600

local M = {}

local function hex(bytes)
  return (bytes:gsub(".", function(byte) return string.format("%02x", byte:byte()) end))
end

local keys = {}
for i, secret in ipairs(settings.session_secrets) do
  keys[i] = { secret = secret, prefix = hex(hmac.sha512_256("jari-session-v2\n" .. secret)) }
end

local function is_signed(version, given, message)
  for _, key in ipairs(keys) do
    local signature = version == "v2" and hmac.sha512_256(key.prefix .. message) or hmac.sha256(key.secret, message)
    if hmac.equal(given, signature) then return true end
  end
  return false
end

local function verify(name, value, now_seconds)
  local text, version, id, issued_at, signature = value:match "^((v[12])%.([%w_-]+)%.(%d+))%.([%w_-]+)$"
  if not text or #id ~= 22 or #issued_at > 12 or #signature ~= 43 then return nil end
  local given = decode_base64url(signature)
  local message = name == HOST_NAME and HOST_NAME .. "=" .. text or text
  if not given or not is_signed(version, given, message) then return nil end
  if now_seconds - tonumber(issued_at) >= MAX_AGE_SECONDS then return nil end
  return id, tonumber(issued_at)
end

function M.read(header, now_seconds)
  if not header then return nil end
  local found_id, found_name, found_cookie, found_issued_at
  local parts = 0
  for part in header:gmatch "[^;]+" do
    parts = parts + 1
    if parts > 50 then break end
    local name, value = part:match "^%s*([^=%s]+)%s*=%s*(.-)%s*$"
    local id, issued_at
    if name == PLAIN_NAME or name == HOST_NAME then id, issued_at = verify(name, value, now_seconds) end
    if id then
      if found_id and found_id ~= id then return nil, "ambiguous" end
      if found_name ~= HOST_NAME then
        found_id, found_name, found_cookie, found_issued_at = id, name, name .. "=" .. value, issued_at
      end
    end
  end
  return found_id, found_cookie, found_issued_at
end

-- Input: the header Jari-Session, the page's origin, the time. Output: session id and when it was issued; nil for a
-- token that is forged, over, or not of this origin, and for an origin that is not listed.
function M.read_embedded(token, origin, now_seconds)
  if type(token) ~= "string" or not origin or not settings.cors_origins[origin] then return nil end
  local text, id, issued_at, signature = token:match "^(e1%.([%w_-]+)%.(%d+))%.([%w_-]+)$"
  if not text or #id ~= 22 or #issued_at > 12 or #signature ~= 43 then return nil end
  local given = decode_base64url(signature)
  if not given or not is_signed("v2", given, "embed=" .. origin .. "\n" .. text) then return nil end
  if now_seconds - tonumber(issued_at) >= EMBEDDED_MAX_AGE_SECONDS then return nil end
  return id, tonumber(issued_at)
end

return M
