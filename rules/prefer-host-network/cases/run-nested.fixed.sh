ssh media "docker run -d --network=host zlmediakit/zlmediakit:master"
bash <<'EOF'
  docker run -d -p 1936:1935 zlmediakit/zlmediakit:master
EOF
