// Reads {name: resource}, prints {name: [what the schema says against it]}.
import { readFileSync } from "node:fs";

const packages = {
  "monitoring.coreos.com": "@kubernetes-models/prometheus-operator/monitoring.coreos.com/",
  "networking.k8s.io": "kubernetes-models/networking.k8s.io/",
};

async function problems(resource) {
  const [group, version] = resource.apiVersion.includes("/") ? resource.apiVersion.split("/") : ["", resource.apiVersion];
  const folder = packages[group] ?? `kubernetes-models/${group === "" ? "" : group + "/"}`;
  const kind = (await import(folder + version))[resource.kind];
  if (kind === undefined) {
    return [`no such kind: ${resource.apiVersion} ${resource.kind}`];
  }
  try {
    new kind(resource).validate();
    return [];
  } catch (invalid) {
    return (invalid.errors ?? [invalid]).map((error) => `${error.instancePath ?? ""} ${error.message}`);
  }
}

const found = {};
for (const [name, resource] of Object.entries(JSON.parse(readFileSync(process.argv[2], "utf8")))) {
  found[name] = await problems(resource);
}
console.log(JSON.stringify(found));
