--[[
  Forgets an event's queue: everybody may join again, and numbers begin at 1.

  KEYS[1]  fcfs:{E}:epoch
  KEYS[2]  fcfs:{E}:seq

  Output   the new epoch
]]
redis.call('DEL', KEYS[2])
return redis.call('INCR', KEYS[1])
