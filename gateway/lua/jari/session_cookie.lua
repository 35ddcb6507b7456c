-- The session that the server's signed cookie names; the same rules as the server's session-cookie.ts.
--
-- Input: the Cookie header, the time. Output: session id and the cookie as it stood, or nil for one that is
-- forged, damaged or over.

local hmac = require "jari.hmac"
local decode_base64url = require("ngx.base64").decode_base64url
local settings = require "jari.settings"

local NAME = "jari_session"
local MAX_AGE_SECONDS = 180 * 24 * 3600

local M = {}

local function verify(value, now_seconds)
  local signed, id, issued_at, signature = value:match "^(v1%.([%w_-]+)%.(%d+))%.([%w_-]+)$"
  if not signed or #id ~= 22 or #issued_at > 12 or #signature ~= 43 then return nil end
  local given = decode_base64url(signature)
  if not given or not hmac.equal(given, hmac.sha256(settings.session_secret, signed)) then return nil end
  return now_seconds - tonumber(issued_at) < MAX_AGE_SECONDS and id or nil
end

-- Of several cookies with our name the first good one counts, as it does in the server: if the two looked at
-- different ones, a visitor would be two people.
function M.read(header, now_seconds)
  if not header then return nil end
  local parts = 0
  for part in header:gmatch "[^;]+" do
    parts = parts + 1
    if parts > 50 then return nil end
    local name, value = part:match "^%s*([^=%s]+)%s*=%s*(.-)%s*$"
    if name == NAME then
      local id = verify(value, now_seconds)
      if id then return id, NAME .. "=" .. value end
    end
  end
  return nil
end

return M
