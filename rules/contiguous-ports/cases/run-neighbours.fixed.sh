docker run -d \
  -p 1935:1935 \
  -p 50502-50504:50502-50504/udp \
  -p 554:554 zlmediakit/zlmediakit:master
