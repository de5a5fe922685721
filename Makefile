MVN ?= mvn -B
JAVA ?= java
# of the test scope, written by the build at process-test-classes
TEST_JAVA = $(JAVA) -cp "target/test-classes:target/classes:$$(cat target/test.classpath)"
DEMO = $(TEST_JAVA) io.greenlang.patroni.monitor.testing.demo.Demo
BENCH = $(TEST_JAVA) -Dpatroni-monitor.archive=target/patroni-monitor.jsa io.greenlang.patroni.monitor.testing.bench.Bench
SOAK = $(TEST_JAVA) io.greenlang.patroni.monitor.testing.bench.Soak
FUZZ = $(TEST_JAVA) io.greenlang.patroni.monitor.fuzz.Fuzz

.DEFAULT_GOAL := help
.PHONY: help demo demo-check demo-failover demo-down test test-full test-dcs check fmt generate pictures bench soak fuzz deb image jar setup

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

demo: setup jar ## a real three-node cluster, the monitor, Prometheus and Alertmanager, until Ctrl-C
	@exec $(DEMO) up

demo-check: setup jar ## the same start, checked, and stopped again
	@exec $(DEMO) check

demo-failover: setup jar ## the same start, a killed leader, and what the monitor says of it, until all is well again
	@exec $(DEMO) failover

demo-down: ## ends what a crashed demo left running
	@test ! -e target/demo || exec $(DEMO) down

test: ## installs what is missing and runs the tests, on real servers
	src/setup/setup.sh --tests
	$(MVN) verify

test-full: ## the same, and every long scenario on the older Patroni versions, too
	src/setup/setup.sh --tests
	$(MVN) -Pfull verify

test-dcs: ## the tests on a real Kubernetes API server and on real Consul, which it builds first; not part of test
	src/setup/setup.sh --dcs
	$(MVN) -Pdcs verify

check: ## every gate and the unit tests, without servers
	$(MVN) -DskipITs -Djacoco.haltOnFailure=false verify

fmt: ## formats the code
	$(MVN) -q spotless:apply

generate: jar ## writes the files that repeat what the catalogues say
	$(JAVA) -jar target/patroni-monitor.jar generate rules --out alerts/patroni-monitor.rules.yml
	$(JAVA) -jar target/patroni-monitor.jar generate prometheusrule --out alerts/prometheusrule.yaml
	$(JAVA) -jar target/patroni-monitor.jar generate burn-rate-rules --out alerts/optional/burn-rate.rules.yml
	$(JAVA) -jar target/patroni-monitor.jar generate burn-rate-prometheusrule --out alerts/optional/burn-rate-prometheusrule.yaml
	$(JAVA) -jar target/patroni-monitor.jar generate alertmanager --out alerts/alertmanager.yml
	$(JAVA) -jar target/patroni-monitor.jar generate alertmanagerconfig --out alerts/alertmanagerconfig.yaml
	$(JAVA) -jar target/patroni-monitor.jar generate metrics-doc --out docs/metrics.md
	$(JAVA) -jar target/patroni-monitor.jar generate runbook-index --out docs/runbooks/README.md

pictures: ## takes over the pictures for README.md and docs that the last make test took
	install -D -m 644 -t docs/images target/site/screenshots/status-page.png target/pictures/*

bench: jar ## measures on real clusters and stub nodes, and prints tables; PARTS="exporters page" for some of them
	src/setup/setup.sh --bench
	@exec $(BENCH) $(PARTS)

soak: jar ## ten minutes of flapping members, reloads and hanging clients: what the daemon holds before and after
	@exec $(SOAK)

fuzz: jar ## looks for inputs that break a parser of what others send, FUZZ_SECONDS (60) for each
	@exec $(FUZZ)

deb: jar ## the Debian package, in target
	src/main/deb/build target/patroni-monitor.jar target

image: jar ## the container image, with Docker
	docker build -t greenlang/patroni-monitor:1.0.0 .

jar:
	$(MVN) -q -DskipTests package

setup:
	src/setup/setup.sh
