-- Sends one request template with changing senders, and prints what came of it as one line of JSON.
--
-- Arguments: file with the head, file with the body, file with cookies (lines of one length) or "-", how many requests
-- at most; when they have been sent it says ALL SENT and ends at once, without a result. The marks of request.ts are filled in: @n@ @seat@ @key@ @cookie@; @length@ is the body's.
--
-- There is no `response` function on purpose: with one, wrk makes Lua tables of every answer and becomes the
-- slowest of all.

local ffi = require 'ffi'
ffi.cdef 'void *malloc(size_t size);'

local n, limit = 0, 0
local head, body
-- Outside of Lua's heap. Lua knows every string by a hash of a few of its bytes, in which our requests hardly
-- differ; so the garbage must be little, or each new request is compared with thousands of old ones. The more
-- a heap holds, the more garbage is allowed: with the cookies in it, a request took wrk 500 µs instead of 10.
local cookies, cookieSize, cookieCount

local fillers = {
  n = function() return n end,
  seat = function() return (n * 104729) % 250000 + 1 end,
  key = function() return string.format('%012d', n) end,
  cookie = function()
    return ffi.string(cookies + (n - 1) % cookieCount * cookieSize, cookieSize - 1)
  end,
}

local function read(path)
  local file = assert(io.open(path, 'rb'))
  local text = file:read('*a')
  file:close()
  return text
end

-- A template as a list of texts, and for each mark its place in the list.
local function split(text)
  local parts, slots, from = {}, {}, 1
  for before, name, after in text:gmatch('()@(%l+)@()') do
    parts[#parts + 1] = text:sub(from, before - 1)
    parts[#parts + 1] = ''
    slots[#slots + 1] = { place = #parts, name = name }
    from = after
  end
  parts[#parts + 1] = text:sub(from)
  return { parts = parts, slots = slots }
end

local function fill(template)
  for _, slot in ipairs(template.slots) do
    template.parts[slot.place] = fillers[slot.name]()
  end
  return table.concat(template.parts)
end

local function readCookies(path)
  local text = read(path)
  cookieSize = text:find('\n', 1, true)
  cookieCount = #text / cookieSize
  cookies = ffi.cast('char *', ffi.C.malloc(#text))
  ffi.copy(cookies, text, #text)
end

function init(args)
  head, body = split(read(args[1])), split(read(args[2]))
  if args[3] ~= '-' then
    readCookies(args[3])
  end
  -- Twice: the first makes the heap small, the second the garbage that is allowed beside it.
  collectgarbage()
  collectgarbage()
  limit = tonumber(args[4])
  fillers.length = function() return #fillers.text end
end

function request()
  n = n + 1
  if n > limit then
    -- wrk.thread:stop() would still wait for the end of the time.
    io.write('ALL SENT\n')
    os.exit(0)
  end
  fillers.text = fill(body)
  return fill(head) .. fillers.text
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"requests":%d,"seconds":%f,"refused":%d,"unanswered":%d,"latencyMsP50":%f,"latencyMsP99":%f}\n',
    summary.requests, summary.duration / 1e6, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
