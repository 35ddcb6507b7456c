-- Whether there is such an event, so that no queue is opened for one that does not exist.
--
-- Input: an event's id, already of the right form. Output: true or false. Asks the server and remembers:
-- that there is one for long, that there is none for a moment. A server that does not answer is no reason to
-- turn visitors away from the queue.

local memory = ngx.shared.jari_memory
local KNOWN_SECONDS, UNKNOWN_SECONDS = 30, 2

local M = {}

function M.has(event)
  local key = "event:" .. event
  local remembered = memory:get(key)
  if remembered ~= nil then return remembered end
  local answer = ngx.location.capture("/gateway/event", { args = { id = event } })
  if answer.status == 200 then
    memory:set(key, true, KNOWN_SECONDS)
  elseif answer.status == 404 then
    memory:set(key, false, UNKNOWN_SECONDS)
    return false
  end
  return true
end

return M
