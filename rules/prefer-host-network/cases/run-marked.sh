# zlm-lint: zlmediakit
docker run -p 1935:1935 mine
