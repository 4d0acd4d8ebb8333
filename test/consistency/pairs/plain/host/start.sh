#!/bin/sh
# Starts ZLMediaKit on this host.  在本机启动 ZLMediaKit
set -eu
cd "$(dirname "$0")"

docker rm -f zlm 2>/dev/null || true
docker run -d --name zlm --restart=unless-stopped \
  -e TZ=Asia/Shanghai \
  --network=host \
  -v ./config.ini:/opt/media/conf/config.ini \
  zlmediakit/zlmediakit:master
