#!/bin/sh
# Starts ZLMediaKit on this host.  在本机启动 ZLMediaKit
set -eu
cd "$(dirname "$0")"

docker rm -f zlm 2>/dev/null || true
docker run -d --name zlm --restart=unless-stopped \
  -e TZ=Asia/Shanghai \
  -p 1935:1935 -p 8554:554 -p 8080:80 \
  -p 10000:10000 -p 10000:10000/udp \
  -p 30000-30500:30000-30500 -p 30000-30500:30000-30500/udp \
  -v ./config.ini:/opt/media/conf/config.ini \
  zlmediakit/zlmediakit:master
