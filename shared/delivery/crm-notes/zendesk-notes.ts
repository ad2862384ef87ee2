import * as z from 'zod';
import type { CrmNotesConfig } from '../../runtime/config.ts';
import { readJson } from '../../sources/access/read-json.ts';
import { markOf } from './crm-note.ts';
import type { NoteContext, NoteTarget } from './note-target.ts';
import { createSignedIn } from './signed-in.ts';

const CommentsSchema = z.object({ comments: z.array(z.object({ body: z.string().nullish() })) });

/**
 * Internal comments on the ticket that a voice is. Zendesk has no key for a comment, so the newest comments are looked
 * through for the mark of the note first.
 * @see https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#update-ticket
 */
export function createZendeskNotes(
  context: NoteContext,
  config: NonNullable<CrmNotesConfig['zendesk']>,
  secret: { clientId: string; clientSecret: string },
): NoteTarget {
  const { origin } = new URL(config.url);
  const signedIn = createSignedIn(context, {
    url: `${origin}/oauth/tokens`,
    fields: {
      grant_type: 'client_credentials',
      client_id: secret.clientId,
      client_secret: secret.clientSecret,
      scope: 'read write',
    },
    what: 'The token answer of Zendesk',
    ifRefused: 'Zendesk refuses the OAuth client for notes. Check that it is confidential and may write.',
  });
  return {
    id: 'zendesk',
    concerns: ({ record }) => record.connector === config.source && /^\d+$/.test(record.id),
    async leave({ record }, note) {
      const ticket = `${origin}/api/v2/tickets/${record.id}`;
      await signedIn(async (authorization) => {
        const headers = { accept: 'application/json', 'content-type': 'application/json', authorization };
        const answer = await context.http.get(`${ticket}/comments?page[size]=100&sort=-created_at`, {
          headers,
        });
        const { comments } = readJson(CommentsSchema, answer, 'The comments of a ticket');
        if (comments.some(({ body }) => body?.includes(markOf(note.documentKey)) === true)) return;
        const body = JSON.stringify({
          ticket: { comment: { body: `${note.subject}\n${note.text}`, public: false } },
        });
        // Not repeated by itself: the next hour looks first.
        await context.http.put(ticket, body, { headers, attempts: 1 });
      });
    },
  };
}
