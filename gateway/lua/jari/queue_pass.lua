-- Whether somebody has a pass of a waiting room; the same rules as the server's queue-pass.ts.
--
-- Input: the header Queue-Pass, the user. Output: true for a pass that a server signed for this user and that is not
-- over, of whatever event. What it is good for, and whether it was used up, is for the servers to say.

local hmac = require "jari.hmac"
local decode_base64url = require("ngx.base64").decode_base64url
local settings = require "jari.settings"

local M = {}

function M.is_good(pass, user)
  if not pass or #pass > 300 then return false end
  local text, ends_at_ms, mac = pass:match "^(q1%.[a-z0-9_-]+%.%d+%.(%d+)%.%d+)%.([%w_-]+)$"
  if not text or #ends_at_ms > 15 or #mac ~= 43 or tonumber(ends_at_ms) <= ngx.now() * 1000 then return false end
  local given = decode_base64url(mac)
  if not given then return false end
  for _, secret in ipairs(settings.session_secrets) do
    if hmac.equal(given, hmac.sha256(secret, "jari-queue-pass-v1\n" .. user .. "\n" .. text)) then return true end
  end
  return false
end

return M
