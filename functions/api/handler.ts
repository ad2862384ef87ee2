import { handle } from 'hono/aws-lambda';
import { createApi } from './app.ts';
import { createDeps } from './deps.ts';

/** HTTP API events (payload 2.0) of the dashboard, behind the JWT authorizer. */
export const handler = handle(createApi(createDeps(process.env)));
