// Part of npm run check: the image, Compose and Kubernetes begin the same files, on the same ports, with variables that the
// table in services.mjs knows. YAML that does not parse, a strange image and a forgotten service fail too.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { findProgram } from './binaries.mjs';
import { portsFromEnvironment } from './ports.mjs';
import { root, runProgram } from './runtime.mjs';
import { nodeOptions, services } from './services.mjs';

/** @typedef {{ name?: string, image?: string, command?: string[], args?: string[], environment?: Record<string, string>, env?: { name: string }[], ports?: { containerPort?: number }[], healthcheck?: { test?: string[] } }} Container */
/** @typedef {{ kind?: string, metadata?: { name?: string }, spec?: { template?: { spec?: { containers?: Container[] } } }, services?: Record<string, Container>, volumes?: Record<string, unknown>, images?: { name: string }[], configMapGenerator?: { literals?: string[] }[] }} Document */

const images = [/^loket(:[\w.-]+)?$/, /^postgres:16(\.\d+)?$/, /^rabbitmq:4\.2(\.\d+)?-management$/];

// Beside what config.ts of a service reads: what the set-up, the libs, PostgreSQL and RabbitMQ read.
const otherVariables = [
  'LOKET_BIND',
  'NODE_ENV',
  'LOG_LEVEL',
  'LOKET_KEYS',
  'LOKET_ENVIRONMENTS',
  'RABBITMQ_MANAGEMENT_URL',
];
otherVariables.push('POSTGRES_USER', 'POSTGRES_PASSWORD', 'RABBITMQ_DEFAULT_USER', 'RABBITMQ_DEFAULT_PASS');

/** @type {string[]} */
const problems = [];
const ports = portsFromEnvironment({});
// An IPP printer stands beside its station, so its stand-in is for one machine only.
const inContainers = services.filter((service) => service.name !== 'printer');

checkImage();
checkCompose();
checkKubernetes();
const skipped = await checkKustomize();
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

function checkKubernetes() {
  const files = readdirSync(join(root, 'k8s/base')).filter((name) => name.endsWith('.yaml'));
  const documents = files.flatMap((name) => read(`k8s/base/${name}`));
  const deployments = documents.filter((document) => document.kind === 'Deployment');
  for (const service of inContainers.filter((one) => one.schema)) {
    const deployment = deployments.find((one) => one.metadata?.name === service.name);
    /** @type {Container | undefined} */
    const container = deployment?.spec?.template?.spec?.containers?.[0];
    if (container === undefined) problems.push(`k8s/base: the Deployment ${service.name} is missing`);
    else {
      expectEntry('k8s/base', service, container.args);
      const port = container.ports?.[0]?.containerPort;
      if (port !== ports[service.port])
        problems.push(`k8s/base: ${service.name} has port ${port}, not ${ports[service.port]}`);
    }
    if (!documents.some((one) => one.kind === 'Service' && one.metadata?.name === service.name)) {
      problems.push(`k8s/base: the Service ${service.name} is missing`);
    }
  }
  for (const document of documents) {
    for (const generator of document.configMapGenerator ?? []) {
      expectKnown('k8s/base', generator.literals?.map((literal) => literal.split('=')[0] ?? '') ?? []);
    }
    /** @type {Container[]} */
    const containers = document.spec?.template?.spec?.containers ?? [];
    for (const container of containers) {
      const where = `k8s/base: ${document.kind} ${document.metadata?.name}`;
      checkContainer(where, container, container.env?.map((one) => one.name) ?? []);
    }
  }
}

/** What only kustomize itself can tell: whether patches and names fit together. */
async function checkKustomize() {
  const kubectl = findProgram('kubectl');
  const found = kubectl ? await runProgram(kubectl, ['version', '--client']) : { code: 1, output: '' };
  const version = Number(/Kustomize Version: v(\d+)/.exec(found.output)?.[1] ?? 0);
  if (kubectl === undefined || version < 5) return 'kubectl kustomize, since no recent kubectl is here';
  const { code, output } = await runProgram(kubectl, ['kustomize', 'k8s/base']);
  if (code !== 0) problems.push(`kubectl kustomize k8s/base: ${output.trim()}`);
  return undefined;
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
