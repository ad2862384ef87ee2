import type { Context } from 'aws-lambda';
import type { LambdaEvent } from 'hono/aws-lambda';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { createApi } from './app.ts';
import { createDeps } from './deps.ts';
import { createResponder } from './responder.ts';

const respond = createResponder(createApi(await createDeps(process.env)));

/** HTTP API events (payload 2.0) of the dashboard, behind the JWT authorizer. */
export const handler = lambdaHandler((event: LambdaEvent, context: Context) => respond(event, context));
