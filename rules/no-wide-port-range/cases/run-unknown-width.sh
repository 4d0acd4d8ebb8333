docker run -d -p 30000-30500:30000-30500/udp -p "$MORE" zlmediakit/zlmediakit:master
