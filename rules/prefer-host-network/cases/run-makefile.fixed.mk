RTP = 30000-30500
start:
	@docker run -d --name zlm \
		--network=host \
		zlmediakit/zlmediakit:master
