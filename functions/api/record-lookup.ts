import { randomUUID } from 'node:crypto';
import { customerRef } from '../../shared/domain/document-identity.ts';
import { type Lookup, MAX_LOOKUP_REFS } from '../../shared/domain/lookup.ts';
import { present } from '../../shared/domain/present.ts';
import type { ApiDeps } from './ports.ts';
import type { Session } from './session.ts';

/**
 * Keeps that the asking person sees these customers. To be awaited before the answer goes out: what cannot be recorded
 * is not shown. A long list takes several records, so that everybody on it is found.
 */
export async function recordLookup(
  { deps, session, address }: { deps: Pick<ApiDeps, 'lookups' | 'now'>; session: Session; address: string },
  seen: { action: Lookup['action']; customerIds: readonly string[]; documentKey?: string | undefined },
): Promise<void> {
  const refs = [...new Set(seen.customerIds.map(customerRef))];
  const at = deps.now().toISOString();
  for (let start = 0; start < refs.length; start += MAX_LOOKUP_REFS) {
    const customerRefs = refs.slice(start, start + MAX_LOOKUP_REFS);
    await deps.lookups.add({
      id: randomUUID(),
      at,
      subject: session.subject,
      name: session.name,
      address,
      action: seen.action,
      ...present('documentKey', seen.documentKey),
      customers: customerRefs.length,
      customerRefs,
    });
  }
}
