import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformFileSync } from '@swc/core';

const repository = join(import.meta.dirname, '../../..');
const built = join(repository, '.local/test-boot', String(process.pid));

/** Signals, exits and `--import` need a process of their own, and a process needs JavaScript: the two libs and the demo, by swc. */
export function build(): void {
  const sources = ['libs/{boot,observability}/src/**/*.ts', 'libs/boot/test/demo-*.ts'];
  for (const source of globSync(sources, { cwd: repository, exclude: ['**/*.spec.ts'] })) {
    const target = join(built, source.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, compiled(join(repository, source)));
  }
  writeFileSync(
    join(built, 'package.json'),
    JSON.stringify({ type: 'module', imports: { '#*': './libs/*/src/index.js' } }),
  );
}

export function removeBuild(): void {
  rmSync(built, { recursive: true, force: true });
}

function compiled(file: string): string {
  return transformFileSync(file, {
    configFile: false,
    swcrc: false,
    module: { type: 'es6' },
    jsc: {
      target: 'es2024',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      keepClassNames: true,
    },
  }).code;
}

export type Line = Record<string, unknown>;

export class RunningProcess {
  readonly lines: Line[] = [];
  errors = '';
  readonly ended: Promise<{ code: number | null; afterMs: number }>;
  private readonly child: ChildProcess;
  private waiting: (() => void)[] = [];
  private asked = performance.now();

  constructor(env: Record<string, string>) {
    const start = [
      '--import',
      join(built, 'libs/observability/src/start.js'),
      join(built, 'libs/boot/test/demo-process.js'),
    ];
    this.child = spawn(process.execPath, start, {
      env: { PATH: process.env['PATH'] ?? '', OTEL_SERVICE_NAME: 'demo', PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let rest = '';
    this.child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      const whole = (rest + chunk).split('\n');
      rest = whole.pop() ?? '';
      this.lines.push(...whole.map((line): Line => JSON.parse(line)));
      this.wake();
    });
    this.child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (this.errors += chunk));
    this.ended = once(this.child, 'close').then(([code]) => {
      this.wake();
      return { code: typeof code === 'number' ? code : null, afterMs: performance.now() - this.asked };
    });
  }

  /** The first log line with this text, as soon as it is there. */
  async line(text: string | RegExp): Promise<Line> {
    for (;;) {
      const found = this.lines.find(({ msg }) => (typeof text === 'string' ? msg === text : text.test(String(msg))));
      if (found) return found;
      if (this.child.exitCode !== null)
        throw new Error(`ended without "${text}": ${JSON.stringify(this.lines)} ${this.errors}`);
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  async url(): Promise<string> {
    return String((await this.line('demo is listening'))['url']);
  }

  kill(signal: NodeJS.Signals): void {
    this.asked = performance.now();
    this.child.kill(signal);
  }

  private wake(): void {
    const all = this.waiting;
    this.waiting = [];
    for (const one of all) one();
  }
}
