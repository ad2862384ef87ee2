/** Divides a wait by the time scale; what waits at all waits at least one second, the smallest unit of SQS. */
export function scaleSeconds(seconds: number, timeScale: number): number {
  return seconds <= 0 ? 0 : Math.max(1, Math.ceil(seconds / timeScale));
}

/** The environment of a function with each `…_WINDOW_SECONDS` divided by the time scale. */
export function scaleEnvironment(
  env: Readonly<Record<string, string>>,
  timeScale: number,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) =>
      name.endsWith('_WINDOW_SECONDS') && Number.isFinite(Number(value))
        ? [name, String(scaleSeconds(Number(value), timeScale))]
        : [name, value],
    ),
  );
}
