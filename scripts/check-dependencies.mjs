// npm run check, step "packages": what the lockfile says can be checked anywhere; what is known of vulnerabilities, where npm's
// audit service answers.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmCommand, root, runProgram } from './runtime.mjs';

/**
 * Packages whose install script somebody has looked at, and why it may run.
 * @type {Readonly<Record<string, string>>}
 */
export const installScripts = {
  '@parcel/watcher': 'chooses its binary; development only (nest-cli)',
  '@scarf/scarf': 'counts installations of swagger-ui-dist; scarfSettings in package.json says no',
  '@swc/core': 'chooses its binary; tests only',
  'unrs-resolver': 'chooses its binary; tests only (jest)',
};

/** @typedef {{ resolved?: string, integrity?: string, hasInstallScript?: boolean, link?: boolean }} Locked */

/**
 * What is wrong with a lockfile: each line says what to do.
 * @param {{ lockfileVersion?: number, packages: Readonly<Record<string, Locked>> }} lock
 */
export function problemsOfLock({ lockfileVersion, packages }) {
  const problems =
    lockfileVersion === 3 ? [] : ['package-lock.json is not of version 3: write it with npm 10 or newer'];
  for (const [path, { resolved, integrity, hasInstallScript, link }] of Object.entries(packages)) {
    if (path === '') continue;
    const name = path.split('node_modules/').at(-1) ?? path;
    if (link || !path.includes('node_modules/')) problems.push(`${path} is a link: install it from the registry`);
    else if (!integrity?.startsWith('sha512-')) problems.push(`${path} has no SHA-512 hash: write the lockfile anew`);
    // npm may leave the address out; then it is the registry's.
    if (resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/'))
      problems.push(`${path} comes from elsewhere than registry.npmjs.org: install it from there`);
    if (hasInstallScript && !(name in installScripts))
      problems.push(`${path} runs a script when it is installed: look at it, then list it in check-dependencies.mjs`);
  }
  return problems;
}

/** @returns {Promise<{ problems: string[], said: string }>} */
async function audit() {
  const { output } = await runProgram(npmCommand, ['audit', '--json', '--omit=dev', '--fetch-retries=0']);
  const begin = output.indexOf('{');
  /** @type {{ vulnerabilities?: Record<string, { severity: string, fixAvailable?: unknown }> }} */
  let report = {};
  try {
    report = JSON.parse(output.slice(begin, output.lastIndexOf('}') + 1));
  } catch {
    // Not a report: the service did not answer.
  }
  if (report.vulnerabilities === undefined)
    return {
      problems: [],
      said: 'skipped the audit: npm’s service does not answer from here; run npm audit elsewhere',
    };
  const bad = Object.entries(report.vulnerabilities).filter(([, { severity }]) => /^(high|critical)$/.test(severity));
  const rest = Object.keys(report.vulnerabilities).length - bad.length;
  return {
    problems: bad.map(([name, { severity }]) => `${name} has a known vulnerability (${severity}): npm audit says more`),
    said: `no known high or critical vulnerability in what runs; ${rest} lesser ones`,
  };
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const audited = await audit();
  const problems = [...problemsOfLock(lock), ...audited.problems];
  for (const problem of problems) console.log(problem);
  console.log(audited.said);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
