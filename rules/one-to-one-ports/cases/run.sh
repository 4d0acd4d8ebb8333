docker run -d --name zlm -p 18000:8000/udp -p 10010:10000 zlmediakit/zlmediakit:master
