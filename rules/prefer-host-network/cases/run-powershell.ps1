docker run -d --name zlm `
    -p 1935:1935 `
    -p 554:554 `
    zlmediakit/zlmediakit:master
