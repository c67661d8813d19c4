// What can be checked in the pages that people write: the glossary is complete, links lead somewhere, scripts exist.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { documentCodes } from '#civil-registry';
import { applicationStates, holdCause, kind } from '#contracts';
import { root } from '../runtime.mjs';

/** @returns {Promise<string[]>} one line per problem, saying what to do */
export async function checkPages() {
  return [...checkGlossary(), ...pages().flatMap((page) => [...checkLinks(page), ...checkScripts(page)])];
}

/** Words of the code that citizens or clerks meet: each needs its line in the glossary. */
function checkGlossary() {
  const file = 'docs/glossary.md';
  if (!existsSync(join(root, file))) return [`${file} is missing: write it`];
  const glossary = readFileSync(join(root, file), 'utf8');
  const words = {
    state: applicationStates,
    'hold cause': holdCause.options,
    'service kind': kind.options,
    'document code': documentCodes,
  };
  return Object.entries(words).flatMap(([what, codes]) =>
    codes
      .filter((code) => !glossary.includes(`\`${code}\``))
      .map((code) => `${file} does not explain the ${what} \`${code}\`: add its line`),
  );
}

/** The pages written for people, from the root of the checkout. */
function pages() {
  const docs = existsSync(join(root, 'docs')) ? readdirSync(join(root, 'docs'), { recursive: true }).map(String) : [];
  const written = ['README.md', 'CONTRIBUTING.md', ...docs.map((file) => join('docs', file))];
  return written.filter((file) => file.endsWith('.md') && existsSync(join(root, file)));
}

/** @param {string} page */
function checkLinks(page) {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !existsSync(join(root, normalize(join(dirname(page), target)))))
    .map((target) => `${page} links to ${target}, which is not there: correct the link`);
}

/** @param {string} page */
function checkScripts(page) {
  const text = readFileSync(join(root, page), 'utf8');
  /** @type {{ scripts: Record<string, string> }} */
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return [...text.matchAll(/npm run ([a-z][a-z:-]*)/g)]
    .map(([, script = '']) => script)
    .filter(
      (script) =>
        !existsSync(join(root, /^node (\S+\.mjs)/.exec(scripts[script] ?? '')?.[1] ?? 'package.json')) ||
        !(script in scripts),
    )
    .map((script) => `${page} names "npm run ${script}", which is not there: correct the page`);
}
