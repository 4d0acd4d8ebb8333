docker run -d -p 9000:9000/udp -p 8443:8443 --name zlm zlmediakit/zlmediakit:master
