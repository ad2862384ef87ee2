import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { emptyReceipt } from '../../../shared/customers/empty-receipt.ts';
import { ErasureListSchema, ImportListSchema } from '../../../shared/domain/dashboard-api.ts';
import { ErasureReceiptSchema } from '../../../shared/domain/erasure.ts';
import { pageOf, pageParameters } from '../cursor.ts';
import { ItemIdSchema } from '../request.ts';
import { defineRoute } from '../route.ts';

const PageQuerySchema = z.strictObject(pageParameters({ default: 50, max: 100 }));

/** `/imports`, `/customers`, `/erasures`: what is known of customers, and that they may be forgotten. */
export const customerRoutes = [
  defineRoute({
    method: 'get',
    path: '/imports',
    summary: 'What the imports of customers found, newest first',
    roles: ['marketer', 'cx', 'admin'],
    query: PageQuerySchema,
    success: { name: 'ImportList', schema: ImportListSchema },
    example: { query: { limit: '10' } },
    async handle({ query, deps }) {
      const { items: imports, nextCursor } = pageOf(await deps.imports.list(), {
        ...query,
        cursor: query.cursor,
        list: 'imports',
        keyOf: (report) => `${report.asOf} ${report.id}`,
      });
      return { json: { imports, nextCursor } };
    },
  }),
  defineRoute({
    method: 'delete',
    // The ID is the rest of the path, so that it may hold any character.
    path: '/customers/{id+}',
    summary: 'Erases a customer; the answer is the receipt, which fills while the work goes on',
    roles: ['admin'],
    params: z.object({ id: ItemIdSchema }),
    success: { status: 202, name: 'ErasureReceipt', schema: ErasureReceiptSchema },
    example: { params: { id: 'C-1024' } },
    async handle({ params: { id: customerId }, session, deps }) {
      const receipt = emptyReceipt(
        { id: randomUUID(), requestedBy: session.subject, customerId },
        deps.now(),
      );
      // The record of who asked comes first: an erasure that nobody has asked for must not be possible.
      await deps.erasures.save(receipt);
      await deps.requestErasure({ customerId, receipt, after: null, claim: null });
      return { json: receipt, headers: { location: '/v1/erasures' } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/erasures',
    summary: 'Who asked for a customer to be erased and what was done, newest first',
    roles: ['admin'],
    query: PageQuerySchema,
    success: { name: 'ErasureList', schema: ErasureListSchema },
    example: { query: { limit: '10' } },
    async handle({ query, deps }) {
      const { items: erasures, nextCursor } = pageOf(await deps.erasures.list(), {
        ...query,
        cursor: query.cursor,
        list: 'erasures',
        keyOf: (receipt) => `${receipt.requestedAt} ${receipt.id}`,
      });
      return { json: { erasures, nextCursor } };
    },
  }),
];
