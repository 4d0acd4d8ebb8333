docker run -d -v /srv/zlm/config.ini:/opt/media/bin/config.ini zlmediakit/zlmediakit:master
