docker run -d --rm --restart always zlmediakit/zlmediakit:master
docker run -d --rm --restart no zlmediakit/zlmediakit:master
docker run -d -p ::1:80:80 zlmediakit/zlmediakit:master
docker run -d --ip 10.0.0.5 zlmediakit/zlmediakit:master
docker run -d --network host --network-alias a zlmediakit/zlmediakit:master
