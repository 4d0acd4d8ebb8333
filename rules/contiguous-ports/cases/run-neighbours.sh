docker run -d \
  -p 1935:1935 \
  -p 50502:50502/udp \
  -p 50503:50503/udp -p 50504:50504/udp \
  -p 554:554 zlmediakit/zlmediakit:master
