-- The proof of work that lining up may take: gives challenges, and checks proofs.
--
-- Input: `GET /fcfs/challenge?event=E` and $jari_user; or a proof that came with a join. Output: the challenge; or how
-- many bits were proven and the challenge in short, `nil` for a proof that is none. The same rules as the server's
-- work-challenge.ts, which says the form; neither needs a store, so whichever made a challenge, both take its proof.
-- How many bits are needed, and whether a challenge was used before, is for join.lua of the servers to say.

local cjson = require "cjson"
local bit = require "bit"
local hmac = require "jari.hmac"
local known_events = require "jari.known_events"
local problem = require "jari.problem"
local settings = require "jari.settings"
local base64 = require "ngx.base64"

local LIFE_SECONDS = 600
local MARK_LENGTH = 8

local M = {}

local function sign(secret, user, text)
  return hmac.sha256(secret, "jari-work-v1\n" .. user .. "\n" .. text)
end

local function leading_zero_bits(digest)
  for index = 1, #digest do
    local byte = digest:byte(index)
    if byte ~= 0 then
      local bits = 0
      while bit.band(byte, bit.rshift(0x80, bits)) == 0 do bits = bits + 1 end
      return (index - 1) * 8 + bits
    end
  end
  return #digest * 8
end

function M.proven(proof, event, user)
  if type(proof) ~= "string" or #proof > 200 then return nil end
  local text, of, made_at, mac, nonce = proof:match "^(w1%.([a-z0-9_-]+)%.(%d+))%.([%w_-]+)%.(%w+)$"
  if not text or of ~= event or #made_at > 12 or #mac ~= 43 or #nonce > 20 then return nil end
  if math.abs(ngx.time() - tonumber(made_at)) >= LIFE_SECONDS then return nil end
  local given = base64.decode_base64url(mac)
  if not given then return nil end
  for _, secret in ipairs(settings.session_secrets) do
    if hmac.equal(given, sign(secret, user, text)) then
      return { bits = leading_zero_bits(hmac.plain_sha256(proof)), mark = mac:sub(-MARK_LENGTH) }
    end
  end
  return nil
end

-- Answers by itself; what is not a well-formed question goes on to the server, which refuses it in its words.
function M.answer()
  if ngx.req.get_method() ~= "GET" then return end
  local args = ngx.var.args
  local event = not args and "default" or args:match "^event=([a-z0-9][a-z0-9_-]*)$"
  if not event or #event > 64 then return end
  local user = ngx.var.jari_user
  if user == "" then return problem.answer "missing_user" end
  if not known_events.has(event) then
    return problem.answer("not_found", { detail = "There is no such event." })
  end
  local text = "w1." .. event .. "." .. ngx.time()
  local mac = base64.encode_base64url(sign(settings.session_secrets[1], user, text))
  local body = cjson.encode {
    success = true,
    event = event,
    challenge = text .. "." .. mac,
    expires_in_ms = LIFE_SECONDS * 1000,
  }
  ngx.status = 200
  ngx.header["Content-Type"] = "application/json; charset=utf-8"
  ngx.header["Content-Length"] = #body
  ngx.header["Cache-Control"] = "no-store"
  ngx.print(body)
  return ngx.exit(ngx.HTTP_OK)
end

return M
