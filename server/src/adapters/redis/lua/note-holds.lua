--[[
  Brings the hold keys of seats up to date. A note that is older than what is known of its seat changes
  nothing: instances do not wait for each other, so their notes may come in any order.

  The value of a hold key is the holder's user id, so that a gateway can let the holder's own click pass:
  GET seat:{E}:<seat>:hold is absent when the seat is not held. It refuses early; it never grants.

  KEYS[1]    seat:{E}:noted         hash: seat -> sequence of the change it was noted for
  KEYS[i+1]  seat:{E}:<seat>:hold   of the i-th note
  ARGV[1]    milliseconds for which a noted sequence is remembered beyond its hold
  then four for each note:
             seat, sequence, user id, remaining ms (0: not held)

  Output     1 when notes of the event were remembered before, 0 when these are the first
]]
local noted = KEYS[1]
local remember_ms = tonumber(ARGV[1])
local longest_ms = 0
local was_known = redis.call('EXISTS', noted)

for i = 2, #KEYS do
  local at = 4 * i - 6
  local seat, sequence, user, remaining_ms = ARGV[at], ARGV[at + 1], ARGV[at + 2], tonumber(ARGV[at + 3])
  local known = redis.call('HGET', noted, seat)
  if not known or tonumber(known) <= tonumber(sequence) then
    redis.call('HSET', noted, seat, sequence)
    if remaining_ms > 0 then
      redis.call('SET', KEYS[i], user, 'PX', remaining_ms)
      longest_ms = math.max(longest_ms, remaining_ms)
    else
      redis.call('DEL', KEYS[i])
    end
  end
end

local keep_ms = longest_ms + remember_ms
if redis.call('PTTL', noted) < keep_ms then redis.call('PEXPIRE', noted, keep_ms) end
return was_known
