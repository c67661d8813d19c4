// The Kubernetes files as kustomize renders them, held to the schemas of the kinds they use and to the code: entry points,
// ports, variables, images, and every name that refers to another.
import { createRequire } from 'node:module';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { findProgram } from './binaries.mjs';
import { flows } from './flows.mjs';
import { runProgram } from './runtime.mjs';

/** @typedef {import('./check-deployment.mjs').Container} Container */
/**
 * @typedef {object} Document
 * @property {string} apiVersion
 * @property {string} kind
 * @property {{ name: string }} metadata
 * @property {any} [spec]
 * @property {Record<string, string>} [data]
 */

export const renderings = ['k8s/base', 'k8s/overlays/single-node', 'k8s/overlays/cluster'];

/** Secrets are made by hand or by an operator, never kept in a file: base/kustomization.yaml and the overlays say how. */
const secretsFromOutside = /^loket-(keys|administrator|servers|queue-depth|tls|[a-z-]+)$/;

const require = createRequire(import.meta.url);

/** The operator's own page of its fields; it has no package of schemas. */
const rabbitmqCluster = z.strictObject({
  replicas: z.int().min(1),
  image: z.string(),
  resources: z.object({ requests: z.record(z.string(), z.string()), limits: z.record(z.string(), z.string()) }),
  persistence: z.strictObject({ storage: z.string(), storageClassName: z.string().optional() }),
  terminationGracePeriodSeconds: z.int(),
  affinity: z.object({}).loose(),
  rabbitmq: z.strictObject({ additionalConfig: z.string(), additionalPlugins: z.array(z.string()).optional() }),
});

/**
 * What kustomize makes of each; undefined where no kubectl of today is here.
 * @returns {Promise<Map<string, Document[]> | undefined>}
 */
export async function renderKubernetes() {
  const kubectl = findProgram('kubectl');
  const found = kubectl ? await runProgram(kubectl, ['version', '--client']) : { code: 1, output: '' };
  const version = Number(/Kustomize Version: v(\d+)/.exec(found.output)?.[1] ?? 0);
  if (kubectl === undefined || version < 5) return undefined;
  const rendered = new Map();
  for (const folder of renderings) {
    const { code, output } = await runProgram(kubectl, ['kustomize', folder]);
    if (code !== 0) throw new Error(`kubectl kustomize ${folder}: ${output.trim()}`);
    rendered.set(
      folder,
      parseAllDocuments(output).map((document) => document.toJS()),
    );
  }
  return rendered;
}

/**
 * @param {string} where @param {Document[]} documents
 * @returns {string[]} what is wrong, a line each
 */
export function problemsIn(where, documents) {
  return documents.flatMap((document) =>
    [...againstSchema(document), ...againstNeighbours(document, documents)].map(
      (problem) => `${where}: ${document.kind} ${document.metadata.name}: ${problem}`,
    ),
  );
}

/** @param {Document} document @returns {string[]} */
function againstSchema(document) {
  if (document.kind === 'RabbitmqCluster') {
    const parsed = rabbitmqCluster.safeParse(document.spec);
    return parsed.success ? [] : [z.prettifyError(parsed.error)];
  }
  const [group = ''] = document.apiVersion.split('/');
  const library =
    { 'keda.sh': '@kubernetes-models/keda', 'postgresql.cnpg.io': '@kubernetes-models/cloudnative-pg' }[group] ??
    'kubernetes-models';
  try {
    const kinds = require(`${library}/${document.apiVersion}/${document.kind}`);
    new kinds[document.kind](document).validate();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** @param {Document} document @param {Document[]} all @returns {string[]} */
function againstNeighbours(document, all) {
  /** @param {string} kind @param {string} name */
  const isThere = (kind, name) => all.some((one) => one.kind === kind && one.metadata.name === name);
  /** @param {string} kind @param {string | undefined} name */
  const missing = (kind, name) => (name === undefined || isThere(kind, name) ? [] : [`there is no ${kind} ${name}`]);
  const pod = document.spec?.template?.spec;
  if (pod !== undefined) return pod.containers.flatMap((/** @type {any} */ one) => inContainer(one, pod, missing));
  switch (document.kind) {
    case 'Service':
    case 'PodDisruptionBudget': {
      const name = (document.spec.selector.matchLabels ?? document.spec.selector)['app.kubernetes.io/name'];
      return isThere('StatefulSet', name) ? [] : missing('Deployment', name);
    }
    case 'Ingress':
      return document.spec.rules.flatMap((/** @type {any} */ rule) =>
        rule.http.paths.flatMap((/** @type {any} */ path) => missing('Service', path.backend.service.name)),
      );
    case 'ScaledObject':
      return [
        ...missing('Deployment', document.spec.scaleTargetRef.name),
        ...document.spec.triggers.flatMap((/** @type {any} */ trigger) => [
          ...missing('TriggerAuthentication', trigger.authenticationRef.name),
          ...(queues.has(trigger.metadata.queueName) ? [] : [`no flow names the queue ${trigger.metadata.queueName}`]),
        ]),
      ];
    default:
      return [];
  }
}

const queues = new Set(flows.flatMap((flow) => Object.keys(flow.hears).map((file) => `${flow.service}.${file}`)));

/**
 * @param {any} container @param {any} pod
 * @param {(kind: string, name: string | undefined) => string[]} missing
 * @returns {string[]}
 */
function inContainer(container, pod, missing) {
  const volumes = new Set((pod.volumes ?? []).map((/** @type {any} */ volume) => volume.name));
  const ports = new Set((container.ports ?? []).map((/** @type {any} */ port) => port.name));
  /** @type {string[]} */
  const problems = [];
  for (const source of container.envFrom ?? []) {
    problems.push(...missing('ConfigMap', source.configMapRef?.name));
    const secret = source.secretRef?.name;
    if (secret !== undefined && !secretsFromOutside.test(secret)) problems.push(`nobody makes the secret ${secret}`);
  }
  for (const mount of container.volumeMounts ?? []) {
    if (mount.name !== 'data' && !volumes.has(mount.name)) problems.push(`there is no volume ${mount.name}`);
  }
  for (const volume of pod.volumes ?? [])
    problems.push(...missing('PersistentVolumeClaim', volume.persistentVolumeClaim?.claimName));
  for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
    const port = container[probe]?.httpGet?.port;
    if (port !== undefined && !ports.has(port)) problems.push(`${probe} asks the port ${port}, which it has not`);
  }
  if (container.resources?.limits?.memory === undefined) problems.push('it has no limit of memory');
  return problems;
}
