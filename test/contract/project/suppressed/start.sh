#!/bin/sh
set -e

# zlm-lint-disable-next-line prefer-host-network, no-wide-port-range -- a second ZLMediaKit runs on this host
# zlm-lint-disable-next-line rtp-range-published -- the platform has this range, and sends over UDP

docker run -d --name zlm \
  -p 1935:1935 \
  -p 3000:3000 -p 3001:3001 \
  -p 30000-30500:30000-30500/udp \
  zlmediakit/zlmediakit:master

docker run -d --name edge \
  -p 80:80 -p 81:81 \
  zlmediakit/zlmediakit:master # zlm-lint-disable-line -- as it is

# zlm-lint-disable
echo started
# zlm-lint-enable
