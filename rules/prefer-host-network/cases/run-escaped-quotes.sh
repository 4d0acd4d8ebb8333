bash -c "docker run -d -p \"80:80\" zlmediakit/zlmediakit:master"
