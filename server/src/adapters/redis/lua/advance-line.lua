--[[
  Lets in as many of a waiting line as rate, room and line allow, and tells how it stands. Every server runs
  it about once a second; what is let in depends on the time that has passed, not on who asks how often. The
  same as `WaitingLine.advance` in domain/waiting-line.ts, which says how it works.

  KEYS[1]  line:{E}        hash: gathers_at, opens_at, closes_at, memory_ms, work_bits (the rules that join.lua needs),
                           serving, over_to, pre_queued, credit, advanced_at, and offset_ms: how far the
                           ledger's clock, by which doors open, is ahead of ours
  KEYS[2]  line:{E}:steps  sorted set "<up to>:<at ms>:<sequence>" by up to: turns that are not over,
                           and the event's last change when they began
  KEYS[3]  line:{E}:done   sorted set of places by themselves: let in, and finished early
  KEYS[4]  line:{E}:gone   the same: left before their turn
  KEYS[5]  fcfs:{E}:seq    the last number given
  ARGV     people a minute, most inside at once, ms a turn lasts, ms when the doors open (0: open),
           ms of pre-queue, ms when they close (0: never), paused 0 or 1, ms for which visits are
           remembered, now by the ledger's clock, the event's last change, bits of the proof of work (0: none)

  Output   { joined, pre-queued or -1, serving, over to, active }
]]
local line, steps, done, gone = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local per_minute, active_max, turn_ms = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local opens_at, pre_queue_ms, closes_at = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local paused, memory_ms, now = ARGV[7] == '1', tonumber(ARGV[8]), tonumber(ARGV[9])
local CREDIT_MS, ROUNDING, PASSED_OVER_MAX, SKEW_MAX_MS = 1000, 1e-6, 10000, 5000

local time = redis.call('TIME')
local offset_ms = now - (time[1] * 1000 + math.floor(time[2] / 1000))
local joined = tonumber(redis.call('GET', KEYS[5]) or 0)
local kept = redis.call('HMGET', line, 'serving', 'over_to', 'pre_queued', 'credit', 'advanced_at')
local serving, over_to = tonumber(kept[1] or 0), tonumber(kept[2] or 0)
local pre_queued = kept[3] and tonumber(kept[3])
local credit, advanced_at = tonumber(kept[4] or 0), tonumber(kept[5] or now)
local function whole(number) return string.format('%.0f', number) end

local is_open = now >= opens_at
if is_open then
  pre_queued = pre_queued or joined
elseif serving == 0 then
  -- The opening was put off, and nobody has been let in: whoever is here has come early.
  pre_queued = nil
  redis.call('HDEL', line, 'pre_queued')
end

-- Turns that are over.
while true do
  local first = redis.call('ZRANGE', steps, 0, 0)[1]
  if not first then break end
  local up_to, at = string.match(first, '^(%d+):(%d+):')
  if tonumber(at) + turn_ms > now then break end
  over_to = tonumber(up_to)
  redis.call('ZREM', steps, first)
  redis.call('ZREMRANGEBYSCORE', done, '-inf', over_to)
end

local active = serving - over_to - redis.call('ZCARD', done)
-- Whichever server was last, its time is not counted twice.
local is_behind = now < advanced_at and now >= advanced_at - SKEW_MAX_MS
local since_ms = math.max(0, now - advanced_at)
if not is_behind then advanced_at = now end
if is_open and not paused and (closes_at == 0 or now < closes_at) then
  local per_ms = per_minute / 60000
  credit = math.min(credit + since_ms * per_ms, math.max(1, CREDIT_MS * per_ms))
  local most, admitted, was = math.floor(math.min(credit + ROUNDING, active_max - active)), 0, serving
  local up_to = math.min(joined, serving + most + PASSED_OVER_MAX)
  while admitted < most and serving < up_to do
    serving = serving + 1
    if redis.call('ZREM', gone, whole(serving)) == 1 then
      redis.call('ZADD', done, whole(serving), whole(serving))
    else
      admitted = admitted + 1
    end
  end
  credit = math.max(0, credit - admitted)
  active = active + admitted
  -- Also where word of the time was late: nobody's turn is shorter for it, and turns end in the order they began.
  local step = whole(serving) .. ':' .. whole(advanced_at) .. ':' .. ARGV[10]
  if serving > was then redis.call('ZADD', steps, whole(serving), step) end
end

redis.call('HSET', line, 'gathers_at', whole(opens_at - pre_queue_ms), 'opens_at', whole(opens_at),
  'closes_at', whole(closes_at), 'memory_ms', whole(memory_ms), 'work_bits', ARGV[11] or 0, 'serving', whole(serving), 'over_to', whole(over_to), 'credit', tostring(credit),
  'advanced_at', whole(advanced_at), 'offset_ms', whole(offset_ms))
if pre_queued then redis.call('HSET', line, 'pre_queued', whole(pre_queued)) end
for i = 1, 4 do redis.call('PEXPIRE', KEYS[i], whole(memory_ms)) end
return { joined, pre_queued or -1, serving, over_to, active }
