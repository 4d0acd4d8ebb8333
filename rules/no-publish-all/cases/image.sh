docker run -d --name zlm -P zlmediakit/zlmediakit:master
