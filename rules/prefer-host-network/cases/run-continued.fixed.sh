#!/bin/sh
# starts the server
set -e
RTP=30000-30500

docker rm -f zlm || true
sudo docker run -d --name zlm \
    --restart=always \
    --network=host \
    -e TZ=Asia/Shanghai \
    zlmediakit/zlmediakit:master # the server
echo done
