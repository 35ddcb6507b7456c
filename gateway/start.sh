#!/bin/sh
# Starts the gateway in the foreground: checks the settings, writes what nginx cannot read from the environment
# to <run folder>/generated/, links the rest there, and becomes nginx. The same in a container and without.
#
# Settings (docs/operations.md tells more): GATEWAY_HOST GATEWAY_PORT UPSTREAMS REDIS_URL SESSION_SECRET
# GATEWAY_SECRET FCFS_USER_HEADER TRUST_USER_HEADER FCFS_IP_CHECK ADMISSION_FAIL TRUSTED_PROXIES REAL_IP_HEADER
# CORS_ORIGINS RATE_LIMIT_IP RATE_BURST_IP RATE_LIMIT_USER RATE_BURST_USER
# RATE_LIMIT_HOLDS RATE_BURST_HOLDS RATE_LIMIT_FRESH RATE_BURST_FRESH STREAMS_PER_ADDRESS
# CONNECTIONS_PER_ADDRESS METRICS_ALLOW WEB_ROOT HSTS TLS_CERTIFICATE TLS_KEY RESOLVER GATEWAY_WORKERS GATEWAY_RUN_DIR GATEWAY_USER GATEWAY_NGINX ACCESS_LOG JOIN_SCRIPT
set -eu
umask 022

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)

fail() {
  echo "The gateway was not started: $1" >&2
  exit 1
}

# check NAME VALUE PATTERN EXPLANATION. A line break would let a value smuggle in a directive of its own.
check() {
  case $2 in *"
"*) fail "$1 must be one line." ;; esac
  printf '%s\n' "$2" | grep -Eq -- "^($3)\$" || fail "$1 must be $4, not \"$2\"."
}

host=${GATEWAY_HOST:-127.0.0.1}
port=${GATEWAY_PORT:-8080}
upstreams=${UPSTREAMS:-127.0.0.1:5800}
user_header=${FCFS_USER_HEADER:-X-User-Id}
proxies=${TRUSTED_PROXIES:-}
real_ip_header=${REAL_IP_HEADER:-X-Forwarded-For}
metrics_allow=${METRICS_ALLOW:-127.0.0.1}
limit_ip=${RATE_LIMIT_IP:-500r/s}
burst_ip=${RATE_BURST_IP:-3000}
limit_user=${RATE_LIMIT_USER:-10r/s}
burst_user=${RATE_BURST_USER:-60}
limit_holds=${RATE_LIMIT_HOLDS:-2r/s}
burst_holds=${RATE_BURST_HOLDS:-30}
limit_fresh=${RATE_LIMIT_FRESH:-20r/s}
burst_fresh=${RATE_BURST_FRESH:-400}
streams=${STREAMS_PER_ADDRESS:-2000}
connections=${CONNECTIONS_PER_ADDRESS:-5000}
workers=${GATEWAY_WORKERS:-auto}
web_root=${WEB_ROOT:-$here/../web/build}
join_script=${JOIN_SCRIPT:-$here/../server/src/adapters/redis/lua/join.lua}
access_log=${ACCESS_LOG:-/dev/stdout}

address='[0-9A-Za-z_.:-]+|\[[0-9A-Fa-f:]+\](:[0-9]+)?'
range='[0-9A-Fa-f:.]+(/[0-9]+)?'
check GATEWAY_HOST "$host" '[0-9A-Za-z.-]+|\[[0-9A-Fa-f:]+\]' 'an address to listen on'
check GATEWAY_PORT "$port" '[0-9]{1,5}' 'a port'
check UPSTREAMS "$upstreams" "($address)([ ,]+($address))*" 'a list like "server-1:5800,server-2:5800"'
check FCFS_USER_HEADER "$user_header" '[A-Za-z0-9-]+' 'the name of a header (letters, digits and -)'
check TRUST_USER_HEADER "${TRUST_USER_HEADER:-never}" 'true|false|1|0|always|never|loopback' 'true, false or loopback'
check FCFS_IP_CHECK "${FCFS_IP_CHECK:-false}" 'true|false|1|0' 'true or false'
check ADMISSION_FAIL "${ADMISSION_FAIL:-open}" 'open|closed' 'open or closed'
[ -z "$proxies" ] || check TRUSTED_PROXIES "$proxies" "($range)([ ,]+($range))*" 'a list like "10.0.0.0/8,192.168.1.5"'
check REAL_IP_HEADER "$real_ip_header" '[A-Za-z0-9-]+' 'the name of a header'
check METRICS_ALLOW "$metrics_allow" "($range)([ ,]+($range))*" 'a list like "127.0.0.1,10.0.0.0/8"'
for name in RATE_LIMIT_IP:$limit_ip RATE_LIMIT_USER:$limit_user RATE_LIMIT_HOLDS:$limit_holds RATE_LIMIT_FRESH:$limit_fresh; do
  check "${name%%:*}" "${name#*:}" '[1-9][0-9]{0,6}r/[sm]' 'a rate like 20r/s or 300r/m'
done
check RATE_BURST_IP "$burst_ip" '[1-9][0-9]{0,5}' 'a whole number from 1'
check RATE_BURST_USER "$burst_user" '[1-9][0-9]{0,5}' 'a whole number from 1'
check RATE_BURST_HOLDS "$burst_holds" '[1-9][0-9]{0,5}' 'a whole number from 1'
check RATE_BURST_FRESH "$burst_fresh" '[1-9][0-9]{0,5}' 'a whole number from 1'
check STREAMS_PER_ADDRESS "$streams" '[1-9][0-9]{0,3}|[1-4][0-9]{4}|50000' 'a whole number from 1 to 50000'
check CONNECTIONS_PER_ADDRESS "$connections" '[1-9][0-9]{0,3}|[1-4][0-9]{4}|50000' 'a whole number from 1 to 50000'
check GATEWAY_WORKERS "$workers" 'auto|[1-9][0-9]{0,2}' 'auto or a whole number'
check ACCESS_LOG "$access_log" 'off|/[^ ;{}"'"'"'$]*' 'off or the full path of a file'
# check_secrets NAME VALUE. One, or several with commas while one replaces the other. Never shown.
check_secrets() {
  printf '%s\n' "$2" | sed 's/ *, */,/g' | grep -Eq '^[^,]{16,}(,[^,]{16,})*$' ||
    fail "$1 must be that of the servers (16 characters or more; several with commas)."
}
check_secrets SESSION_SECRET "${SESSION_SECRET:-}"
check_secrets GATEWAY_SECRET "${GATEWAY_SECRET:-}"
if [ -n "${TLS_CERTIFICATE:-}" ]; then
  [ -r "$TLS_CERTIFICATE" ] && [ -r "${TLS_KEY:-}" ] || fail 'TLS_CERTIFICATE and TLS_KEY must be files that can be read.'
fi
[ -r "$join_script" ] || fail "JOIN_SCRIPT: $join_script cannot be read."

# nginx takes a variable of this name for a list of sockets that it inherits.
unset NGINX
nginx=${GATEWAY_NGINX:-$(command -v openresty || command -v nginx || echo /usr/sbin/nginx)}
[ -x "$nginx" ] || fail 'neither openresty nor nginx was found; GATEWAY_NGINX can say where it is.'

run=${GATEWAY_RUN_DIR:-$(mktemp -d)}
check GATEWAY_RUN_DIR "$run" '/[^ ;{}"'"'"'$]*' 'the full path of a folder, without blanks'
# Under some supervisors standard output is a socket, which cannot be opened as a file.
if [ "$access_log" = /dev/stdout ] && ! (: >> /dev/stdout) 2> /dev/null; then
  access_log=$run/access.log
  echo "The access log is written to $access_log." >&2
fi
mkdir -p "$run/generated" "$run/tmp" "$run/cache" "$run/cache-pages"
# Workers of a gateway that root started run as another user, which must be able to pass through.
chmod 711 "$run"
for part in nginx.conf conf lua; do ln -sfn "$here/$part" "$run/$part"; done
cp "$join_script" "$run/generated/join.lua"

# As many files as this machine lets us open, two for each visitor.
files=$(ulimit -Hn)
case $files in unlimited) files=65536 ;; esac
[ "$files" -le 65536 ] || files=65536
echo "worker_connections $((files * 3 / 4));" > "$run/generated/events.conf"

# page_patterns FILE. For each page of the list a line of a map; [event] stands for anything but a slash.
page_patterns() {
  tr -d '\n ' < "$1" | sed 's/^\["//; s/"\]$//; s/","/\
/g' | grep -E '^[A-Za-z0-9/_[-]*(\][A-Za-z0-9/_[-]*)*$' |
    sed 's/\[[^]/]*\]/[^\/]+/g; s/\/$//; s/.*/  "~^&\/?$" 1;/'
}

words() { printf '%s' "$1" | tr ',' ' '; }

{
  # OpenResty has Lua built in; Debian's nginx loads it.
  for module in ndk_http_module ngx_http_lua_module; do
    file=${NGINX_MODULES:-/usr/lib/nginx/modules}/$module.so
    case $nginx in *openresty*) ;; *) if [ -r "$file" ]; then echo "load_module $file;"; fi ;; esac
  done
  echo "worker_processes $workers;"
  echo "worker_rlimit_nofile $files;"
  # When told to finish, streams would keep it for hours.
  echo 'worker_shutdown_timeout 10s;'
  if [ "$(id -u)" = 0 ]; then
    user=${GATEWAY_USER:-nobody}
    check GATEWAY_USER "$user" '[a-z_][a-z0-9_-]*' 'the name of a user'
    echo "user $user $(id -gn "$user");"
  fi
} > "$run/generated/main.conf"

{
  if [ "$access_log" = off ]; then echo 'access_log off;'; else echo "access_log $access_log jari;"; fi
  echo "limit_req_zone \$jari_new_network zone=jari_new:10m rate=$limit_ip;"
  # Of each ten, one counts.
  echo "limit_req_zone \$jari_settled_network zone=jari_settled:10m rate=${limit_ip%r/*}0r/${limit_ip#*r/};"
  echo "limit_req_zone \$jari_fresh_network zone=jari_fresh:10m rate=$limit_fresh;"
  echo "limit_req_zone \$jari_holder zone=jari_holds:10m rate=$limit_holds;"
  echo "limit_req_zone \$jari_user zone=jari_user:10m rate=$limit_user;"
  # Counts what is asked for at the moment, streams included. Connections on which nothing is asked for need no
  # limit: nginx gives those up first when it needs their place.
  echo 'limit_conn_zone $jari_network zone=jari_connections:10m;'
  echo 'limit_conn_zone $jari_network zone=jari_streams:10m;'
  # Every server stands here twice. One that failed three times is left out for two seconds; where that leaves
  # none, as in a quick restart of one after the other, all are asked again ("backup", never left out): otherwise
  # visitors would be refused although a server is there.
  echo 'upstream jari_server {'
  echo '  least_conn;'
  for upstream in $(words "$upstreams"); do
    case $upstream in *:*) ;; *) upstream=$upstream:5800 ;; esac
    echo "  server $upstream max_fails=3 fail_timeout=2s;"
    echo "  server $upstream backup max_fails=0;"
  done
  echo '  keepalive 128;'
  echo '}'
  # Lua's sockets resolve names only through this.
  resolver=${RESOLVER:-$(sed -n 's/^nameserver[[:space:]]*//p' /etc/resolv.conf 2>/dev/null | head -n 1)}
  if [ -n "$resolver" ]; then
    case $resolver in \[*) ;; *:*:*) resolver="[$resolver]" ;; esac
    check RESOLVER "$resolver" '[0-9A-Fa-f:.]+|\[[0-9A-Fa-f:.]+\](:[0-9]+)?' 'the address of a DNS server'
    echo "resolver $resolver valid=10s;"
    echo 'resolver_timeout 1s;'
  fi
  for proxy in $(words "$proxies"); do echo "set_real_ip_from $proxy;"; done
  echo "real_ip_header $real_ip_header;"
  echo 'real_ip_recursive on;'
  echo 'geo $realip_remote_addr $jari_from_proxy {'
  echo '  default 0;'
  for proxy in $(words "$proxies"); do echo "  $proxy 1;"; done
  echo '}'
  # The app's build lists its pages, as ["/","/events/[event]"]. An app that brings no list may have one anywhere.
  echo 'map $uri $jari_is_page {'
  if [ -r "$web_root/pages.json" ]; then
    echo '  default 0;'
    page_patterns "$web_root/pages.json"
  else
    echo '  default 1;'
  fi
  echo '}'
} > "$run/generated/http.conf"

{
  echo "limit_req zone=jari_new burst=$burst_ip nodelay;"
  echo "limit_req zone=jari_settled burst=${burst_ip}0 nodelay;"
  echo "limit_req zone=jari_fresh burst=$burst_fresh nodelay;"
  echo "limit_req zone=jari_holds burst=$burst_holds nodelay;"
  echo "limit_req zone=jari_user burst=$burst_user nodelay;"
} > "$run/generated/limits.conf"

# A location that says anything about them itself hears nothing of what was said outside.
echo "limit_conn jari_connections $connections;" > "$run/generated/connections.conf"
{
  cat "$run/generated/connections.conf"
  echo "limit_conn jari_streams $streams;"
} > "$run/generated/streams.conf"

echo "proxy_set_header $user_header \"\";" > "$run/generated/strip.conf"
{
  for allowed in $(words "$metrics_allow"); do echo "allow $allowed;"; done
  echo 'deny all;'
} > "$run/generated/metrics-allow.conf"

{
  if [ -n "${TLS_CERTIFICATE:-}" ]; then
    echo "listen $host:$port ssl http2 backlog=4096;"
    echo "ssl_certificate $TLS_CERTIFICATE;"
    echo "ssl_certificate_key $TLS_KEY;"
    echo 'ssl_protocols TLSv1.2 TLSv1.3;'
    echo 'ssl_session_cache shared:jari_tls:10m;'
  else
    echo "listen $host:$port backlog=4096;"
  fi
} > "$run/generated/listen.conf"

if [ -r "$web_root/200.html" ]; then
  echo "root $(CDPATH= cd -- "$web_root" && pwd);"
  cat "$here/conf/pages-static.conf"
else
  cat "$here/conf/pages-proxied.conf"
fi > "$run/generated/pages.conf"

cd "$run"
exec "$nginx" -p "$run/" -c "$run/nginx.conf"
