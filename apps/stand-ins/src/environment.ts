import { z } from 'zod';

/** What every stand-in is told. `BIND` is the address to listen on: the loopback unless it runs in a container. */
export const standInEnvironment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535),
  /** Another port for the outside world alone, so that "refuse" can close its listening socket while the faults stay reachable on PORT. */
  WIRE_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  BIND: z.string().default('127.0.0.1'),
  STATE_DIR: z.string().min(1),
});

/** Parses the environment, or says everything that is wrong with it and ends the process. */
export function readEnvironment<Schema extends z.ZodType>(schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  process.stderr.write(`The stand-in's environment is not complete:\n${problems.join('\n')}\n`);
  process.exit(1);
}
