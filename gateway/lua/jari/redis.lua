-- Redis, for a gateway that can do without it.
--
-- Input: run(operation, call), where `call` gets a connection and returns what its command returned. Output:
-- the result; or nil and why, when Redis could not be asked. Connections are kept and shared by a worker.
--
-- A Redis that does not answer costs one timeout a second and not one a request: after a failure the
-- next second asks nothing. In a cluster the nodes of the list are tried in turn, and a node may name another one,
-- which is asked once.

local metrics = require "jari.metrics"
local settings = require "jari.settings"

-- The same library by its name in OpenResty and in Debian.
local is_openresty, library = pcall(require, "resty.redis")
if not is_openresty then library = require "nginx.redis" end

local memory = ngx.shared.jari_memory
local target = settings.redis
local TIMEOUT_MS = 250
local REST_SECONDS = 1
local KEEP_MS, KEEP_COUNT = 60000, 64

local M = { is_configured = target ~= nil }

local function connect(host, port)
  local connection = library:new()
  connection:set_timeout(TIMEOUT_MS)
  local pool = ("%s:%d/%d"):format(host, port, target.database)
  local ok, problem = connection:connect(host, port, { pool = pool, ssl = target.is_encrypted })
  if not ok then return nil, problem end
  if connection:get_reused_times() > 0 then return connection end
  if target.password ~= "" then
    local credentials = target.user ~= "" and { target.user, target.password } or { target.password }
    ok, problem = connection:auth(unpack(credentials))
    if not ok then return nil, problem end
  end
  if target.database ~= 0 then
    ok, problem = connection:select(target.database)
    if not ok then return nil, problem end
  end
  return connection
end

-- Returns result, problem, and whether the problem came from Redis (false) or from the way there (true).
local function ask(host, port, call)
  local connection, problem = connect(host, port)
  if not connection then return nil, problem, true end
  local result
  result, problem = call(connection)
  -- The library returns nil when the connection failed, and false when Redis said no.
  if result == nil then
    connection:close()
    return nil, problem, true
  end
  connection:set_keepalive(KEEP_MS, KEEP_COUNT)
  return result, problem, false
end

function M.run(operation, call)
  if not target or memory:get "redis_rests" then return nil, "not asked" end
  local result, problem, is_unreachable
  for _, node in ipairs(target.nodes) do
    result, problem, is_unreachable = ask(node.host, node.port, call)
    local host, port = tostring(problem or ""):match "^MOVED %d+ (.+):(%d+)$"
    if result == false and host then result, problem, is_unreachable = ask(host, tonumber(port), call) end
    if not is_unreachable then break end
  end
  if result then return result end
  metrics.count("redis_failures", operation)
  ngx.log(ngx.WARN, "redis, ", operation, ": ", problem)
  if is_unreachable then memory:set("redis_rests", true, REST_SECONDS) end
  return nil, problem
end

return M
