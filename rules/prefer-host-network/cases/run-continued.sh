#!/bin/sh
# starts the server
set -e
RTP=30000-30500

docker rm -f zlm || true
sudo docker run -d --name zlm \
    --restart=always \
    -p 1935:1935 -p 554:554 \
    -p "$RTP:$RTP/udp" \
    -e TZ=Asia/Shanghai \
    -p 10000:10000 zlmediakit/zlmediakit:master # the server
echo done
