// The health check of a container: exit 0 when the service at the given port answers ready. Needs no package.
try {
  const answer = await fetch(`http://127.0.0.1:${process.argv[2]}/health/ready`, {
    signal: AbortSignal.timeout(3_000),
  });
  process.exit(answer.ok ? 0 : 1);
} catch {
  process.exit(1);
}
