-- The gateway's settings, read once from the environment that start.sh has checked.
--
-- Input: environment variables, generated/join.lua. Output: a table; nothing else reads the environment.

local function text(name, default)
  local value = os.getenv(name)
  if value == nil or value == "" then return default end
  return value
end

local function flag(name, default)
  local value = text(name, default):lower()
  return value == "true" or value == "1"
end

local function set_of(list)
  local set = {}
  for entry in list:gmatch "[^%s,]+" do set[entry] = true end
  return set
end

-- One, or several with commas while one replaces the other: the first signs, all verify.
local function secrets(name)
  local list = {}
  for value in (text(name, "") .. ","):gmatch "%s*(.-)%s*," do
    if #value < 16 then error(name .. " must have 16 characters or more, each where commas separate several.", 0) end
    table.insert(list, value)
  end
  return list
end

-- always, loopback or never, as in the server; anything else counts as never.
local function trust(value)
  value = value:lower()
  if value == "true" or value == "1" or value == "always" then return "always" end
  return value == "loopback" and "loopback" or "never"
end

local function redis_node(place)
  local host, port = place:match "^%[?([^%]/?]-)%]?:(%d+)"
  host = host or place:match "^%[?([^%]/?]+)"
  if not host then error("REDIS_URL must look like redis://host:6379.", 0) end
  -- nginx resolves names by DNS alone, and /etc/hosts is not DNS.
  return { host = host == "localhost" and "127.0.0.1" or host, port = tonumber(port) or 6379 }
end

-- A part of an address. In a form's data a plus is a blank, and so it is to nginx; in an address it is a plus.
local function unescape(part)
  return ngx.unescape_uri((part:gsub("+", "%%2B")))
end

-- The forms that the server takes: redis[s]://[user][:password]@host[:port][/database], or several nodes of
-- a cluster after each other with commas. nil when there is no Redis.
local function redis_target(url)
  if url == "" then return nil end
  local scheme, rest = url:match "^(rediss?)://(.+)$"
  if not scheme then error("REDIS_URL must look like redis://host:6379.", 0) end
  local first, others = rest:match "^([^,]*),?(.*)$"
  local credentials, place = first:match "^(.*)@([^@]*)$"
  place = place or first
  local user, password = (credentials or ""):match "^([^:]*):?(.*)$"
  local nodes = { redis_node(place) }
  for other in others:gmatch "[^%s,]+" do
    table.insert(nodes, redis_node((other:gsub("^rediss?://", ""):gsub("^.*@", ""))))
  end
  return {
    nodes = nodes,
    is_encrypted = scheme == "rediss",
    database = tonumber(place:match "/(%d+)") or 0,
    user = unescape(user),
    password = unescape(password),
  }
end

-- Seconds until a rate like 20r/s or 6r/m lets one more through.
local function seconds_each(rate)
  local count, unit = rate:match "^(%d+)r/([sm])$"
  return (unit == "m" and 60 or 1) / tonumber(count)
end

local function read_file(path)
  local file, problem = io.open(path, "rb")
  if not file then error("The gateway cannot read " .. problem, 0) end
  local content = file:read "*a"
  file:close()
  return content
end

return {
  session_secrets = secrets "SESSION_SECRET",
  gateway_secrets = secrets "GATEWAY_SECRET",
  user_header = text("FCFS_USER_HEADER", "X-User-Id"),
  trust_user_header = trust(text("TRUST_USER_HEADER", "never")),
  checks_ip = flag("FCFS_IP_CHECK", "false"),
  fails_open = text("ADMISSION_FAIL", "open") == "open",
  redis = redis_target(text("REDIS_URL", "")),
  cors_origins = set_of(text("CORS_ORIGINS", "")),
  hsts = text("HSTS", nil),
  -- After how long one more request passes…
  wait_seconds = math.max(seconds_each(text("RATE_LIMIT_IP", "500r/s")), seconds_each(text("RATE_LIMIT_USER", "10r/s"))),
  holds_wait_seconds = seconds_each(text("RATE_LIMIT_HOLDS", "2r/s")),
  -- …and within how long a bucket that is empty is full again.
  fresh_fill_seconds = seconds_each(text("RATE_LIMIT_FRESH", "20r/s")) * tonumber(text("RATE_BURST_FRESH", "400")),
  join_script = read_file(ngx.config.prefix() .. "generated/join.lua"),
  reasons = require("cjson").decode(read_file(ngx.config.prefix() .. "lua/jari/reasons.json")),
}
