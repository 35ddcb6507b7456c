--[[
  Lets a user join an event's queue, once. A repeat is told the number it has.

  A reset begins a new epoch: entries of earlier epochs count as absent and end by themselves, so that
  nobody has to find them. Where the event has a waiting room, its line says from when until when people may come, and
  a visit is remembered for as long as the line wants it.

  KEYS[1]  fcfs:{E}:user:<user>
  KEYS[2]  fcfs:{E}:seq          the last queue number given
  KEYS[3]  fcfs:{E}:epoch        how often the queue was reset; absent before the first time
  KEYS[4]  line:{E}              the line of the waiting room, see advance-line.lua; absent where there is none
  KEYS[5]  fcfs:{E}:work:<user>  the challenge that this user used up before leaving; absent for nearly everybody
  KEYS[6]  fcfs:{E}:ip:<ip>      absent when the address does not matter
  ARGV[1]  milliseconds for which the visit is remembered
  ARGV[2]  the request's id. A gateway that waited in vain for the answer passes the request on, and then it
           comes a second time: it is told what it was told, and not that it is a repeat. Its end is
           remembered, which is enough for that. May be absent
  ARGV[3]  how many bits the proof of work has that came along; 0: none did
  ARGV[4]  the challenge that it is for, in short

  Output   { 0, queue number, remaining ms }   joined now, or by this very request
           { 1, queue number, remaining ms }   this user was here before
           { 2, queue number, remaining ms }   this address was here before, with another user
           { 3, 0, ms until people may come }  too early
           { 4, 0, 0 }                    too late
           { 5, bits, 0 }                 lining up takes a proof of so many bits
]]
local ttl_ms = ARGV[1]
-- A million may be remembered, and each byte of theirs.
local request = string.sub(ARGV[2] or '', -8)
local work_bits, work_mark = tonumber(ARGV[3] or 0), ARGV[4] or ''
local epoch = redis.call('GET', KEYS[3]) or '0'

local function earlier(key, verdict)
  local entry = redis.call('GET', key)
  if not entry then return nil end
  local entry_epoch, number, of = string.match(entry, '^(%d+):(%d+):?([^:]*)')
  if entry_epoch ~= epoch then return nil end
  if verdict == 1 and request ~= '' and of == request then verdict = 0 end
  return { verdict, tonumber(number), redis.call('PTTL', key) }
end

local standing = earlier(KEYS[1], 1) or (KEYS[6] and earlier(KEYS[6], 2))
if standing then return standing end

local line = redis.call('HMGET', KEYS[4], 'gathers_at', 'opens_at', 'memory_ms', 'pre_queued', 'offset_ms',
  'closes_at', 'work_bits')
if line[3] then
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(line[5])
  local gathers_at, opens_at, closes_at = tonumber(line[1]), tonumber(line[2]), tonumber(line[6] or 0)
  if closes_at > 0 and now >= closes_at then return { 4, 0, 0 } end
  if now < gathers_at then return { 3, 0, gathers_at - now } end
  local bits = tonumber(line[7] or 0)
  if bits > 0 and (work_bits < bits or redis.call('GET', KEYS[5]) == work_mark) then return { 5, bits, 0 } end
  -- Who comes after the opening is not shuffled with those who came before, also when no door has moved since.
  if now >= opens_at and not line[4] then redis.call('HSET', KEYS[4], 'pre_queued', redis.call('GET', KEYS[2]) or 0) end
  ttl_ms = line[3]
end

local number = redis.call('INCR', KEYS[2])
local entry = epoch .. ':' .. string.format('%.0f', number) .. ':' .. request
if work_mark ~= '' then entry = entry .. ':' .. work_mark end
redis.call('SET', KEYS[1], entry, 'PX', ttl_ms)
if KEYS[6] then redis.call('SET', KEYS[6], entry, 'PX', ttl_ms) end
return { 0, number, tonumber(ttl_ms) }
