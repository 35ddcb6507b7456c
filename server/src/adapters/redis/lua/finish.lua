--[[
  The person of a place in a waiting line is through, or has left: room for the next one.

  KEYS[1]  line:{E}        see advance-line.lua, as all of them
  KEYS[2]  line:{E}:done
  KEYS[3]  line:{E}:gone
  KEYS[4]  fcfs:{E}:seq
  KEYS[5]  fcfs:{E}:user:<user>   forgotten, so that the user may line up anew; absent when they may not
  KEYS[6]  fcfs:{E}:ip:<ip>       forgotten, too, if it was this user who joined from there; may be absent
  ARGV[1]  place

  Output   nothing
]]
local place = tonumber(ARGV[1])
if KEYS[5] then
  local visit = redis.call('GET', KEYS[5])
  if visit and KEYS[6] and redis.call('GET', KEYS[6]) == visit then redis.call('DEL', KEYS[6]) end
  redis.call('DEL', KEYS[5])
end
if place > tonumber(redis.call('GET', KEYS[4]) or 0) then return end
local kept = redis.call('HMGET', KEYS[1], 'serving', 'over_to')
if place > tonumber(kept[1] or 0) then
  redis.call('ZADD', KEYS[3], ARGV[1], ARGV[1])
elseif place > tonumber(kept[2] or 0) then
  redis.call('ZADD', KEYS[2], ARGV[1], ARGV[1])
end
