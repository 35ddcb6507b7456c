--[[
  Reads the hold keys of seats, for the auditor. Changes nothing.

  KEYS[1]    seat:{E}:noted        as in note-holds.lua
  KEYS[2]    seat:{E}:taken        likewise
  KEYS[i+2]  seat:{E}:<seat>:hold  of the i-th seat

  Output     how many of the first two would stay for ever; then for each seat the user id ('': no key) and the
             milliseconds left (-1: for ever)
]]
local found = { 0 }
for i = 1, 2 do
  if redis.call('PTTL', KEYS[i]) == -1 then found[1] = found[1] + 1 end
end
for i = 3, #KEYS do
  local user = redis.call('GET', KEYS[i])
  found[#found + 1] = user or ''
  found[#found + 1] = user and redis.call('PTTL', KEYS[i]) or 0
end
return found
