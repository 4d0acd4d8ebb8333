docker run -d --name zlm -p 80:80 -p 8000:8000 -p 9000:9000/udp -p 10000:10000/udp zlmediakit/zlmediakit:master
