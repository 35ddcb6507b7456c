-- Refuses writes that a browser sends for a page of another site; the same rules as the server's
-- foreign-page.ts, where they stand as a table.
--
-- Input: method, Origin, Sec-Fetch-Site, Host (or what a listed proxy in front says it was), CORS_ORIGINS.
-- Output: 403, or nothing. The server cannot see the difference once a cookie has become a signature, so it is
-- looked at here.

local problem = require "jari.problem"
local settings = require "jari.settings"

local M = {}

local function without_default_port(place, scheme)
  return (place:lower():gsub(scheme == "https" and ":443$" or ":80$", ""))
end

-- Whether the visitor came by HTTPS is known only when this gateway speaks it or a listed proxy says so; then a
-- page of the same name without HTTPS is another site.
local function is_own_origin(origin)
  local scheme, place = origin:lower():match "^(https?)://([^/?#@]+)$"
  local host = ngx.var.http_host
  if ngx.var.jari_from_proxy == "1" then host = ngx.var.http_x_forwarded_host or host end
  if not scheme or not host then return false end
  if ngx.var.jari_scheme == "https" and scheme ~= "https" then return false end
  return without_default_port(place, scheme) == without_default_port(host, scheme)
end

local function is_foreign()
  local origin, site = ngx.var.http_origin, ngx.var.http_sec_fetch_site
  if not origin then return site ~= nil and site ~= "same-origin" and site ~= "none" end
  if settings.cors_origins[origin] then return false end
  if site == "same-origin" then return origin == "null" end
  if site ~= nil and site ~= "none" then return true end
  return not is_own_origin(origin)
end

function M.refuse()
  local method = ngx.req.get_method()
  if method == "GET" or method == "HEAD" or method == "OPTIONS" or not is_foreign() then return end
  local page = (ngx.var.http_origin or "another site"):sub(1, 100)
  return problem.answer("forbidden", {
    detail = "A page of " .. page .. " may not do this with your session. Open the booking page itself and try there. "
      .. "(Operators: CORS_ORIGINS lists other sites; a proxy in front must pass the Host header on.)",
  })
end

return M
