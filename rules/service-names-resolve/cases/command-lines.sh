docker run -d --name zlm --network host zlmediakit/zlmediakit:master
docker run -d --name wvp --network media -e ZLM_HOST=zlm wvp
