docker run -d --name zlm -v ./config.ini:/opt/media/conf/config.ini \
  -p 40000-40500:30000-30500 \
  -p 40000-40500:30000-30500/udp zlmediakit/zlmediakit:master
