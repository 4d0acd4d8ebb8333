docker run -id -p 1935:1935 -p 8080:80 -p 8000:8000/udp zlmediakit/zlmediakit:master
