docker run -d zlmediakit/zlmediakit:master
docker run -d -p "80:80 zlmediakit/zlmediakit:master
