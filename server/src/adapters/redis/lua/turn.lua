--[[
  What has become of one place of a waiting line.

  KEYS[1]  line:{E}        see advance-line.lua, as all of them
  KEYS[2]  line:{E}:steps
  KEYS[3]  line:{E}:done
  KEYS[4]  line:{E}:gone
  ARGV     place, ms a turn lasts

  Output   { 0, 0, 0 } waiting, { 1, ms when the turn ends, the event's last change when it began } served,
           { 2, 0, 0 } done, { 3, 0, 0 } over
]]
local place, turn_ms = tonumber(ARGV[1]), tonumber(ARGV[2])
local kept = redis.call('HMGET', KEYS[1], 'serving', 'over_to', 'offset_ms')
if place <= tonumber(kept[2] or 0) then return { 3, 0, 0 } end
if redis.call('ZSCORE', KEYS[3], ARGV[1]) or redis.call('ZSCORE', KEYS[4], ARGV[1]) then return { 2, 0, 0 } end
if place > tonumber(kept[1] or 0) then return { 0, 0, 0 } end
local step = redis.call('ZRANGEBYSCORE', KEYS[2], ARGV[1], '+inf', 'LIMIT', 0, 1)[1]
if not step then return { 3, 0, 0 } end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(kept[3] or 0)
local began_at, sequence = string.match(step, ':(%d+):(%d+)$')
local ends_at = tonumber(began_at) + turn_ms
if ends_at <= now then return { 3, 0, 0 } end
return { 1, ends_at, tonumber(sequence) }
