import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { createDeps } from './deps.ts';
import { createRespond } from './respond.ts';

const respond = createRespond(await createDeps(process.env));

/** `POST /v1/webhooks/{dropName}`: one input document or an array of them, signed. */
export const handler = lambdaHandler((event: APIGatewayProxyEventV2) => respond(event));
