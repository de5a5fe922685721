# The jar first, `make jar`, then: docker build -t greenlang/patroni-monitor:1.0.0 .
# The newest patch of JDK 17 and of Debian 12 on 2026-11-28. For later ones, or digests: --build-arg JDK=… --build-arg BASE=….
ARG JDK=eclipse-temurin:17.0.21.1_2-jdk-jammy
ARG BASE=debian:12.15-slim

FROM ${JDK} AS runtime
# as project.build.outputTimestamp in pom.xml
ARG SOURCE_DATE_EPOCH=1795305600
COPY src/main/docker/ /build/
COPY target/patroni-monitor.jar /opt/patroni-monitor/
RUN /build/lay-out "$JAVA_HOME" /opt/patroni-monitor

FROM ${BASE}
LABEL org.opencontainers.image.title="patroni-monitor" \
      org.opencontainers.image.description="Watches Patroni PostgreSQL/TimescaleDB clusters as a whole and exports Prometheus metrics." \
      org.opencontainers.image.version="1.0.0" \
      org.opencontainers.image.source="https://github.com/greenlang/patroni-monitor"
COPY --from=runtime /opt/patroni-monitor/ /opt/patroni-monitor/
COPY src/main/docker/healthcheck /opt/patroni-monitor/
COPY src/main/docker/patroni-monitor /opt/patroni-monitor/
ENV PATH=/opt/patroni-monitor:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
USER 65532:65532
WORKDIR /tmp
EXPOSE 9933
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["/opt/patroni-monitor/healthcheck"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/patroni-monitor/java/bin/java", "-jar", "/opt/patroni-monitor/patroni-monitor.jar"]
CMD ["run", "--config", "/etc/patroni-monitor/patroni-monitor.conf"]
