# One of the two, as you like.
docker run -d --name zlm -p 1935:1935 -p 8080:80 zlmediakit/zlmediakit:master
docker run -d --name zlm2 --network host zlmediakit/zlmediakit:master
docker run -d -p 1935:1935 alfg/nginx-rtmp
