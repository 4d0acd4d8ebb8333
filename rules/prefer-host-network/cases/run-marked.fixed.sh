# zlm-lint: zlmediakit
docker run --network=host mine
