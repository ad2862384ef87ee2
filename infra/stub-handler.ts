export async function handler(event: unknown): Promise<unknown> {
  return { stub: true, event };
}
