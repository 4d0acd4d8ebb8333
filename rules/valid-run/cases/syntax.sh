docker run -d zlmediakit/zlmediakit:master
if true; then docker run -d -p 80:80 zlmediakit/zlmediakit:master
