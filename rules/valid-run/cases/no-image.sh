docker run -d --name zlm -p 80:80
docker run -d zlmediakit/zlmediakit:master
