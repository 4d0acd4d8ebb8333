docker run -d $OPTS -p 1935:1935 zlmediakit/zlmediakit:master
