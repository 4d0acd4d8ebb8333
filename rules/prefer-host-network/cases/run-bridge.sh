docker run -d --net=bridge -p 1935:1935 zlmediakit/zlmediakit:master
