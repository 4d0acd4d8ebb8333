#!/bin/sh
# Starts ZLMediaKit on this host.
set -eu

RTP=30000-30500

docker rm -f zlm 2>/dev/null || true
docker run -d --name zlm --restart=unless-stopped \
  -p 1935:1935 -p 554:554 -p 80:80 \
  -p 10000:10000 -p 10000:10000/udp \
  -p "$RTP:$RTP" -p "$RTP:$RTP/udp" \
  -v /srv/zlm/config.ini:/opt/media/conf/config.ini \
  zlmediakit/zlmediakit:master
