-- What counts as one address; the same rules as the server's network.ts.
--
-- Input: an address in binary form. Output: IPv4 whole, of IPv6 the first half, because a single connection to
-- the internet gets that much of it and could otherwise come from a new address with each request.

local MAPPED_IPV4 = ("\0"):rep(10) .. "\255\255"

local M = {}

function M.of(address)
  if #address ~= 16 then return address end
  if address:sub(1, 12) == MAPPED_IPV4 then return address:sub(13) end
  return address:sub(1, 8)
end

return M
