docker run -d --network media --network-alias zlm \
  -p 1935:1935 \
  zlmediakit/zlmediakit:master
