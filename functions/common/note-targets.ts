import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { createDataverseNotes } from '../../shared/delivery/crm-notes/dataverse-notes.ts';
import type { NoteTarget } from '../../shared/delivery/crm-notes/note-target.ts';
import { createZendeskNotes } from '../../shared/delivery/crm-notes/zendesk-notes.ts';
import { VocError } from '../../shared/domain/errors.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import type { VocConfig } from '../../shared/runtime/config.ts';
import { readSecretText } from '../../shared/runtime/secret-reader.ts';
import { parseJson } from '../../shared/sources/access/read-json.ts';
import { createGuardedHttp } from './guarded-http.ts';

const ClientSchema = z.object({ clientId: z.string().min(1), clientSecret: z.string().min(1) });

/** The systems of the configuration that take notes; their secrets are read when they are asked for. */
export function createNoteTargets({ crmNotes, network }: VocConfig): () => Promise<NoteTarget[]> {
  return async () => {
    if (crmNotes === undefined) return [];
    const secrets = new SecretsManagerClient({});
    const http = createGuardedHttp(network);
    const context = { http, now: systemClock };
    const clientOf = async (name: string) => {
      const parsed = ClientSchema.safeParse(parseJson(await readSecretText(secrets, name)));
      if (parsed.success) return parsed.data;
      throw new VocError(
        'config.invalid',
        'config',
        `The secret ${name} of crmNotes must be JSON with clientId and clientSecret.`,
      );
    };
    const { dataverse, zendesk } = crmNotes;
    return [
      ...(dataverse === undefined
        ? []
        : [createDataverseNotes(context, dataverse, await clientOf(dataverse.secret))]),
      ...(zendesk === undefined
        ? []
        : [createZendeskNotes(context, zendesk, await clientOf(zendesk.secret))]),
    ];
  };
}
