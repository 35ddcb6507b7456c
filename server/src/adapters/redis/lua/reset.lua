--[[
  Forgets an event's queue: everybody may join again, numbers begin at 1, and a waiting line is empty.

  KEYS[1]  fcfs:{E}:epoch
  KEYS[2]  fcfs:{E}:seq
  KEYS[3]  line:{E}        see advance-line.lua, as the rest
  KEYS[4]  line:{E}:steps
  KEYS[5]  line:{E}:done
  KEYS[6]  line:{E}:gone
  KEYS[7]  line:{E}:early
  KEYS[8]  line:{E}:ended

  Output   the new epoch
]]
redis.call('DEL', KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8])
return redis.call('INCR', KEYS[1])
