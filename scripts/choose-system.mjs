// Which system a script is about. `--region NAME|FILE` and `--practice` are short for environment variables, so that every
// script, the processes it starts and the services they run are about the same one:
//
//   (none)               .local                       ports from 7000
//   --practice           .local/beside/practice       ports from 8000
//   --region NAME        .local/beside/NAME           ports from 9000
//   both                 .local/beside/NAME-practice  ports from 10000
//
// Another one is started beside these with LOKET_PORTS_FROM, and each may be moved with LOKET_FOLDER. Needs no package.
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { usualRegionFile } from './region.mjs';

/** Where systems beside the usual one keep their data; `--fresh` of the usual one leaves it alone. */
export const besideFolder = 'beside';

/** Who practises does not want to wait for what takes an hour in the office. */
const practicePace = { SURVEY_AFTER_MINUTES: '1', SUBMIT_QUIET_SECONDS: '10' };

/**
 * Takes the two options out of a script's arguments.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env  what it holds already wins
 * @param {string} root  the checkout
 * @returns {{ args: string[], env: Record<string, string> }}  the other arguments, and the variables that the options mean
 */
export function chooseSystem(args, env, root) {
  const rest = [...args];
  const practice = take(rest, '--practice', 1).length > 0;
  const [, wanted] = take(rest, '--region', 2);
  if (!practice && wanted === undefined) return { args: rest, env: {} };
  const file = wanted === undefined ? undefined : regionFile(wanted, root);
  const isUsual = file === undefined || file === usualRegionFile;
  const name = [...(isUsual ? [] : [basename(file, '.json')]), ...(practice ? ['practice'] : [])].join('-');
  /** @type {Record<string, string>} */
  const chosen = {
    ...(file === undefined ? {} : { REGION_FILE: file }),
    ...(practice ? { LOKET_PRACTICE: 'on', ...practicePace } : {}),
    ...(name === '' ? {} : { LOKET_FOLDER: join(root, '.local', besideFolder, name) }),
    LOKET_PORTS_FROM: String(7_000 + (practice ? 1_000 : 0) + (isUsual ? 0 : 2_000)),
  };
  return { args: rest, env: Object.fromEntries(Object.entries(chosen).filter(([variable]) => !env[variable])) };
}

/** A name of infra/region, or a file. @param {string} wanted @param {string} root */
function regionFile(wanted, root) {
  const known = join(root, 'infra/region', `${wanted}.json`);
  return /^[a-z0-9-]+$/.test(wanted) && existsSync(known) ? known : resolve(wanted);
}

/** @param {string[]} args @param {string} option @param {number} count */
function take(args, option, count) {
  const at = args.indexOf(option);
  return at < 0 ? [] : args.splice(at, count);
}
