/**
 * Maps with at most `limit` calls under way at once; results in input order. The first failure ends it, after the
 * calls under way have ended.
 */
export async function mapWithLimit<Input, Output>(
  inputs: readonly Input[],
  limit: number,
  map: (input: Input, index: number) => Promise<Output>,
): Promise<Output[]> {
  const outputs: Output[] = [];
  let next = 0;
  let failed = false;
  const worker = async () => {
    while (!failed && next < inputs.length) {
      const index = next;
      next += 1;
      try {
        outputs[index] = await map(inputs[index] as Input, index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: Math.min(limit, inputs.length) }, worker));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return outputs;
}
