import type { CrmNotesConfig } from '../../runtime/config.ts';
import { guidOf } from './crm-note.ts';
import type { NoteContext, NoteTarget } from './note-target.ts';
import { createSignedIn } from './signed-in.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Notes (annotations) on the timeline of the contact whose `contactid` is the customer ID. We choose the key of the
 * note, so a second attempt meets the first one's note: 412, which is success.
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/annotation-note-entity
 */
export function createDataverseNotes(
  context: NoteContext,
  config: NonNullable<CrmNotesConfig['dataverse']>,
  secret: { clientId: string; clientSecret: string },
): NoteTarget {
  const { origin } = new URL(config.url);
  const signedIn = createSignedIn(context, {
    url: `${config.loginUrl.replace(/\/$/, '')}/${config.tenantId}/oauth2/v2.0/token`,
    encoding: 'form',
    fields: {
      grant_type: 'client_credentials',
      client_id: secret.clientId,
      client_secret: secret.clientSecret,
      scope: `${origin}/.default`,
    },
    what: 'The token answer of Entra ID',
    ifRefused: 'Entra ID refuses the application for notes. Check its secret, which ends after some months.',
  });
  return {
    id: 'dataverse',
    concerns: ({ link }) => link.customerId !== null && GUID.test(link.customerId),
    async leave({ link }, note) {
      const body = JSON.stringify({
        annotationid: guidOf(note.documentKey),
        subject: note.subject,
        notetext: note.text,
        'objectid_contact@odata.bind': `/contacts(${link.customerId})`,
      });
      await signedIn((authorization) =>
        context.http.post(`${origin}/api/data/v9.2/annotations`, body, {
          accept: [412],
          headers: {
            accept: 'application/json',
            'content-type': 'application/json',
            'odata-version': '4.0',
            authorization,
          },
        }),
      );
    },
  };
}
