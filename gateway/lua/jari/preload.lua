-- Loads every module in the master process, before workers are started.
--
-- Input: the environment (by jari.settings). Output: loaded modules. A setting or a file that is wrong
-- stops the start with a line that says so, instead of failing the first request.

require "resty.core"

for _, name in ipairs {
  "settings", "hmac", "session_cookie", "organiser_cookie", "problem", "redis", "known_events", "foreign_page", "network", "queue_pass", "limits", "visitor", "cors",
  "response_headers", "own_writes", "work", "join", "hold_guard", "metrics",
} do
  require("jari." .. name)
end
