docker run -d -p 8080:80 -p 8080:8080 zlmediakit/zlmediakit:master
