-- HMAC-SHA256, SHA-256 and SHA-512/256 by the OpenSSL that nginx itself is linked with.
--
-- Input: key and message, or message. Output: 32 bytes. By FFI, because OpenResty and Debian bring different Lua
-- libraries for it, but both bring these functions.

local ffi = require "ffi"
local C = ffi.C

ffi.cdef [[
const void *EVP_sha256(void);
const void *EVP_sha512_256(void);
int EVP_Digest(const void *data, size_t count, unsigned char *md, unsigned int *size, const void *type, void *impl);
unsigned char *HMAC(const void *evp_md, const void *key, int key_len,
                    const unsigned char *d, size_t n, unsigned char *md, unsigned int *md_len);
int CRYPTO_memcmp(const void *a, const void *b, size_t len);
]]

local digest = ffi.new "unsigned char[32]"
local length = ffi.new "unsigned int[1]"

local M = {}

function M.sha256(key, message)
  assert(C.HMAC(C.EVP_sha256(), key, #key, message, #message, digest, length) ~= nil, "HMAC failed")
  return ffi.string(digest, 32)
end

local function hash(message, kind)
  assert(C.EVP_Digest(message, #message, digest, length, kind, nil) == 1, "digest failed")
  return ffi.string(digest, 32)
end

function M.sha512_256(message)
  return hash(message, C.EVP_sha512_256())
end

-- Without a key.
function M.plain_sha256(message)
  return hash(message, C.EVP_sha256())
end

-- Compares in a time that does not tell where the difference is.
function M.equal(left, right)
  return #left == #right and C.CRYPTO_memcmp(left, right, #left) == 0
end

return M
