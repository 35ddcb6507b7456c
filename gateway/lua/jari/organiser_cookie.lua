-- The cookie of an organiser's session, as it is passed on to the server, which alone can say whether it is good.
--
-- Input: the Cookie header. Output: the cookie as it stood, the one of HTTPS first; nil when there is none or it does
-- not look like one. Whatever else a browser sends stays here.

local NAMES = { "__Host-jari_organiser", "jari_organiser" }

local M = {}

function M.read(header)
  if not header then return nil end
  local found = {}
  local parts = 0
  for part in header:gmatch "[^;]+" do
    parts = parts + 1
    if parts > 50 then break end
    local name, value = part:match "^%s*([^=%s]+)%s*=%s*(o1%.[%w_-]+%.[%w_-]+)%s*$"
    if name and #value <= 100 and not found[name] then found[name] = name .. "=" .. value end
  end
  return found[NAMES[1]] or found[NAMES[2]]
end

return M
