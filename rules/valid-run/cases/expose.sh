docker run -d --expose 80:80 --expose 81/udp zlmediakit/zlmediakit:master
