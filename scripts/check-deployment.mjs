// Part of npm run check: the image, Compose and Kubernetes begin the same files, on the same ports, with variables that the
// table in services.mjs knows. YAML that does not parse, a strange image and a forgotten service fail too.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { problemsIn, renderKubernetes } from './check-kubernetes.mjs';
import { portsFromEnvironment } from './ports.mjs';
import { root } from './runtime.mjs';
import { nodeOptions, services } from './services.mjs';

/** @typedef {{ name?: string, image?: string, command?: string[], args?: string[], environment?: Record<string, string>, env?: { name: string }[], ports?: { containerPort?: number }[], healthcheck?: { test?: string[] } }} Container */
/** @typedef {{ kind?: string, metadata?: { name?: string }, data?: Record<string, string>, spec?: { image?: string, imageName?: string, template?: { spec?: { containers?: Container[] } } }, services?: Record<string, Container> }} Document */

// Ours, the two servers in the versions the tests know, and what ops look through.
const images = [
  /^loket(:[\w.-]+)?$/,
  /^(postgres|ghcr\.io\/cloudnative-pg\/postgresql):16(\.\d+)?$/,
  /^rabbitmq:4\.2(\.\d+)?-management$/,
  /^clamav\/clamav:1\.4$/,
  /^(otel\/opentelemetry-collector-contrib|jaegertracing\/jaeger|prom\/prometheus|grafana\/grafana):v?\d+\.\d+\.\d+$/,
];

// Beside what config.ts of a service reads: what the set-up, the libs, PostgreSQL and RabbitMQ read.
const otherVariables = [
  'LOKET_BIND',
  'NODE_ENV',
  'LOG_LEVEL',
  'LOKET_KEYS',
  'LOKET_ENVIRONMENTS',
  'RABBITMQ_MANAGEMENT_URL',
];
otherVariables.push('POSTGRES_USER', 'POSTGRES_PASSWORD', 'PGDATA', 'RABBITMQ_DEFAULT_USER', 'RABBITMQ_DEFAULT_PASS');
// Tracing, the backup, and Grafana's own.
otherVariables.push('OTEL_EXPORTER_OTLP_ENDPOINT', 'LOKET_BACKUP_RECIPIENT');
otherVariables.push('GF_SECURITY_ADMIN_PASSWORD', 'GF_ANALYTICS_REPORTING_ENABLED', 'GF_ANALYTICS_CHECK_FOR_UPDATES');

/** @type {string[]} */
const problems = [];
const ports = portsFromEnvironment({});
// An IPP printer stands beside its station, so its stand-in is for one machine only.
const inContainers = services.filter((service) => service.name !== 'printer');

checkImage();
checkCompose();
const skipped = await checkKubernetes();
for (const problem of problems) console.error(problem);
if (skipped) console.log(`skipped: ${skipped}`);
process.exitCode = problems.length > 0 ? 1 : 0;

function checkImage() {
  const entrypoint = /^ENTRYPOINT (\[.*\])$/m.exec(readFileSync(join(root, 'Dockerfile'), 'utf8'))?.[1] ?? '[]';
  const given = JSON.parse(entrypoint)
    .slice(1)
    .filter((/** @type {string} */ option) => !option.startsWith('--env-file'));
  if (given.join(' ') !== nodeOptions().join(' ')) {
    problems.push(`Dockerfile: ENTRYPOINT says ${given.join(' ')}, services.mjs says ${nodeOptions().join(' ')}`);
  }
}

function checkCompose() {
  const [compose] = read('docker-compose.yml');
  const containers = compose?.services ?? {};
  for (const service of inContainers) {
    const container = containers[service.name];
    if (container === undefined) problems.push(`docker-compose.yml: ${service.name} is missing`);
    else {
      expectEntry('docker-compose.yml', service, container.command);
      const health = container.healthcheck?.test?.at(-1);
      if (health !== undefined && Number(health) !== ports[service.port]) {
        problems.push(
          `docker-compose.yml: ${service.name} is asked at port ${health}, it listens at ${ports[service.port]}`,
        );
      }
    }
  }
  for (const [name, container] of Object.entries(containers)) {
    checkContainer(`docker-compose.yml: ${name}`, container, Object.keys(container.environment ?? {}));
  }
}

async function checkKubernetes() {
  const rendered = await renderKubernetes();
  if (rendered === undefined) return 'kubectl kustomize, since no recent kubectl is here';
  for (const [where, documents] of rendered) {
    problems.push(...problemsIn(where, documents));
    checkDeployments(where, documents);
  }
  return undefined;
}

/** @param {string} where @param {Document[]} documents */
function checkDeployments(where, documents) {
  const deployments = documents.filter((document) => document.kind === 'Deployment');
  for (const service of inContainers.filter((one) => one.schema)) {
    const deployment = deployments.find((one) => one.metadata?.name === service.name);
    /** @type {Container | undefined} */
    const container = deployment?.spec?.template?.spec?.containers?.[0];
    if (container === undefined) problems.push(`${where}: the Deployment ${service.name} is missing`);
    else {
      expectEntry(where, service, container.args);
      const port = container.ports?.[0]?.containerPort;
      if (port !== ports[service.port])
        problems.push(`${where}: ${service.name} has port ${port}, not ${ports[service.port]}`);
    }
    if (!documents.some((one) => one.kind === 'Service' && one.metadata?.name === service.name)) {
      problems.push(`${where}: the Service ${service.name} is missing`);
    }
  }
  for (const document of documents) {
    if (document.kind === 'ConfigMap') expectKnown(where, Object.keys(document.data ?? {}));
    /** @type {Container[]} */
    const containers = document.spec?.template?.spec?.containers ?? [];
    for (const container of containers) {
      const name = `${where}: ${document.kind} ${document.metadata?.name}`;
      checkContainer(name, container, container.env?.map((one) => one.name) ?? []);
    }
    const image = document.spec?.imageName ?? document.spec?.image;
    if (image !== undefined) checkContainer(`${where}: ${document.kind}`, { image }, []);
  }
}

/** @param {string} where @param {Container} container @param {string[]} variables */
function checkContainer(where, container, variables) {
  if (container.image !== undefined && !images.some((image) => image.test(container.image ?? ''))) {
    problems.push(`${where}: the image ${container.image} is not one of ours`);
  }
  expectKnown(where, variables);
}

/** @param {string} where @param {import('./services.mjs').Service} service @param {string[] | undefined} said */
function expectEntry(where, service, said) {
  if (said?.join(' ') !== service.entry)
    problems.push(`${where}: ${service.name} begins with ${said?.join(' ')}, not ${service.entry}`);
}

/** @param {string} where @param {string[]} variables */
function expectKnown(where, variables) {
  for (const name of variables) if (!knownVariables().has(name)) problems.push(`${where}: no service reads ${name}`);
}

/** Every name that a service's config.ts declares. */
function knownVariables() {
  const texts = services
    .filter((one) => !one.standIn)
    .map((one) => one.entry.replace('dist/', '').replace('main.js', 'config.ts'));
  const declared = texts.flatMap(
    (file) => readFileSync(join(root, file), 'utf8').match(/\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\b/g) ?? [],
  );
  return new Set([...declared, ...otherVariables]);
}

/** @param {string} file @returns {Document[]} */
function read(file) {
  const documents = parseAllDocuments(readFileSync(join(root, file), 'utf8'), { merge: true });
  if (!Array.isArray(documents)) return [];
  for (const error of documents.flatMap((document) => document.errors)) problems.push(`${file}: ${error.message}`);
  return documents.map((document) => document.toJS());
}
