import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import * as z from 'zod';
import { emptyReceipt } from '../../shared/customers/empty-receipt.ts';
import type { ErasureList, ImportList } from '../../shared/domain/dashboard-api.ts';
import type { ApiDeps } from './ports.ts';
import { ItemIdSchema, readParams, readQuery } from './request.ts';
import { type ApiEnv, requireRole } from './session.ts';

const CustomerParamsSchema = z.object({ id: ItemIdSchema });

/** `/imports`, `/customers`, `/erasures`: what is known of customers, and that they may be forgotten. */
export function customerRoutes(deps: ApiDeps): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();

  routes.get('/imports', requireRole('marketer', 'cx', 'admin'), async (context) => {
    readQuery(context, z.strictObject({}));
    return context.json({ imports: await deps.imports.list() } satisfies ImportList);
  });

  // The ID is the rest of the path, so that it may hold any character.
  routes.delete('/customers/:id{.+}', requireRole('admin'), async (context) => {
    const { id: customerId } = readParams(context, CustomerParamsSchema);
    const receipt = emptyReceipt(
      { id: randomUUID(), requestedBy: context.get('session').subject, customerId },
      deps.now(),
    );
    // The record of who asked comes first: an erasure that nobody has asked for must not be possible.
    await deps.erasures.save(receipt);
    await deps.requestErasure({ customerId, receipt, after: null, claim: null });
    return context.json(receipt, 202, { location: '/v1/erasures' });
  });

  routes.get('/erasures', requireRole('admin'), async (context) => {
    readQuery(context, z.strictObject({}));
    return context.json({ erasures: await deps.erasures.list() } satisfies ErasureList);
  });

  return routes;
}
