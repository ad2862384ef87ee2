import { createServer, type ServerResponse } from 'node:http';
import * as z from 'zod';
import { PutEventsSchema } from './event-bus.ts';
import { isLocalHost } from './host-check.ts';
import { readBody } from './http-body.ts';
import { SendEmailSchema } from './mail-box.ts';
import type { SecretStore } from './secrets.ts';

const GetSecretSchema = z.object({ SecretId: z.string() });
const MAX_BODY_BYTES = 10_000_000;

/** What the wire-level services are made of. */
export interface ServiceHandlers {
  readonly secrets: SecretStore;
  sendMail(email: z.output<typeof SendEmailSchema>): string;
  putEvents(request: z.output<typeof PutEventsSchema>): string[];
}

/**
 * Secrets Manager `GetSecretValue`, SES v2 `SendEmail` and EventBridge `PutEvents` at the wire level, on one free port
 * of 127.0.0.1: the SDK of a handler cannot tell them from AWS.
 */
export async function startServiceServer(
  handlers: ServiceHandlers,
): Promise<{ origin: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    void (async () => {
      if (!isLocalHost(request.headers.host)) {
        response.writeHead(403).end();
        return;
      }
      const body = await readBody(request, MAX_BODY_BYTES);
      const target = request.headers['x-amz-target'];
      const operation = typeof target === 'string' ? target : `${request.method} ${request.url}`;
      send(response, answer(operation, parseJson(body), handlers));
    })().catch(() => {
      if (!response.headersSent) send(response, failure(500, 'InternalFailure', 'The local service failed.'));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body: object;
  readonly errorType?: string;
}

function answer(operation: string, body: unknown, handlers: ServiceHandlers): Answer {
  switch (operation) {
    case 'secretsmanager.GetSecretValue': {
      const request = GetSecretSchema.safeParse(body);
      const secret = request.success ? handlers.secrets.get(request.data.SecretId) : undefined;
      if (secret === undefined) {
        return failure(400, 'ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
      }
      return {
        status: 200,
        body: {
          ARN: secret.arn,
          Name: secret.name,
          SecretString: secret.secretString,
          VersionId: 'local',
          VersionStages: ['AWSCURRENT'],
        },
      };
    }
    case 'AWSEvents.PutEvents': {
      const request = PutEventsSchema.safeParse(body);
      if (!request.success) return failure(400, 'ValidationException', 'The entries cannot be read.');
      const ids = handlers.putEvents(request.data);
      return { status: 200, body: { FailedEntryCount: 0, Entries: ids.map((EventId) => ({ EventId })) } };
    }
    case 'POST /v2/email/outbound-emails': {
      const request = SendEmailSchema.safeParse(body);
      if (!request.success) return failure(400, 'BadRequestException', 'The mail cannot be read.');
      return { status: 200, body: { MessageId: handlers.sendMail(request.data) } };
    }
    default:
      return failure(400, 'UnknownOperationException', `The local stack does not serve ${operation}.`);
  }
}

function parseJson(body: Buffer | undefined): unknown {
  try {
    return JSON.parse(body?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
}

function failure(status: number, errorType: string, message: string): Answer {
  return { status, errorType, body: { __type: errorType, message } };
}

function send(response: ServerResponse, { status, body, errorType }: Answer): void {
  if (errorType !== undefined) response.setHeader('x-amzn-errortype', errorType);
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
}
