docker run -d --name zlm -p 30000-35000:30000-35000/udp zlmediakit/zlmediakit:master
