docker run -d -p '1935:1935' --publish=1935:1935 zlmediakit/zlmediakit:master
