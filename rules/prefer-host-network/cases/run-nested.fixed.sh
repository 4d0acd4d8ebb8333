ssh media "docker run -d --network=host zlmediakit/zlmediakit:master"
bash <<'EOF'
  docker run -d --network=host zlmediakit/zlmediakit:master
EOF
