/**
 * What zlm-lint fills into its sentences by itself, whatever the files hold: settings that its fixes write, keys of ZLMediaKit and of Compose, its own
 * defaults, names of programs. Data does not say which of its words came from a file, so a secret that is one of these cannot be told from them.
 */
const WORDS = `
network_mode: host --network=host Network=host Network=none bridge default container: service: none
rtp_proxy.port_range rtp_proxy.portRange rtc.port_range rtc.externIP rtc.interfaces rtc.tcpPort rtc.signalingPort rtc.signalingSslPort rtc.icePort rtc.iceTcpPort
http.port http.sslport sslPort ssl_port rtsp.port rtsp.sslport rtmp.port rtmp.sslport srt.port shell.port onvif.port websocket.port api.secret
media.ip media.hook-ip media.stream-ip media.sdp-ip media.rtp.port-range media.rtp.enable Media.RTPPortRange Media.SDPIP hook.on_publish cluster.origin_url
/opt/media/conf/config.ini /opt/media/bin/config.ini /opt/ZLMediaKit/config/config.ini /zlmediakit/config.ini config.yaml config.toml application.yml
services.networks.ports.environment.volumes.depends_on.condition.container_name.extra_hosts.expose.profiles.links.external_links.command.entrypoint.healthcheck
services.deploy.replicas.placement.update_config.rollback_config.endpoint_mode.resources.restart.restart_policy.hostname.domainname.user.image.build.extends.include
services.cap_add.cap_drop.sysctls.mac_address.aliases.ipv4_address.ipv6_address.external.internal.priority.protocol.published.target.mode.host_ip.privileged.labels.env_file
ports.publish.network.labels.logging.devices.secrets.configs.tmpfs.ulimits.platform.pull_policy.working_dir.stop_grace_period.network_mode
service_started | service_healthy | service_completed_successfully true | false | null
docker compose -f docker-compose.yml compose.override.yml docker-compose.override.yml up -d restart down rm -f run create CONTAINER podman nerdctl docker-proxy
ss -lntu pgrep -c docker-proxy systemctl daemon-reload --publish --publish-all --expose --name --link --hostname
linux desktop rootless iptables nftables userland-proxy firewall ZLMediaKit zlmediakit/zlmediakit:latest:master zlm-lint-disable-next-line zlm-lint-disable-line zlm-lint-disable-file
0.0.0.0 127.0.0.1 localhost ::1 host.docker.internal host-gateway root:root tcp+udp/tcp/udp/sctp
`;

/** Ports, ranges and mappings of them: `30000-30100`, `127.0.0.1:8080:80/tcp`. */
const PORTS = /^(?:(?:[\d.]{7,15}|\[[\da-f:]{2,39}\]):)?\d{1,5}(?:-\d{1,5})?(?::\d{1,5}(?:-\d{1,5})?)?(?:\/(?:tcp|udp|sctp|tcp\+udp))?$/i;

/** Whether zlm-lint may say this by itself: a word, a part of one, or several together, such as `deploy.placement`. */
export function isOwnWord(text: string): boolean {
  return PORTS.test(text) || WORDS.includes(text) || text.split(/[.:=|/\s]+/).every((part) => part.length >= SHORTEST && WORDS.includes(part));
}

/** Fewer letters stand by chance in some word. */
const SHORTEST = 3;
