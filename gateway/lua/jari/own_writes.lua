-- Who has just changed something sees it: their next seat list is not taken from the cache.
--
-- Input: a successful write passing by. Output: is_recent() for the same user (or, where there is none, the
-- same address) for two seconds, which is longer than a cached list lives. It is remembered before the
-- answer to the write is sent, so no client can ask too early.

local memory = ngx.shared.jari_memory
local SECONDS = 2

local M = {}

local function who()
  local user = ngx.var.jari_user
  if not user or user == "" then user = ngx.var.remote_addr end
  return "wrote:" .. user
end

function M.note()
  local method = ngx.req.get_method()
  if method == "GET" or method == "HEAD" or method == "OPTIONS" or ngx.status >= 300 then return end
  if ngx.var.uri:find("/api/", 1, true) == 1 then memory:set(who(), true, SECONDS) end
end

function M.is_recent()
  return memory:get(who()) ~= nil
end

return M
