import { Hono } from 'hono';
import * as z from 'zod';
import { FOLLOW_UP_FILES } from '../../shared/delivery/follow-up-csv.ts';
import type { ApiDeps } from './ports.ts';
import { ApiProblem } from './problem.ts';
import { readParams } from './request.ts';
import { type ApiEnv, requireRole } from './session.ts';

const FileParamsSchema = z.object({ file: z.enum(FOLLOW_UP_FILES) });

/** `/follow-ups`: whom to answer, whom to leave alone, who may leave. Names customers, so for cx and admin only. */
export function followUpRoutes(deps: ApiDeps): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();

  routes.get('/follow-ups', requireRole('cx', 'admin'), async (context) => {
    const body = await deps.followUps.read('follow-ups.json');
    if (body === null) throw notYet();
    return context.body(new Uint8Array(body), 200, { 'content-type': 'application/json; charset=utf-8' });
  });

  routes.get('/follow-ups/:file', requireRole('cx', 'admin'), async (context) => {
    const { file } = readParams(context, FileParamsSchema);
    const body = await deps.followUps.read(file);
    if (body === null) throw notYet();
    return context.body(new Uint8Array(body), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="voc-${file}"`,
    });
  });

  return routes;
}

function notYet(): ApiProblem {
  return new ApiProblem('not-found', 'The lists have not been made yet; they are made every hour.');
}
