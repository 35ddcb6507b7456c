-- Lets web apps of the listed origins use the API with their visitors' cookies; all others are refused.
--
-- Input: Origin and the preflight's headers, CORS_ORIGINS. Output: the Access-Control-* headers. The server
-- may have a list too; what counts behind the gateway is the gateway's, so the server's headers are replaced.

local settings = require "jari.settings"

local METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE"
local REQUEST_HEADERS = "content-type, idempotency-key, if-match, if-none-match, last-event-id, queue-pass, x-request-id, jari-session"
local ANSWER_HEADERS = "etag, retry-after, x-request-id"

local M = {}

-- Answers the question that a browser asks before a cross-origin request. True when this was one.
function M.answers_preflight()
  if ngx.req.get_method() ~= "OPTIONS" or not ngx.var.http_access_control_request_method then return false end
  local header = ngx.header
  if settings.cors_origins[ngx.var.http_origin or ""] then
    header["Access-Control-Allow-Methods"] = METHODS
    header["Access-Control-Allow-Headers"] = REQUEST_HEADERS
    header["Access-Control-Max-Age"] = "600"
  end
  ngx.exit(ngx.HTTP_NO_CONTENT)
  return true
end

local function add_vary(header)
  local vary = header["Vary"]
  if type(vary) == "table" then vary = table.concat(vary, ", ") end
  if not vary or vary == "" then
    header["Vary"] = "Origin"
  elseif not vary:lower():find("origin", 1, true) then
    header["Vary"] = vary .. ", Origin"
  end
end

function M.add_headers(header)
  -- Without a list no answer depends on the origin.
  if next(settings.cors_origins) ~= nil then add_vary(header) end
  local origin = ngx.var.http_origin
  if origin and settings.cors_origins[origin] then
    header["Access-Control-Allow-Origin"] = origin
    header["Access-Control-Allow-Credentials"] = "true"
    header["Access-Control-Expose-Headers"] = ANSWER_HEADERS
  else
    header["Access-Control-Allow-Origin"] = nil
    header["Access-Control-Allow-Credentials"] = nil
    header["Access-Control-Expose-Headers"] = nil
  end
end

return M
