docker run -d --net host --name zlm zlmediakit/zlmediakit:master
