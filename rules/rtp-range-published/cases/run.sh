docker run -d --name zlm -p 30000-30500:30000-30500 -p 30000-30500:30000-30500/udp zlmediakit/zlmediakit:master
