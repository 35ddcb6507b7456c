--[[
  The person of a place in a waiting line is through, or has left: room for the next one.

  KEYS[1]  line:{E}        see advance-line.lua, as all of them
  KEYS[2]  line:{E}:done
  KEYS[3]  line:{E}:gone
  KEYS[4]  fcfs:{E}:seq
  KEYS[5]  line:{E}:ended  list of the places whose turns ended early, as they did
  KEYS[6]  fcfs:{E}:user:<user>   forgotten, so that the user may line up anew; absent when they may not
  KEYS[7]  fcfs:{E}:work:<user>   keeps the challenge for which work was proven, see join.lua; absent as the user is
  KEYS[8]  fcfs:{E}:ip:<ip>       forgotten, too, if it was this user who joined from there; may be absent
  ARGV[1]  place

  Output   nothing
]]
local CHALLENGE_LIFE_MS = 600000
local place = tonumber(ARGV[1])
if KEYS[6] then
  local visit = redis.call('GET', KEYS[6])
  if visit and KEYS[8] and redis.call('GET', KEYS[8]) == visit then redis.call('DEL', KEYS[8]) end
  local mark = visit and string.match(visit, '^%d+:%d+:[^:]*:(.+)$')
  if mark then redis.call('SET', KEYS[7], mark, 'PX', CHALLENGE_LIFE_MS) end
  redis.call('DEL', KEYS[6])
end
if place > tonumber(redis.call('GET', KEYS[4]) or 0) then return end
local kept = redis.call('HMGET', KEYS[1], 'serving', 'over_to', 'memory_ms')
if place > tonumber(kept[1] or 0) then
  redis.call('ZADD', KEYS[3], ARGV[1], ARGV[1])
elseif place > tonumber(kept[2] or 0) then
  if redis.call('ZADD', KEYS[2], ARGV[1], ARGV[1]) == 1 then
    redis.call('RPUSH', KEYS[5], ARGV[1])
    redis.call('PEXPIRE', KEYS[5], kept[3])
  end
end
