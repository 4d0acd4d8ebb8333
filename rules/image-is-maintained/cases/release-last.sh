docker run -d --name zlm zlmediakit/zlmediakit:Release.last
