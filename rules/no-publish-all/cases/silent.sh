docker run -d --network host -P zlmediakit/zlmediakit:master
docker run -d --publish-all=false zlmediakit/zlmediakit:master
docker run -d -P nginx
