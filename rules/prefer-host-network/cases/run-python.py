subprocess.run([
    "docker", "run", "-d",
    "--name", NAME,
    "-p", "1935:1935",
    "-p", "30000-30500:30000-30500/udp",
    "zlmediakit/zlmediakit:master",
])
