docker run -d -p 80 -p 127.0.0.1::81 -p 82-83:82-83/udp -p target=84,published=84 zlmediakit/zlmediakit:master
