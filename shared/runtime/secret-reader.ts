import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { VocError } from '../domain/errors.ts';
import type { Clock } from './clock.ts';

/** How long a value is kept: a rotated secret is seen within five minutes. */
const MAX_AGE_MS = 5 * 60_000;

/**
 * Reads one secret and keeps what `parse` made of it for five minutes.
 * @throws VocError `storage.unavailable` (transient) when the secret cannot be read; whatever `parse` throws
 */
export function createSecretReader<Value>(deps: {
  client: SecretsManagerClient;
  secretId: string;
  parse: (text: string) => Value;
  clock: Clock;
}): () => Promise<Value> {
  let kept: { value: Value; readAtMs: number } | undefined;
  return async () => {
    const nowMs = deps.clock().getTime();
    if (kept !== undefined && nowMs - kept.readAtMs < MAX_AGE_MS) return kept.value;
    const text = await readSecretText(deps.client, deps.secretId);
    kept = { value: deps.parse(text), readAtMs: nowMs };
    return kept.value;
  };
}

/**
 * The text of a secret, by its name or ARN.
 * @throws VocError `storage.unavailable` (transient), `config.invalid` (config) where it holds no text
 */
export async function readSecretText(client: SecretsManagerClient, secretId: string): Promise<string> {
  try {
    const answer = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    if (answer.SecretString !== undefined) return answer.SecretString;
  } catch (cause) {
    throw new VocError(
      'storage.unavailable',
      'transient',
      'The secret could not be read. Check its name and grants.',
      {
        cause,
      },
    );
  }
  throw new VocError('config.invalid', 'config', 'The secret holds no text. Put its JSON as SecretString.');
}
