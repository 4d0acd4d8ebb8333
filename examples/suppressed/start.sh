#!/bin/sh
set -e

# zlm-lint-disable-next-line prefer-host-network, no-wide-port-range -- a second ZLMediaKit runs on this host

docker run -d --name zlm \
  -p 1935:1935 \
  -p 10000:10000 -p 10001:10001 \
  -p 30000-30500:30000-30500/udp \
  zlmediakit/zlmediakit:master

docker run -d --name edge \
  -p 80:80 -p 81:81 \
  zlmediakit/zlmediakit:master # zlm-lint-disable-line -- as it is

# zlm-lint-disable
echo started
# zlm-lint-enable
