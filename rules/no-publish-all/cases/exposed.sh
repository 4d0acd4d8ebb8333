docker run -d --expose 30000-30010/udp --publish-all zlmediakit/zlmediakit:master
