docker run -d --Publish 80:80 zlmediakit/zlmediakit:master
docker create -d zlmediakit/zlmediakit:master
docker run -d zlmediakit/zlmediakit:master
docker run --rm=maybe zlmediakit/zlmediakit:master
docker run -x zlmediakit/zlmediakit:master
docker run -d zlmediakit/zlmediakit:master -p
docker run -d -p
