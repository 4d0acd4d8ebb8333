RTP = 30000-30500
start:
	@docker run -d --name zlm \
		-p 1935:1935 \
		-p $(RTP):$(RTP)/udp \
		zlmediakit/zlmediakit:master
