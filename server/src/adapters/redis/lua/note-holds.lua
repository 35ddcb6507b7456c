--[[
  Brings the hold keys of seats up to date. A note that is older than what is known of its seat changes
  nothing: instances do not wait for each other, so their notes may come in any order.

  The value of a hold key is the holder's user id, so that a gateway can let the holder's own click pass:
  GET seat:{E}:<seat>:hold is absent when the seat is not held. It refuses early; it never grants.

  KEYS[1]    seat:{E}:noted         hash: seat -> sequence of the change it was noted for
  KEYS[2]    seat:{E}:taken         hash: seat -> when it was taken, by Redis' clock; what is old means nothing
  KEYS[i+2]  seat:{E}:<seat>:hold   of the i-th note
  ARGV[1]    milliseconds for which a noted sequence is remembered beyond its hold
  ARGV[2]    milliseconds for which it matters when a seat was taken
  then five for each note:
             seat, sequence, user id, remaining ms (0: not held), ms since it was taken ('': not just now)

  Output     1 when notes of the event were remembered before, 0 when these are the first
]]
local noted = KEYS[1]
local remember_ms = tonumber(ARGV[1])
local race_ms = tonumber(ARGV[2])
local longest_ms = 0
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)
local has_taken = false
local was_known = redis.call('EXISTS', noted)

for i = 3, #KEYS do
  local at = 5 * i - 12
  local seat, sequence, user, remaining_ms = ARGV[at], ARGV[at + 1], ARGV[at + 2], tonumber(ARGV[at + 3])
  local ago_ms = tonumber(ARGV[at + 4])
  local known = redis.call('HGET', noted, seat)
  if not known or tonumber(known) <= tonumber(sequence) then
    redis.call('HSET', noted, seat, sequence)
    if remaining_ms > 0 then
      redis.call('SET', KEYS[i], user, 'PX', remaining_ms)
      longest_ms = math.max(longest_ms, remaining_ms)
      if ago_ms then
        redis.call('HSET', KEYS[2], seat, string.format('%.0f', now_ms - ago_ms))
        has_taken = true
      end
    else
      redis.call('DEL', KEYS[i])
    end
  end
end

if has_taken then redis.call('PEXPIRE', KEYS[2], race_ms) end
local keep_ms = longest_ms + remember_ms
if redis.call('PTTL', noted) < keep_ms then redis.call('PEXPIRE', noted, keep_ms) end
return was_known
